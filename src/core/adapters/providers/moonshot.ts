import { fact, reasoningEffort, switchTiers, thinkingOff, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

const chat = {
  maxTokensField: "max_completion_tokens",
  reasoningFields: ["reasoning_content"],
} satisfies Partial<OpenaiChatDialect>;

/** Unset, the platform allows only a short answer, and reasoning shares it (provider-matrix 3.14): a limit is always sent. */
const defaultOutputTokens = 32_768;

export const moonshotProvider: Provider = {
  id: "moonshot",
  label: "Moonshot",
  kind: "hosted",
  baseUrl: "https://api.moonshot.ai/v1",
  auth: { type: "bearer", environment: ["MOONSHOT_API_KEY", "KIMI_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "kimi-k3(\\.1)?",
      listed: [
        { id: "kimi-k3.1-pro", label: "Kimi K3.1 Pro" },
        { id: "kimi-k3", label: "Kimi K3" },
      ],
      effort: tiersKnob(words(reasoningEffort, "low", "high", "max"), { providerDefault: "max" }),
      limits: { contextTokens: 1_048_576, maxOutputTokens: 1_048_576, defaultOutputTokens },
      trace: raw,
      continuity: { acrossTurns: "tool-loop", source: "MOON" },
      fact: fact("MOON, PI", "Cannot be switched off; `thinking` must not be sent."),
    },
    {
      match: "kimi-k2\\.7-code",
      effort: { type: "none", why: "Kimi K2.7 Code always thinks and has no knob." },
      limits: { defaultOutputTokens },
      trace: raw,
      fact: fact("MOON, PI"),
    },
    {
      match: "kimi-k2\\.[56]",
      listed: [{ id: "kimi-k2.6", label: "Kimi K2.6" }],
      effort: tiersKnob(switchTiers({ thinking: { type: "enabled" } }, thinkingOff.body), { providerDefault: "high" }),
      limits: { contextTokens: 262_144, maxOutputTokens: 262_144, defaultOutputTokens },
      trace: raw,
      dialect: { replayBody: { thinking: { keep: "all" } } } satisfies Partial<OpenaiChatDialect>,
      continuity: { acrossTurns: "used", source: "MOON" },
      fact: fact("MOON"),
    },
    {
      match: ".*",
      effort: { type: "unknown" },
      limits: { defaultOutputTokens: 16_384 },
      trace: { visibility: "unknown" },
      fact: fact("MOON"),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://platform.moonshot.ai/console/api-keys",
  fact: fact("MOON, PI"),
};
