import assert from "node:assert/strict";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { laneDefaults } from "../../src/extension/models/model-offers.ts";

const registry = createRegistry({ extra: [] });
const asks = (provider: string, model: string) => laneDefaults(registry, { provider, model }).wantsSummary;

describe("a new lane", () => {
  it("asks for summaries where the model has them to give", () => {
    assert.equal(asks("anthropic", "claude-opus-5-5"), true);
    assert.equal(asks("google", "gemini-4-argon"), true);
  });

  it("does not ask where some accounts are refused for asking, or where there is nothing to ask for", () => {
    assert.equal(asks("openai", "gpt-6-sol"), false);
    assert.equal(asks("deepseek", "deepseek-v4.1-flash"), false);
    assert.equal(asks("openai", "a-model-nobody-knows"), false);
  });

  it("begins without a wire when its provider is not known", () => {
    assert.deepEqual(laneDefaults(registry, { provider: "nobody", model: "m" }), { wire: null, wantsSummary: false });
  });
});
