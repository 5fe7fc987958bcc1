import { fact, reasoningEffort, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

const chat = {
  counting: { reasoning: "not-reported", cache: "not-reported" },
  reasoningFields: ["reasoning"],
} satisfies Partial<OpenaiChatDialect>;

const think = (word: string): { readonly think: string } => ({ think: word });
const on = "This model only has thinking on or off: `high` is sent as on.";

export const ollamaProvider: Provider = {
  id: "ollama",
  label: "Ollama",
  kind: "local",
  baseUrl: "http://127.0.0.1:11434",
  auth: { type: "bearer", environment: ["OLLAMA_API_KEY"], isOptional: true },
  routes: [{ wire: "openai-chat", path: "/v1/chat/completions", dialect: chat }, { wire: "ollama-chat" }],
  models: [
    {
      match: "gpt-oss",
      listed: [{ id: "gpt-oss:20b", label: "GPT-OSS 20B" }],
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      trace: raw,
      otherWires: { "ollama-chat": { effort: tiersKnob(words(think, "low", "medium", "high")) } },
      fact: fact("OLL", "On or off alone is ignored; cannot be switched off."),
    },
    {
      match: ".*",
      effort: tiersKnob({
        ...words(reasoningEffort, "none", "max"),
        high: { body: reasoningEffort("high"), label: "high", translated: on },
      }),
      trace: raw,
      otherWires: {
        "ollama-chat": {
          effort: tiersKnob({
            ...words(think, "max"),
            none: { body: { think: false }, label: "off" },
            high: { body: { think: true }, label: "on", translated: on },
          }),
        },
      },
      fact: fact("OLL", "Models that do not think answer 400 when effort is sent. Those that do think by default."),
    },
  ],
  discovery: { path: "/api/tags", shape: "ollama" },
  fact: fact("OLL"),
};
