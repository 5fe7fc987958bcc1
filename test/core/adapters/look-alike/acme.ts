import { fact, reasoningEffort, tiersKnob, words } from "../../../../src/core/adapters/effort-knobs.ts";
import type { Provider } from "../../../../src/core/adapters/provider.ts";
import type { OpenaiChatDialect } from "../../../../src/core/adapters/wires/openai-chat-dialect.ts";

/** Acme calls its reasoning `thoughts` and counts it beside the answer's tokens. */
const chat = {
  reasoningFields: ["thoughts"],
  counting: { reasoning: "additive", cache: "included" },
} satisfies Partial<OpenaiChatDialect>;

export const acmeProvider: Provider = {
  id: "acme",
  label: "Acme",
  kind: "hosted",
  baseUrl: "https://api.acme.example/v1",
  auth: { type: "bearer", environment: ["ACME_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "^roadrunner-\\d",
      listed: [{ id: "roadrunner-3", label: "Roadrunner 3" }],
      effort: tiersKnob(words(reasoningEffort, "none", "low", "high"), { providerDefault: "low" }),
      limits: { contextTokens: 200_000, maxOutputTokens: 32_000 },
      trace: { visibility: "raw" },
      fact: fact("https://docs.acme.example/reasoning"),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://acme.example/keys",
  fact: fact("https://docs.acme.example"),
};
