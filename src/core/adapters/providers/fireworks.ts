import { fact, reasoningEffort, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

const chat = {
  reasoningFields: ["reasoning_content"],
  replayBody: { reasoning_history: "preserved" },
} satisfies Partial<OpenaiChatDialect>;

export const fireworksProvider: Provider = {
  id: "fireworks",
  label: "Fireworks AI",
  kind: "hosted",
  baseUrl: "https://api.fireworks.ai/inference/v1",
  auth: { type: "bearer", environment: ["FIREWORKS_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat, continuity: { acrossTurns: "used", source: "FW" } }],
  models: [
    {
      match: "deepseek-v4p1",
      listed: [{ id: "accounts/fireworks/models/deepseek-v4p1-flash", label: "DeepSeek V4.1 Flash" }],
      effort: tiersKnob(words(reasoningEffort, "none", "low", "high", "max")),
      limits: { contextTokens: 1_000_000, maxOutputTokens: 384_000 },
      trace: raw,
      fact: fact("PI"),
    },
    {
      match: "qwen3p8",
      listed: [{ id: "accounts/fireworks/models/qwen3p8-max", label: "Qwen3.8 Max" }],
      effort: tiersKnob(words(reasoningEffort, "none", "low", "medium", "xhigh")),
      limits: { contextTokens: 262_144, maxOutputTokens: 131_072 },
      trace: raw,
      fact: fact("PI", "No `high`."),
    },
    {
      match: "muse-spark",
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high", "xhigh")),
      trace: raw,
      fact: fact("PI, FW", "`none` is rejected."),
    },
    {
      match: "minimax-m3$",
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      trace: raw,
      fact: fact("PI"),
    },
    {
      match: "gpt-oss",
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      trace: raw,
      fact: fact("FW, PI", "`none` is rejected."),
    },
    {
      match: ".*",
      effort: { type: "unknown" },
      trace: raw,
      fact: fact("FW", "which effort words this model takes on Fireworks is not documented."),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://app.fireworks.ai/settings/users/api-keys",
  fact: fact("FW, PI"),
};
