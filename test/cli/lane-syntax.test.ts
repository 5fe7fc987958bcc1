import assert from "node:assert/strict";
import { parseLane } from "../../src/cli/lane-syntax.ts";

describe("parseLane", () => {
  it("splits provider, wire, model and effort", () => {
    assert.deepEqual(parseLane("openai:openai-chat/gpt-6-sol@high"), {
      provider: "openai",
      wire: "openai-chat",
      model: "gpt-6-sol",
      efforts: { type: "one", effort: "high" },
    });
    assert.deepEqual(parseLane("groq/openai/gpt-oss-120b"), {
      provider: "groq",
      wire: null,
      model: "openai/gpt-oss-120b",
      efforts: { type: "none" },
    });
  });

  it("reads lists, all, and token budgets", () => {
    assert.deepEqual(parseLane("a/m@low,high").efforts, { type: "each", efforts: ["low", "high"] });
    assert.deepEqual(parseLane("a/m@all").efforts, { type: "all" });
    assert.deepEqual(parseLane("a/m@16384").efforts, { type: "one", effort: { budgetTokens: 16384 } });
  });

  it("leaves versions and names with @ and : to the model", () => {
    assert.equal(parseLane("vertex/claude-opus-5@20251001").model, "claude-opus-5@20251001");
    assert.equal(parseLane("vertex/claude-opus-5@20251001@high").model, "claude-opus-5@20251001");
    assert.equal(parseLane("custom/@cf/meta/llama").model, "@cf/meta/llama");
    assert.equal(parseLane("ollama/qwen3:8b@low").model, "qwen3:8b");
  });

  it("refuses what is no lane", () => {
    for (const text of ["", "model", "/model", "openai/", ":openai-chat/m"])
      assert.throws(() => parseLane(text), /is not a lane/, text);
    for (const text of ["a/m@", "a/m@low,", "a/m@0", "a/m@-5", "a/m@HIGH"])
      assert.throws(() => parseLane(text), /no effort/, text);
  });
});
