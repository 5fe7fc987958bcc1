import { unverifiedBindings } from "../bindings.ts";
import { fact, reasoningEffort, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

/** Ids of calls: anything but nine letters and digits is refused ("Tool call id was …", reported 2024 to 2026). */
const chat = { requestsUsage: false, opaqueFormat: "mistral-v1", toolCallIds: "nine" } satisfies Partial<OpenaiChatDialect>;

export const mistralProvider: Provider = {
  id: "mistral",
  label: "Mistral",
  kind: "hosted",
  baseUrl: "https://api.mistral.ai/v1",
  auth: { type: "bearer", environment: ["MISTRAL_API_KEY"] },
  routes: [
    {
      wire: "openai-chat",
      dialect: chat,
      continuity: { carrier: "mixed", acrossTurns: "used", boundTo: unverifiedBindings, misfit: "unknown", source: "MIS" },
    },
  ],
  models: [
    {
      match: "^mistral-large-4",
      listed: [{ id: "mistral-large-4", label: "Mistral Large 4" }],
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      limits: { contextTokens: 1_048_576, maxOutputTokens: 262_144 },
      trace: raw,
      fact: fact("PI, AI-MIS", "Cannot be switched off."),
    },
    {
      match: "zai-glm-5-3",
      listed: [{ id: "zai-glm-5-3", label: "GLM-5.3" }],
      effort: tiersKnob(words(reasoningEffort, "low", "high", "max"), { providerDefault: "max" }),
      trace: raw,
      fact: fact("PI, AI-MIS", "Cannot be switched off."),
    },
    {
      match: "(zai-)?glm-5-2",
      effort: tiersKnob(words(reasoningEffort, "none", "high", "max")),
      trace: raw,
      fact: fact("PI"),
    },
    {
      match: "deepseek-v4-1-flash",
      listed: [{ id: "deepseek-v4-1-flash", label: "DeepSeek V4.1 Flash" }],
      effort: tiersKnob(words(reasoningEffort, "none", "low", "high", "max")),
      trace: raw,
      fact: fact("PI"),
    },
    {
      match: "magistral|mistral-(medium|small)",
      listed: [
        { id: "mistral-medium-3.5", label: "Mistral Medium 3.5" },
        { id: "magistral-medium-latest", label: "Magistral Medium" },
        { id: "mistral-small-latest", label: "Mistral Small" },
      ],
      effort: tiersKnob(words(reasoningEffort, "none", "high")),
      trace: raw,
      fact: fact("PI, MIS", "`prompt_mode` is the older form of the same switch."),
    },
    {
      match: "codestral|ministral|mistral-large-2512|voxtral",
      effort: { type: "none", why: "This model does not reason: it refuses an effort." },
      trace: { visibility: "none" },
      fact: fact("AI-MIS"),
    },
  ],
  discovery: { path: "/models", shape: "openai", skip: "embed|moderation|ocr|transcribe" },
  keyUrl: "https://console.mistral.ai/api-keys",
  fact: fact("MIS, AI-MIS"),
};
