import { fact, reasoningEffort, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

const chat = {
  maxTokensField: "max_completion_tokens",
  reasoningFields: ["reasoning"],
} satisfies Partial<OpenaiChatDialect>;

export const groqProvider: Provider = {
  id: "groq",
  label: "Groq",
  kind: "hosted",
  baseUrl: "https://api.groq.com/openai/v1",
  auth: { type: "bearer", environment: ["GROQ_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "^gpt-oss",
      listed: [
        { id: "openai/gpt-oss-120b", label: "GPT-OSS 120B" },
        { id: "openai/gpt-oss-20b", label: "GPT-OSS 20B" },
      ],
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high"), { providerDefault: "medium" }),
      limits: { contextTokens: 131_072, maxOutputTokens: 65_536 },
      trace: raw,
      fact: fact("GRQ", "Cannot be switched off."),
    },
    {
      match: "^qwen3\\.8-27b",
      listed: [{ id: "qwen/qwen3.8-27b", label: "Qwen3.8 27B" }],
      effort: tiersKnob(
        {
          ...words(reasoningEffort, "none", "low", "medium"),
          high: { body: reasoningEffort("high"), label: "high", translated: "Groq runs `high` as the model's own `xhigh`." },
        },
        { providerDefault: "medium" },
      ),
      limits: { contextTokens: 131_072, maxOutputTokens: 16_384 },
      trace: raw,
      fact: fact("GRQ"),
    },
    {
      match: "^qwen3",
      effort: tiersKnob({
        ...words(reasoningEffort, "none"),
        medium: {
          body: reasoningEffort("default"),
          label: "default",
          translated: "This model only takes `none` and `default`: `medium` is sent as `default`.",
        },
      }),
      trace: raw,
      fact: fact("GRQ", "Only `none` and `default`."),
    },
  ],
  discovery: { path: "/models", shape: "openai", skip: "whisper|tts|guard" },
  keyUrl: "https://console.groq.com/keys",
  fact: fact("GRQ, GRQ-DOC"),
};
