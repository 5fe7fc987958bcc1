import { unverifiedBindings } from "../bindings.ts";
import { fact, reasoningObject, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const chat = {
  requiresDone: true,
  requestsUsage: false,
  billed: {
    path: ["usage", "cost"],
    unit: "usd",
    ownKey: { flag: ["usage", "is_byok"], path: ["usage", "cost_details", "upstream_inference_cost"] },
  },
  summaryBody: { reasoning: { summary: "auto" } },
} satisfies Partial<OpenaiChatDialect>;

export const openrouterProvider: Provider = {
  id: "openrouter",
  label: "OpenRouter",
  kind: "gateway",
  baseUrl: "https://openrouter.ai/api/v1",
  auth: { type: "bearer", environment: ["OPENROUTER_API_KEY"] },
  routes: [
    {
      wire: "openai-chat",
      dialect: chat,
      continuity: {
        carrier: "mixed",
        acrossTurns: "used",
        boundTo: unverifiedBindings,
        misfit: "unknown",
        source: "OR-SDK, OR-AI",
      },
    },
  ],
  models: [
    {
      match: ".*",
      listed: [
        { id: "anthropic/claude-opus-5.5", label: "Claude Opus 5.5" },
        { id: "z-ai/glm-5.3", label: "GLM-5.3" },
      ],
      effort: tiersKnob(words(reasoningObject, "none", "minimal", "low", "medium", "high", "xhigh", "max"), {
        budget: { path: ["reasoning", "max_tokens"], min: 1_024, max: 128_000 },
      }),
      trace: {
        visibility: "unknown",
        why: "It depends on the model behind OpenRouter: open models show their reasoning, others a summary or only encrypted state.",
      },
      fact: fact("OR-SDK", "What a model really takes is in OpenRouter's model list; OpenRouter translates the rest."),
    },
  ],
  discovery: { path: "/models", shape: "openrouter" },
  keyUrl: "https://openrouter.ai/settings/keys",
  fact: fact("OR-SDK, OR-AI, OR-STREAM"),
};
