import assert from "node:assert/strict";
import { isJsonObject, numberAt } from "../../src/core/model/json.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import { createPriceBook } from "../../src/core/pricing/create-price-book.ts";
import { recordedResponses } from "../support/recorded-responses.ts";
import { skipWithoutRecordings } from "../support/recordings.ts";

/** Stated totals that contradict the provider's own counters, and what is believed instead. */
const contradictions: Readonly<Record<string, string>> = {
  "azure-ai-chat/rubyllm--change_model_on_the_fly_between_anthropic_claude-haiku-4-5_and_azure_g-7a65c9ed.t1":
    "more cached than prompt tokens, so the cached ones are beside them (provider-matrix trap 55)",
  "mistral-chat/prism--stream-reasoning-model-1-1": "more cached than prompt tokens, so the cached ones are beside them",
  "openrouter-chat/pydai--openrouter_stream_error": "more reasoning than completion tokens, so it is beside them",
  "openrouter-chat/reqllm--deepseek_deepseek_v3_1_terminus-streaming":
    "more reasoning than completion tokens; the bill follows the completion, and the bill is what is shown",
  "openrouter-chat/reqllm--z_ai_glm_4_5_air-streaming":
    "more reasoning than completion tokens; the bill follows the completion, and the bill is what is shown",
  "vercel-gateway-chat/fantasy--TestVercelThinking-gemini-3-pro-preview-thinking-streaming.t0":
    "reasoning beside the completion, as its bill proves, though not in the total",
  "vercel-gateway-chat/fantasy--TestVercelThinking-gemini-3-pro-preview-thinking-streaming.t1":
    "reasoning beside the completion, as its bill proves, though not in the total",
};

describe("usage over all recorded traffic", () => {
  if (skipWithoutRecordings()) return;

  const reported = [...recordedResponses()].flatMap(({ item, usage }) =>
    usage !== null && usage.source === "reported" && isJsonObject(usage.raw) ? [{ id: item.id, usage, raw: usage.raw }] : [],
  );

  it("adds up to the total that the provider itself states", () => {
    let compared = 0;
    for (const { id, usage, raw } of reported) {
      const total = statedTotal(raw);
      if (total === null || usage.input.total === null || usage.output.total === null || contradictions[id] !== undefined)
        continue;
      compared += 1;
      assert.equal(usage.input.total + usage.output.total, total, id);
    }
    assert.ok(compared >= 250, `compared ${compared}`);
  });

  it("keeps the identity, with no part above its total", () => {
    for (const { id, usage } of reported) {
      const { input, output } = usage;
      if (output.visible !== null && output.reasoning !== null) assert.equal(output.visible + output.reasoning, output.total, id);
      if (input.uncached !== null) {
        assert.equal(input.uncached + (input.cacheRead ?? 0) + (input.cacheWrite ?? 0), input.total, id);
      }
    }
  });

  it("shows a cost that the provider returned as it is", () => {
    const prices = createPriceBook({ notBilled: {} });
    const billed = reported.filter(({ usage }) => usage.billedUsd !== null);
    assert.ok(billed.length >= 30, `${billed.length} with a cost`);
    for (const { id, usage } of billed) {
      const cost = prices.costOf({ provider: "openrouter", model: "any", usage, at: 0 });
      assert.equal(cost.basis, "billed", id);
      assert.equal(Number(cost.usd), Number(usage.billedUsd), id);
    }
  });
});

function statedTotal(raw: JsonObject): number | null {
  return numberAt(raw, "total_tokens") ?? numberAt(raw, "totalTokenCount") ?? numberAt(raw, "totalTokens");
}
