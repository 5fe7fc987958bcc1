import assert from "node:assert/strict";
import fc from "fast-check";
import type { CountingRule, RawCounts } from "../../../src/core/model/usage.ts";
import { normaliseUsage } from "../../../src/core/model/usage.ts";

const none: RawCounts = { input: null, cacheRead: null, cacheWrite: null, output: null, reasoning: null };
const included: CountingRule = { reasoning: "included", cache: "included" };
const additive: CountingRule = { reasoning: "additive", cache: "additive" };

function parts(counts: Partial<RawCounts>, rule: CountingRule) {
  const { input, output } = normaliseUsage({ ...none, ...counts }, rule, null);
  return { input, output };
}

describe("usage", () => {
  it("takes reasoning and cache out of totals that include them (OpenAI)", () => {
    assert.deepEqual(parts({ input: 1000, cacheRead: 600, cacheWrite: 100, output: 300, reasoning: 250 }, included), {
      input: { total: 1000, uncached: 300, cacheRead: 600, cacheWrite: 100 },
      output: { total: 300, reasoning: 250, visible: 50 },
    });
  });

  it("adds what stands beside (Gemini thoughts, Anthropic cache)", () => {
    assert.deepEqual(parts({ input: 300, cacheRead: 600, cacheWrite: 100, output: 50, reasoning: 250 }, additive), {
      input: { total: 1000, uncached: 300, cacheRead: 600, cacheWrite: 100 },
      output: { total: 300, reasoning: 250, visible: 50 },
    });
  });

  it("shows a count that was not reported as null, never as zero", () => {
    assert.deepEqual(parts({ input: 10, output: 20 }, included), {
      input: { total: 10, uncached: null, cacheRead: null, cacheWrite: null },
      output: { total: 20, reasoning: null, visible: null },
    });
    assert.deepEqual(parts({}, additive), {
      input: { total: null, uncached: null, cacheRead: null, cacheWrite: null },
      output: { total: null, reasoning: null, visible: null },
    });
  });

  it("reads cached input above the total as beside it (xAI Responses)", () => {
    assert.deepEqual(parts({ input: 20, cacheRead: 128 }, included).input, {
      total: 148,
      uncached: 20,
      cacheRead: 128,
      cacheWrite: null,
    });
  });

  it("keeps the identity and no part above its total, whatever is reported", () => {
    const count = fc.option(fc.nat(1_000_000), { nil: null });
    const rule = fc.constantFrom("included" as const, "additive" as const, "not-reported" as const);
    const counts = fc.record({ input: count, cacheRead: count, cacheWrite: count, output: count, reasoning: count });
    fc.assert(
      fc.property(counts, rule, rule, (raw, reasoning, cache) => {
        const { input, output } = normaliseUsage(raw, { reasoning, cache }, null);
        if (input.total !== null && input.uncached !== null) {
          assert.equal(input.total, input.uncached + (input.cacheRead ?? 0) + (input.cacheWrite ?? 0));
        }
        if (output.total !== null && output.reasoning !== null)
          assert.equal(output.total, (output.visible ?? 0) + output.reasoning);
        assert.ok((input.uncached ?? 0) >= 0 && (output.visible ?? 0) >= 0);
      }),
    );
  });
});
