import assert from "node:assert/strict";
import type { EffortTier } from "../../../src/core/model/effort.ts";
import { isEffortTier } from "../../../src/core/model/effort.ts";
import type { WireId } from "../../../src/core/model/ids.ts";
import type { JsonValue } from "../../../src/core/model/json.ts";
import { isJsonObject } from "../../../src/core/model/json.ts";
import { builtinProviders } from "../../../src/core/adapters/builtin-providers.ts";
import { findRow, homeWire, rowOnWire } from "../../../src/core/adapters/model-row.ts";
import type { EffortKnob, TierValue } from "../../../src/core/adapters/provider.ts";
import { matrixKnobs, skipWithoutMatrix } from "../../support/provider-matrix.ts";

interface Sample {
  /** An id that the matrix row is about. */
  readonly model: string;
  /** Where a plain word goes in the body. */
  readonly at?: string;
  readonly wire?: WireId;
}

const responses = "reasoning.effort";
const flat = "reasoning_effort";
const claude = "output_config.effort";
const gemini = "generationConfig.thinkingConfig.thinkingLevel";

/** Matrix row → a model id of it, and where the row says the word goes. */
const samples: Readonly<Record<string, Sample>> = {
  "openai ^gpt-6\\.2-(astra|sol)": { model: "gpt-6.2-sol", at: responses },
  "openai ^gpt-6(-astra|\\.1-sol)": { model: "gpt-6-astra", at: responses },
  "openai ^gpt-6(-sol|-luna|\\.1-terra)": { model: "gpt-6-luna", at: responses },
  "openai ^gpt-5\\.6(-sol|-terra|-luna)?$": { model: "gpt-5.6-terra", at: responses },
  "openai ^gpt-5\\.6-cyber": { model: "gpt-5.6-cyber", at: responses },
  "openai ^gpt-5\\.(2|3-codex|4|5)(-mini|-nano)?$": { model: "gpt-5.3-codex", at: responses },
  "openai ^gpt-5\\.(2|4|5)-pro": { model: "gpt-5.5-pro", at: responses },
  "openai ^gpt-5\\.1-codex-max": { model: "gpt-5.1-codex-max", at: responses },
  "openai ^gpt-5\\.[123]-chat": { model: "gpt-5.2-chat-latest", at: responses },
  "openai ^gpt-5\\.1$": { model: "gpt-5.1-2025-11-13", at: responses },
  "openai ^gpt-5(-mini|-nano)?$": { model: "gpt-5-nano", at: responses },
  "openai ^gpt-5-pro": { model: "gpt-5-pro", at: responses },
  "openai ^o[134]": { model: "o4-mini", at: responses },
  "anthropic claude-sonnet-5-5": { model: "claude-sonnet-5-5", at: claude },
  "anthropic claude-opus-5-5": { model: "claude-opus-5-5", at: claude },
  "anthropic claude-(fable|mythos)-5-[12]": { model: "claude-mythos-5-1", at: claude },
  "anthropic claude-(fable|mythos)-5$": { model: "claude-fable-5", at: claude },
  "anthropic claude-haiku-5-5": { model: "claude-haiku-5-5", at: claude },
  "anthropic claude-opus-5$": { model: "claude-opus-5", at: claude },
  "anthropic claude-(opus-4-[78]|sonnet-5)$": { model: "claude-opus-4-8", at: claude },
  "anthropic claude-(opus|sonnet)-4-6": { model: "claude-sonnet-4-6", at: claude },
  "anthropic claude-opus-4-5": { model: "claude-opus-4-5-20251101", at: claude },
  "anthropic claude-(sonnet-4-5|haiku-4-5|opus-4-1|opus-4-0|sonnet-4-0)": { model: "claude-sonnet-4-5" },
  "google gemini-4-hydrogen": { model: "gemini-4-hydrogen", at: gemini },
  "google gemini-4-argon": { model: "gemini-4-argon", at: gemini },
  "google gemini-4-carbon": { model: "gemini-4-carbon", at: gemini },
  "google gemini-3\\.[78]-flash|gemini-flash-latest": { model: "gemini-flash-latest", at: gemini },
  "google gemini-3(\\.[56])?-flash(-lite)?|gemini-3\\.1-flash-lite": { model: "gemini-3.1-flash-lite", at: gemini },
  "google gemini-3\\.1-pro": { model: "gemini-3.1-pro-preview", at: gemini },
  "google gemini-3-pro(?!-image)": { model: "gemini-3-pro-preview", at: gemini },
  "google gemini-3-pro-image": { model: "gemini-3-pro-image-preview" },
  "google gemini-2\\.5-pro": { model: "gemini-2.5-pro" },
  "google gemini-2\\.5-flash$": { model: "gemini-2.5-flash" },
  "google gemini-2\\.5-flash-lite": { model: "gemini-2.5-flash-lite" },
  "google gemma-4": { model: "gemma-4-31b-it", at: gemini },
  "azure gpt-6(-sol|-luna|\\.1-terra)": { model: "gpt-6.1-terra", at: responses },
  "azure gpt-6(-astra|\\.1-sol)": { model: "gpt-6.1-sol", at: responses },
  "azure gpt-5\\.6": { model: "gpt-5.6-sol", at: responses },
  "xai grok-4\\.[67]": { model: "grok-4.7", at: responses },
  "xai grok-4\\.5": { model: "grok-4.5", at: responses },
  "xai grok-4\\.3": { model: "grok-4.3", at: responses },
  "xai grok-4\\.20-(non-)?reasoning": { model: "grok-4.20-non-reasoning" },
  "xai grok-4\\.20-multi-agent": { model: "grok-4.20-multi-agent", at: responses },
  "deepseek deepseek-flash|deepseek-v4(\\.1)?-flash": { model: "deepseek-v4.1-flash", at: flat },
  "deepseek deepseek-v4-pro": { model: "deepseek-v4-pro", at: flat },
  "mistral ^mistral-large-4": { model: "mistral-large-4", at: flat },
  "mistral zai-glm-5-3": { model: "zai-glm-5-3", at: flat },
  "mistral (zai-)?glm-5-2": { model: "glm-5-2", at: flat },
  "mistral deepseek-v4-1-flash": { model: "deepseek-v4-1-flash", at: flat },
  "mistral magistral|mistral-(medium|small)": { model: "mistral-small-latest", at: flat },
  "mistral codestral|ministral|mistral-large-2512|voxtral": { model: "mistral-large-2512" },
  "groq openai/gpt-oss": { model: "openai/gpt-oss-20b", at: flat },
  "groq qwen/qwen3\\.8-27b": { model: "qwen/qwen3.8-27b", at: flat },
  "groq qwen/qwen3": { model: "qwen/qwen3-32b", at: flat },
  "cerebras gpt-oss": { model: "gpt-oss-120b", at: flat },
  "cerebras qwen-3\\.8-27b": { model: "qwen-3.8-27b", at: flat },
  "cerebras zai-glm": { model: "zai-glm-4.7" },
  "openrouter .*": { model: "anthropic/claude-opus-5.5", at: responses },
  "together openai/gpt-oss": { model: "openai/gpt-oss-120b", at: flat },
  "together zai-org/GLM-5\\.3": { model: "zai-org/GLM-5.3", at: flat },
  "together DeepSeek-V4-Pro": { model: "deepseek-ai/DeepSeek-V4-Pro", at: flat },
  "together .*": { model: "moonshotai/Kimi-K3" },
  "fireworks deepseek-v4p1": { model: "accounts/fireworks/models/deepseek-v4p1-flash", at: flat },
  "fireworks qwen3p8": { model: "accounts/fireworks/models/qwen3p8-max", at: flat },
  "fireworks muse-spark": { model: "accounts/fireworks/models/muse-spark", at: flat },
  "fireworks minimax-m3$": { model: "accounts/fireworks/models/minimax-m3", at: flat },
  "fireworks gpt-oss": { model: "accounts/fireworks/models/gpt-oss-120b", at: flat },
  "fireworks .*": { model: "accounts/fireworks/models/glm-5p3" },
  "alibaba qwen3\\.8-(max|flash)": { model: "qwen3.8-max-0902", at: flat },
  "alibaba qwen3\\.(5|6|7)|qwen-plus|qwen3-(?!.*thinking)": { model: "qwen-plus" },
  "alibaba -thinking": { model: "qwen3-235b-a22b-thinking-2507" },
  "moonshotai kimi-k3(\\.1)?": { model: "kimi-k3.1-pro", at: flat },
  "moonshotai kimi-k2\\.7-code": { model: "kimi-k2.7-code" },
  "moonshotai kimi-k2\\.[56]": { model: "kimi-k2.6" },
  "zai glm-5\\.3": { model: "glm-5.3-flash", at: flat },
  "zai glm-5\\.2": { model: "glm-5.2", at: flat },
  "zai glm-(5|5\\.1|5-turbo|4\\.[5-7])$": { model: "glm-4.7" },
  "minimax MiniMax-M3\\.1-Flash": { model: "MiniMax-M3.1-Flash", at: claude },
  "minimax MiniMax-M3$": { model: "MiniMax-M3" },
  "minimax MiniMax-M2": { model: "MiniMax-M2.5" },
  "ollama gpt-oss": { model: "gpt-oss:20b", at: "think", wire: "ollama-chat" },
  "ollama .*": { model: "qwen3:8b", at: "think", wire: "ollama-chat" },
  "vllm .*": { model: "some/model" },
  "sglang .*": { model: "some/model" },
  "llamacpp .*": { model: "some-model" },
  "bedrock anthropic\\.": { model: "us.anthropic.claude-opus-5-5-20260901-v1:0" },
  "bedrock openai\\.gpt-oss": { model: "openai.gpt-oss-120b-1:0", at: "additionalModelRequestFields.reasoning_effort" },
  "bedrock openai\\.gpt-[56]": { model: "openai.gpt-5.6-luna" },
  "bedrock amazon\\.nova-2": {
    model: "us.amazon.nova-2-lite-v1:0",
    at: "additionalModelRequestFields.reasoningConfig.maxReasoningEffort",
  },
  "databricks claude-opus-5-5": { model: "databricks-claude-opus-5-5", at: claude },
  "databricks claude-(?!opus-5-5)": { model: "databricks-claude-sonnet-4-6" },
  "databricks gpt-5": { model: "databricks-gpt-5-2", at: flat },
  "databricks gemini-4-carbon": { model: "databricks-gemini-4-carbon", at: flat },
  "portkey .*": { model: "@anthropic/claude-opus-5-5" },
};

/** Rows of the matrix that Switchyard does not speak, and why. */
const unspoken: Readonly<Record<string, string>> = {
  "lmstudio .*": "the knob is documented for LM Studio's own API, which no wire speaks",
  "vscode .*": "the editor's own models are not a provider",
};

describe("provider data against the provider matrix", () => {
  if (skipWithoutMatrix()) return;
  const knobs = matrixKnobs();

  it("represents every row", () => {
    assert.equal(knobs.length, 96);
    const missing = knobs.map(nameOf).filter((name) => samples[name] === undefined && unspoken[name] === undefined);
    assert.deepEqual(missing, []);
  });

  for (const knob of knobs) {
    const name = nameOf(knob);
    const sample = samples[name];
    if (sample === undefined || knob.levels === null || Object.keys(knob.levels).length === 0) continue;
    const { levels } = knob;
    it(`sends the wire values of ${name}`, () => {
      const effort = knobOf(knob.provider, sample);
      assert.equal(effort.type, "tiers");
      if (effort.type !== "tiers") return;
      for (const [level, value] of Object.entries(levels)) {
        const tier = level === "off" ? "none" : level;
        assert.ok(isEffortTier(tier));
        assertTier(effort.tiers[tier], tier, value, sample);
      }
    });
  }
});

function nameOf(knob: { readonly provider: string; readonly match: string }): string {
  return `${knob.provider} ${knob.match}`;
}

function knobOf(matrixProvider: string, sample: Sample): EffortKnob {
  const id = matrixProvider === "moonshotai" ? "moonshot" : matrixProvider;
  const provider = builtinProviders.find((candidate) => candidate.id === id);
  assert.ok(provider, `there is a provider ${id}`);
  const row = findRow(provider, sample.model);
  const home = homeWire(provider, row);
  assert.ok(row && home, `${id} knows ${sample.model}`);
  return rowOnWire(row, home, sample.wire ?? home).effort;
}

/** The words that the matrix writes for a switch, as what they must become in a body. */
const switches: Readonly<Record<string, readonly [string, JsonValue]>> = {
  "thinking.disabled": ["thinking.type", "disabled"],
  "thinking.enabled": ["thinking.type", "enabled"],
  "thinking.adaptive": ["thinking.type", "adaptive"],
  "reasoning.enabled=false": ["reasoning.enabled", false],
  "reasoning.enabled=true": ["reasoning.enabled", true],
  "enable_thinking=false": ["enable_thinking", false],
  "enable_thinking=true": ["enable_thinking", true],
  "disable_reasoning:true": ["disable_reasoning", true],
  false: ["think", false],
  true: ["think", true],
};

function assertTier(tier: TierValue | undefined, name: EffortTier, value: string | null, sample: Sample): void {
  if (value === null) {
    assert.ok(tier === undefined || tier.doubt !== undefined, `${sample.model} must not take ${name}`);
    return;
  }
  assert.ok(tier, `${sample.model} takes ${name}`);
  const [at, expected] = switches[value] ?? [sample.at ?? "", value];
  assert.deepEqual(valueAt(tier.body, at), expected, `${sample.model} ${name} at ${at}`);
}

function valueAt(body: JsonValue, dotted: string): JsonValue | undefined {
  let value: JsonValue | undefined = body;
  for (const key of dotted.split(".")) value = isJsonObject(value) ? value[key] : undefined;
  return value;
}
