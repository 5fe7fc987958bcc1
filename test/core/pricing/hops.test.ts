import assert from "node:assert/strict";
import { geminiGenerateContentWire } from "../../../src/core/adapters/wires/gemini-generate-content.ts";
import { openaiResponsesWire } from "../../../src/core/adapters/wires/openai-responses.ts";
import type { JsonObject } from "../../../src/core/model/json.ts";
import type { Usage } from "../../../src/core/model/usage.ts";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { sumCosts } from "../../../src/core/pricing/sum-costs.ts";
import { decodeStream } from "../../support/decode-wire.ts";

const book = createPriceBook({ notBilled: {} });
const costOf = (model: string, usage: Usage, time: string) =>
  book.costOf({ provider: "google", model, usage, at: Date.parse(time) });

/** One request of an answer that took several: counts run up in each chunk, the last of a hop is the hop's. */
function hop(chunks: readonly JsonObject[], finishReason: string): Usage {
  const { attempt } = decodeStream(
    geminiGenerateContentWire,
    chunks.map((usageMetadata, i) => ({
      responseId: "r",
      modelVersion: "gemini-4-argon",
      candidates: [
        {
          content: { role: "model", parts: [{ text: "…" }] },
          ...(i < chunks.length - 1 ? {} : { finishReason, ...(finishReason === "STOP" ? {} : { continuationToken: "t" }) }),
        },
      ],
      usageMetadata,
    })),
  );
  assert.ok(attempt.usage !== null);
  return attempt.usage;
}

const counts = (prompt: number, cached: number, candidates: number, thoughts: number): JsonObject => ({
  promptTokenCount: prompt,
  cachedContentTokenCount: cached,
  candidatesTokenCount: candidates,
  thoughtsTokenCount: thoughts,
  totalTokenCount: prompt + candidates + thoughts,
});

describe("an answer that Gemini gives in several hops", () => {
  const first = hop([counts(1000, 0, 10, 500), counts(1000, 0, 60_000, 5536)], "CONTINUATION");
  const second = hop([counts(1000, 900, 20_000, 0)], "STOP");

  it("takes the last count of each hop", () => {
    assert.deepEqual(first.output, { total: 65_536, reasoning: 5536, visible: 60_000 });
    assert.deepEqual(second.output, { total: 20_000, reasoning: 0, visible: 20_000 });
  });

  it("costs what its hops cost, each with its own input", () => {
    const costs = [first, second].map((usage) => costOf("gemini-4-argon", usage, "2026-11-22T12:00:00Z"));
    assert.deepEqual(
      costs.map(({ usd }) => usd),
      // (1000 × 2 + 65536 × 10) / 10^6, (100 × 2 + 900 × 0.1 + 20000 × 10) / 10^6
      ["0.65736", "0.20029"],
    );
    assert.equal(sumCosts(costs)?.usd, "0.85765");
  });

  it("prices each hop by its own moment and its own size", () => {
    const late = [
      costOf("gemini-4-argon", first, "2026-11-30T23:59:59Z"),
      costOf("gemini-4-argon", second, "2026-12-01T00:00:09Z"),
    ];
    // 0.65736 + 2 × 0.20029
    assert.equal(sumCosts(late)?.usd, "1.05794");
    const half = hop([counts(150_000, 0, 10, 0)], "CONTINUATION");
    const cost = costOf("gemini-3.1-pro-preview", half, "2026-11-22T12:00:00Z");
    // Two hops of 150000 are below the step of 200000, though their sum is above: 2 × (150000 × 2 + 10 × 12) / 10^6
    assert.equal(sumCosts([cost, cost])?.usd, "0.60024");
  });

  it("is unknown when one hop is: a smaller sum would look like the price", () => {
    const known = costOf("gemini-4-argon", first, "2026-11-22T12:00:00Z");
    assert.equal(sumCosts([known, costOf("gemini-unheard-of", second, "2026-11-22T12:00:00Z")])?.usd, null);
  });
});

describe("what stands beside OpenAI's usage", () => {
  const completed = (beside: JsonObject): Usage | null => {
    const usage = {
      input_tokens: 1000,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 0 },
    };
    const response = { id: "r", model: "gpt-6-sol", status: "completed", output: [], usage, ...beside };
    return decodeStream(openaiResponsesWire, [{ type: "response.completed", response }]).attempt.usage;
  };
  const priced = (beside: JsonObject) => {
    const usage = completed(beside);
    assert.ok(usage !== null);
    return book.costOf({ provider: "openai", model: "gpt-6-sol", usage, at: Date.parse("2026-11-22T12:00:00Z") });
  };

  it("prices the tier that answered", () => {
    assert.equal(priced({ service_tier: "default" }).usd, "0.0021");
    assert.equal(priced({ service_tier: "flex" }).usd, "0.00105");
  });

  it("says when searches are billed that it has no price for", () => {
    const { basis, reason } = priced({ tool_usage: { web_search: { num_requests: 2 } } });
    assert.equal(basis, "estimate");
    assert.match(reason ?? "", /web_search is billed by the call at a price that is not known/i);
    assert.equal(priced({ tool_usage: { web_search: { num_requests: 0 } } }).basis, "computed");
  });
});
