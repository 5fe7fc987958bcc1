import assert from "node:assert/strict";
import fc from "fast-check";
import { newAttempt } from "../../../src/core/model/attempt.ts";
import type { RepriceTarget } from "../../../src/core/model/reprice.ts";
import type { Attempt, Step } from "../../../src/core/model/session.ts";
import { normaliseUsage } from "../../../src/core/model/usage.ts";
import type { RawCounts, Usage } from "../../../src/core/model/usage.ts";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { formatUsd, parseUsd } from "../../../src/core/pricing/money.ts";
import { priceRows } from "../../../src/core/pricing/price-rows.ts";
import { repriceStep } from "../../../src/core/pricing/reprice.ts";
import { sumCosts } from "../../../src/core/pricing/sum-costs.ts";

const prices = createPriceBook({ notBilled: {} });
const startedAt = "2026-11-22T12:00:00.000Z";
const plain = { serviceTier: "standard", cache: "as-run" } as const;

function stepOf(provider: string, model: string, usages: readonly Usage[]): Step {
  const attempts = usages.map((usage, i): Attempt => {
    const cost = prices.costOf({ provider, model, usage, at: Date.parse(startedAt) });
    return { ...newAttempt(i + 1, 0), status: "completed", usage, cost };
  });
  return {
    id: "s-1",
    parent: null,
    lane: "l-1",
    status: "complete",
    startedAt,
    durationMs: 1,
    input: "",
    system: "",
    origin: { provider, wire: "openai-chat", model, accountScope: null, prefixDigest: null, isSimulated: false },
    effort: { requested: "default", sent: null, sentLabel: "nothing", outcome: "not-applicable", note: null },
    maxOutputTokens: null,
    attempts,
    wait: null,
    failure: null,
    cost: sumCosts(attempts.map(({ cost }) => cost)),
  };
}

function usage(counts: Partial<RawCounts>): Usage {
  const raw = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0, ...counts };
  return normaliseUsage(raw, { reasoning: "included", cache: "included" }, null);
}

const count = fc.nat({ max: 2_000_000 });
const countOrNull = fc.option(count, { nil: null });
const counts = fc.record({
  input: countOrNull,
  cacheRead: countOrNull,
  cacheWrite: countOrNull,
  output: countOrNull,
  reasoning: countOrNull,
});
const rule = fc.record({
  reasoning: fc.constantFrom("included" as const, "additive" as const, "not-reported" as const),
  cache: fc.constantFrom("included" as const, "additive" as const, "not-reported" as const),
});
const anyUsage = fc.tuple(counts, rule).map(([counts, rule]) => normaliseUsage(counts, rule, null));
const anyRow = fc.constantFrom(...priceRows);

describe("usage, cost and reprice hold together", () => {
  it("never has parts that exceed their total", () => {
    fc.assert(
      fc.property(counts, rule, (counts, rule) => {
        const { input, output } = normaliseUsage(counts, rule, null);
        if (output.total !== null && output.reasoning !== null && output.visible !== null) {
          assert.equal(output.visible + output.reasoning, output.total);
        }
        if (output.total !== null) assert.ok((output.reasoning ?? 0) <= output.total);
        if (input.total !== null && input.uncached !== null) {
          assert.equal(input.uncached + (input.cacheRead ?? 0) + (input.cacheWrite ?? 0), input.total);
        }
      }),
    );
  });

  it("gives a step its own cost when it is repriced as itself", () => {
    fc.assert(
      fc.property(anyRow, fc.array(anyUsage, { maxLength: 4 }), ({ provider, model }, usages) => {
        const step = stepOf(provider, model, usages);
        const { low, high } = repriceStep(step, { provider, model, ...plain }, prices);
        assert.equal(low, step.cost === null ? "0" : step.cost.usd);
        assert.equal(high, low);
      }),
    );
  });

  it("adds the attempts' costs, failed ones included", () => {
    fc.assert(
      fc.property(anyRow, fc.array(anyUsage, { minLength: 2, maxLength: 5 }), ({ provider, model }, usages) => {
        const step = stepOf(provider, model, usages);
        const amounts = step.attempts.map(({ cost }) => cost?.usd ?? null);
        const expected = amounts.includes(null)
          ? null
          : formatUsd(amounts.reduce((sum, amount) => sum + (parseUsd(amount ?? "") ?? 0n), 0n));
        assert.equal(step.cost?.usd ?? null, expected);
      }),
    );
  });

  it("never makes a low end higher than the high end", () => {
    fc.assert(
      fc.property(anyRow, anyRow, anyUsage, (from, to, usage) => {
        const { low, high } = repriceStep(
          stepOf(from.provider, from.model, [usage]),
          { provider: to.provider, model: to.model, ...plain },
          prices,
        );
        assert.equal(low === null, high === null);
        if (low !== null && high !== null) assert.ok((parseUsd(low) ?? 0n) <= (parseUsd(high) ?? 0n), `${low} ${high}`);
      }),
    );
  });
});

describe("repriceStep", () => {
  const step = stepOf("openai", "gpt-6-sol", [usage({ input: 1000, cacheRead: 400, output: 500, reasoning: 300 })]);
  const as = (target: Partial<RepriceTarget>) =>
    repriceStep(step, { provider: "openai", model: "gpt-6-sol", ...plain, ...target }, prices);

  it("prices the same model in a batch, without a cache, and all from the cache", () => {
    assert.equal(as({}).low, "0.00628");
    // (600 × 1 + 400 × 0.1 + 500 × 5) / 10^6
    assert.equal(as({ serviceTier: "batch" }).high, "0.00314");
    // (1000 × 2 + 500 × 10) / 10^6, and (1000 × 0.2 + 500 × 10) / 10^6
    assert.equal(as({ cache: "cold" }).low, "0.007");
    assert.equal(as({ cache: "warm" }).low, "0.0052");
  });

  it("keeps exact counts for the same model at another provider", () => {
    const azure = as({ provider: "azure" });
    assert.deepEqual([azure.low, azure.high, azure.basis], ["0.00628", "0.00628", "computed"]);
  });

  it("gives a range for another model of the family, for its verbosity alone", () => {
    const astra = as({ model: "gpt-6-astra" });
    // (600 × 10 + 400 × 1 + 250 × 50) / 10^6 to (600 × 10 + 400 × 1 + 1000 × 50) / 10^6
    assert.deepEqual([astra.low, astra.high, astra.basis], ["0.0189", "0.0564", "estimate"]);
    assert.ok(!astra.notes.some((note) => note.includes("other tokens")));
    assert.ok(as({ provider: "anthropic", model: "claude-opus-5-5" }).notes.some((note) => note.includes("other tokens")));
  });

  it("says what is unknown, and why", () => {
    const nobody = as({ provider: "nobody", model: "nothing" });
    assert.deepEqual([nobody.low, nobody.basis], [null, "unknown"]);
    assert.match(nobody.notes.join(" "), /No price is known for nothing at nobody/);
  });
});
