import assert from "node:assert/strict";
import type { RepriceChoice } from "../../../src/core/model/reprice.ts";
import type { Session } from "../../../src/core/model/session.ts";
import { normaliseUsage } from "../../../src/core/model/usage.ts";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import type { PriceRow } from "../../../src/core/pricing/price-row.ts";
import { distinctModels, repriceTable } from "../../../src/core/pricing/reprice-table.ts";
import { smallAttempt, smallSession, smallStep } from "../../support/small-session.ts";

const row = (provider: string, model: string, input: string, output: string, more: Partial<PriceRow> = {}): PriceRow => ({
  provider,
  model,
  rates: { input, output, cacheRead: "0.1", cacheWrite: null },
  source: "test",
  asOf: "2026-11-22",
  ...more,
});
const rows = [
  row("dear", "big", "10", "50"),
  row("cheap", "small", "0.1", "0.5", { tiers: { batch: { factor: "0.5" } } }),
  row("ran", "as-ran", "1", "5"),
];
const prices = createPriceBook({ notBilled: {}, rows });
const models = rows.map(({ provider, model }) => ({ provider, model, providerLabel: provider, modelLabel: model }));
const asRun: RepriceChoice = { lane: null, serviceTier: "standard", cache: "as-run" };

const counts = { input: 1000, cacheRead: 0, cacheWrite: 0, output: 2000, reasoning: 1500 };
const usage = normaliseUsage(counts, { reasoning: "included", cache: "included" }, null);
const cost = { usd: "0.011", basis: "computed", reason: null, rows: [] } as const;

function sessionOf(...ids: readonly string[]): Session {
  const steps = ids.map((id) => {
    const step = smallStep(id, null, "l-1");
    return {
      ...step,
      cost,
      origin: { ...step.origin, provider: "ran", model: "as-ran" },
      attempts: [{ ...smallAttempt("37"), usage, cost, respondedModel: null }],
    };
  });
  const session = smallSession();
  return {
    ...session,
    lanes: session.lanes.map((lane) => ({ ...lane, head: ids[0] ?? null })),
    steps: Object.fromEntries(steps.map((step) => [step.id, step])),
  };
}

describe("a session's price elsewhere", () => {
  it("lists every priced model, the cheapest first, with what ran among them at what it cost", () => {
    const { ran, rows: table } = repriceTable(sessionOf("s-1", "s-2"), asRun, { prices, rows, models });
    assert.deepEqual(ran, { usd: "0.022", basis: "computed", steps: 2, unpriced: 0, isSimulated: false });
    assert.deepEqual(
      table.map(({ target, isAsRun }) => [target.model, isAsRun]),
      [
        ["small", false],
        ["as-ran", true],
        ["big", false],
      ],
    );
    assert.deepEqual([table[1]?.low, table[1]?.high, table[1]?.basis], ["0.022", "0.022", "computed"]);
    assert.equal(table[0]?.basis, "estimate");
    assert.ok(table[0].notes.some((note) => /half to twice/.test(note)));
  });

  it("prices one lane alone, and is empty where nothing ran", () => {
    assert.equal(repriceTable(sessionOf("s-1", "s-2"), { ...asRun, lane: "l-1" }, { prices, rows, models }).ran.usd, "0.011");
    const nothing = repriceTable({ ...sessionOf(), steps: {} }, asRun, { prices, rows, models });
    assert.deepEqual([nothing.rows, nothing.ran.steps], [[], 0]);
  });

  it("offers a tier only where its price is known", () => {
    const batch = repriceTable(sessionOf("s-1"), { ...asRun, serviceTier: "batch" }, { prices, rows, models });
    assert.deepEqual(
      batch.rows.map(({ target }) => target.model),
      ["small"],
    );
    const all = repriceTable(sessionOf("s-1"), { ...asRun, serviceTier: "all" }, { prices, rows, models });
    assert.deepEqual(
      all.rows.map(({ target }) => `${target.model} ${target.serviceTier}`),
      ["small batch", "small standard", "as-ran standard", "big standard"],
    );
  });

  it("says what another state of the cache would change", () => {
    const high = (cache: RepriceChoice["cache"]) =>
      Number(
        repriceTable(sessionOf("s-1"), { ...asRun, cache }, { prices, rows, models }).rows.find(
          ({ target }) => target.model === "as-ran",
        )?.high,
      );
    assert.equal(high("cold"), 0.011);
    assert.equal(high("warm"), 0.0101);
  });

  it("leaves out models without a price, and names each model once", () => {
    const unknown = { provider: "x", model: "free", providerLabel: "X", modelLabel: "Free" };
    const known = models[0] ?? unknown;
    assert.equal(repriceTable(sessionOf("s-1"), asRun, { prices, rows, models: [...models, unknown] }).rows.length, 3);
    assert.deepEqual(distinctModels([known, { ...known, modelLabel: "later" }]), [known]);
  });
});
