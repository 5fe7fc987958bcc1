import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { surenessOf } from "../../../src/core/analysis/sureness.ts";

describe("how sure repeats make advice", () => {
  it("says nothing after a single run", () => {
    assert.equal(surenessOf(1, 1).atLeast, null);
  });

  it("gives the exact one-sided 95 % bound", () => {
    // Clopper-Pearson, from tables.
    const bounds: readonly (readonly [runs: number, agreeing: number, atLeast: number])[] = [
      [5, 5, 0.5493],
      [10, 10, 0.7411],
      [10, 9, 0.6058],
      [20, 18, 0.7174],
      [5, 0, 0],
    ];
    for (const [runs, agreeing, atLeast] of bounds) {
      assert.ok(Math.abs((surenessOf(runs, agreeing).atLeast ?? -1) - atLeast) < 0.0001, `${agreeing} of ${runs}`);
    }
  });
});
