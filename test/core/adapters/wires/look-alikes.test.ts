/*
 * Providers without recorded traffic, as the provider matrix describes their streams (section 3.13 and 3.14), read by
 * the dialect that their own data declares.
 */
import assert from "node:assert/strict";
import { createRegistry } from "../../../../src/core/adapters/registry.ts";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import { delta, done, finish } from "../../../support/chat-chunks.ts";
import type { Decoded } from "../../../support/decode-wire.ts";
import { blocksText, decodeStream } from "../../../support/decode-wire.ts";
import { encodeInput } from "../../../support/model-request.ts";

const registry = createRegistry({ extra: [] });

describe("look-alikes of Chat Completions", () => {
  it("Moonshot: usage stands in the choice, and the output limit has its new name", () => {
    const usage = { prompt_tokens: 20, completion_tokens: 30, cached_tokens: 12 };
    const decoded = decodeAs("moonshot", "kimi-k3", [
      delta({ role: "assistant", content: "" }),
      delta({ reasoning_content: "hm" }),
      delta({ content: "four" }),
      { ...finish("stop"), choices: [{ index: 0, delta: {}, finish_reason: "stop", usage }] },
      done,
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
    assert.deepEqual(decoded.attempt.usage?.input, { total: 20, uncached: 8, cacheRead: 12, cacheWrite: null });
    assert.equal(bodyAs("moonshot", "kimi-k3")["max_completion_tokens"], 1_000);
  });

  it("MiniMax: reasoning comes in details that it was asked to split off", () => {
    assert.equal(bodyAs("minimax", "MiniMax-M3")["reasoning_split"], true);
    const decoded = decodeAs("minimax", "MiniMax-M3", [
      delta({ role: "assistant", content: "", reasoning_details: [{ type: "reasoning.text", id: "r", text: "hm, ", index: 0 }] }),
      delta({ content: "", reasoning_details: [{ type: "reasoning.text", id: "r", text: "well", index: 0 }] }),
      delta({ content: "four" }),
      finish("stop"),
      done,
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm, well", "[answer] four"]);
    assert.deepEqual(decoded.attempt.items, [
      {
        role: "assistant",
        content: "four",
        reasoning_details: [{ type: "reasoning.text", id: "r", text: "hm, well", index: 0 }],
      },
    ]);
  });

  it("MiniMax: reasoning that was left in the content is taken out for the reader and kept for the history", () => {
    const chunks = [delta({ content: "<think>\nhm" }), delta({ content: "</think>\n\nfour" }), finish("stop"), done];
    const decoded = decodeAs("minimax", "MiniMax-M2.5", chunks);
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] \nhm", "[answer] \n\nfour"]);
    const item = { role: "assistant", content: "<think>\nhm</think>\n\nfour" };
    assert.deepEqual(decoded.attempt.items, [item]);
    const { wire, dialect, provider } = adapterOf("minimax", "MiniMax-M2.5");
    const replay = { provider: provider.id, wire: wire.id, items: [item] };
    const input = encodeInput({ messages: [{ role: "assistant", blocks: [], replay }] });
    assert.deepEqual(wire.encode(input, dialect).body["messages"], [item]);
  });

  it("Fireworks: an error is plain text", () => {
    const decoded = decodeAs("fireworks", "accounts/fireworks/models/glm-5p3", [
      delta({ reasoning_content: "hm" }),
      { error: "upstream request timeout" },
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm"]);
    assert.ok(decoded.attempt.failure?.message.includes("upstream request timeout"));
  });

  it("Z.ai: the context can run full in mid-answer", () => {
    const decoded = decodeAs("zai", "glm-5.3", [delta({ content: "fo" }), finish("model_context_window_exceeded"), done]);
    assert.equal(decoded.attempt.finish?.reason, "context");
  });

  it("Perplexity: the cost is the provider's own, its search fee included", () => {
    const cost = { input_tokens_cost: 0.00001, output_tokens_cost: 0.000075, request_cost: 0.005, total_cost: 0.005085 };
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cost };
    const decoded = decodeAs("perplexity", "sonar-pro", [delta({ content: "four" }), { ...finish("stop"), usage }, done]);
    assert.equal(decoded.attempt.usage?.billedUsd, "0.005085");
  });

  it("Vercel: the cost is the gateway's own, and with the reader's own key the upstream's comes on top", () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, cost: 0.0025, is_byok: false };
    const billedFor = (reported: JsonObject): string | null | undefined =>
      decodeAs("vercel", "openai/gpt-6-sol", [delta({ content: "four" }), { ...finish("stop"), usage: reported }, done]).attempt
        .usage?.billedUsd;
    assert.equal(billedFor(usage), "0.0025");
    assert.equal(billedFor({ ...usage, is_byok: true, cost_details: { upstream_inference_cost: 0.01 } }), "0.0125");
  });

  it("DeepSeek: history carries reasoning even where there was none", () => {
    const { wire, dialect, provider } = adapterOf("deepseek", "deepseek-flash");
    const replay = { provider: provider.id, wire: wire.id, items: [{ role: "assistant", content: "four" }] };
    const input = encodeInput({ messages: [{ role: "assistant", blocks: [], replay }] });
    assert.deepEqual(wire.encode(input, dialect).body["messages"], [
      { role: "assistant", content: "four", reasoning_content: "" },
    ]);
  });
});

function adapterOf(provider: string, model: string) {
  return registry.adapterFor({ provider, wire: "openai-chat", model });
}

function decodeAs(provider: string, model: string, chunks: readonly JsonValue[]): Decoded {
  const { wire, dialect } = adapterOf(provider, model);
  return decodeStream({ ...wire, defaultDialect: dialect }, chunks);
}

function bodyAs(provider: string, model: string): JsonObject {
  const { wire, dialect } = adapterOf(provider, model);
  return wire.encode(encodeInput({}, { maxOutputTokens: 1_000 }), dialect).body;
}
