import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import { planSweep } from "../../../src/core/engine/sweep.ts";
import type { Lane } from "../../../src/core/model/session.ts";
import { simulatorProvider } from "../../../src/simulator/provider.ts";

const registry = createRegistry({ extra: [simulatorProvider] });
const lane: Lane = {
  id: "l-1",
  provider: "simulator",
  wire: null,
  model: "open-book",
  effort: "low",
  maxOutputTokens: null,
  wantsSummary: true,
  head: "s-1",
};

describe("planning a sweep", () => {
  it("runs a model at every tier it takes, least first", () => {
    const { lanes, efforts } = planSweep(registry, lane, { repeats: 1, existing: [], newId: ids() });
    assert.deepEqual(efforts, ["none", "low", "high", "max"]);
    assert.deepEqual(
      lanes.map(({ effort, head }) => [effort, head]),
      [
        ["none", null],
        ["low", null],
        ["high", null],
        ["max", null],
      ],
    );
  });

  it("counts lanes that ran already as runs of their tier", () => {
    const { lanes } = planSweep(registry, lane, { repeats: 2, existing: [lane], newId: ids() });
    assert.deepEqual(
      lanes.map(({ effort }) => effort),
      ["none", "none", "low", "high", "high", "max", "max"],
    );
  });

  it("lets lanes take part that have not run yet, instead of adding others like them", () => {
    const idle = { ...lane, id: "l-2", effort: "high", head: null } as const;
    const { lanes, waiting } = planSweep(registry, lane, { repeats: 1, existing: [lane, idle], newId: ids() });
    assert.deepEqual(waiting, ["l-2"]);
    assert.deepEqual(
      lanes.map(({ effort }) => effort),
      ["none", "max"],
    );
  });

  it("gives no lane for a model without tiers", () => {
    assert.deepEqual(
      planSweep(registry, { ...lane, model: "quick-draft" }, { repeats: 1, existing: [], newId: ids() }).lanes,
      [],
    );
  });
});

function ids(): (prefix: string) => string {
  let count = 0;
  return (prefix) => `${prefix}-${(count += 1)}-new`;
}
