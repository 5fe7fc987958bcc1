import { fact, unverifiedFact } from "../effort-knobs.ts";
import { gptModels, gptOnChat } from "../model-families/gpt.ts";
import type { Provider } from "../provider.ts";

export const portkeyProvider: Provider = {
  id: "portkey",
  label: "Portkey",
  kind: "gateway",
  baseUrl: "https://api.portkey.ai/v1",
  auth: { type: "header", header: "x-portkey-api-key", environment: ["PORTKEY_API_KEY"] },
  routes: [
    {
      wire: "openai-chat",
      /** Without it Portkey strips thinking from the answer (provider-matrix trap 22). */
      headers: { "x-portkey-strict-open-ai-compliance": "false" },
    },
  ],
  models: [
    ...gptModels.map((models) => ({
      match: models.match,
      ...gptOnChat(models),
      fact: unverifiedFact(
        "PORT",
        "Portkey passes the field through; that the target is OpenAI itself is assumed from the model's name.",
      ),
    })),
    {
      match: ".*",
      effort: { type: "unknown" },
      trace: { visibility: "unknown", why: "It depends on the model behind Portkey." },
      fact: fact("PORT", "Portkey passes fields through, so it depends on the provider behind it."),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://app.portkey.ai/api-keys",
  fact: fact("PORT"),
};
