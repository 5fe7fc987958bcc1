import { fact, reasoningEffort, tiersKnob, words } from "../effort-knobs.ts";
import type { ModelLimits, Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };
const limits: ModelLimits = { contextTokens: 131_072, maxOutputTokens: 40_960 };

const chat = {
  maxTokensField: "max_completion_tokens",
  reasoningFields: ["reasoning"],
  replayBody: { clear_thinking: false },
} satisfies Partial<OpenaiChatDialect>;

export const cerebrasProvider: Provider = {
  id: "cerebras",
  label: "Cerebras",
  kind: "hosted",
  baseUrl: "https://api.cerebras.ai/v1",
  auth: { type: "bearer", environment: ["CEREBRAS_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat, continuity: { acrossTurns: "used", source: "CER" } }],
  models: [
    {
      match: "gpt-oss",
      listed: [{ id: "gpt-oss-120b", label: "GPT-OSS 120B" }],
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      limits,
      trace: raw,
      fact: fact("PI, CER", "Cannot be switched off."),
    },
    {
      match: "qwen-3\\.8-27b",
      listed: [{ id: "qwen-3.8-27b", label: "Qwen3.8 27B" }],
      effort: tiersKnob(words(reasoningEffort, "none", "low", "medium", "high")),
      limits,
      trace: raw,
      fact: fact("PI, CER"),
    },
    {
      match: "zai-glm",
      effort: tiersKnob({ none: { body: { disable_reasoning: true }, label: "off" } }),
      trace: raw,
      fact: fact("CER", "Only a switch to turn reasoning off."),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://cloud.cerebras.ai",
  fact: fact("CER"),
};
