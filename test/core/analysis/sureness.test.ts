import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { surenessOf, sureRuns } from "../../../src/core/analysis/sureness.ts";

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

  it("is a hint after one or two runs, likely after three, sure after eleven that agree", () => {
    const levels = [1, 2, 3, 10, 11].map((runs) => surenessOf(runs, runs).level);
    assert.deepEqual(levels, ["hint", "hint", "likely", "likely", "sure"]);
    assert.equal(surenessOf(12, 11).level, "likely");
    assert.equal(sureRuns, 11);
  });
});
