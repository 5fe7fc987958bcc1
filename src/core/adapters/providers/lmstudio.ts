import { fact } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";
import type { OpenaiResponsesDialect } from "../wires/openai-responses-dialect.ts";

/** R1-like models leave tags in the answer unless the application's setting says otherwise. Reasoning is not counted apart. */
const chat = {
  counting: { reasoning: "not-reported", cache: "not-reported" },
  thinkTags: { styles: ["think"], opening: "required" },
} satisfies Partial<OpenaiChatDialect>;

const responses = {
  systemPlacement: "system",
  store: null,
  requestsEncrypted: false,
  summary: null,
  refusesObfuscation: false,
  hasOpaqueState: false,
  opaqueFormat: "unknown",
  replayIds: "keep",
} satisfies Partial<OpenaiResponsesDialect>;

export const lmstudioProvider: Provider = {
  id: "lmstudio",
  label: "LM Studio",
  kind: "local",
  baseUrl: "http://127.0.0.1:1234/v1",
  auth: { type: "bearer", environment: ["LMSTUDIO_API_KEY", "LM_API_TOKEN"], isOptional: true },
  routes: [
    { wire: "openai-chat", dialect: chat },
    { wire: "openai-responses", dialect: responses },
  ],
  models: [
    {
      match: ".*",
      effort: { type: "unknown" },
      trace: { visibility: "raw" },
      fact: fact("LMS", "LM Studio documents its reasoning switch for its own API only, which no wire here speaks."),
    },
  ],
  discovery: { path: "/models", shape: "lmstudio" },
  fact: fact("LMS"),
};
