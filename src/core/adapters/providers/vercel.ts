import { fact, reasoningObject, tiersKnob, unverifiedFact, words } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const docs = "https://vercel.com/docs/ai-gateway/sdks-and-apis/openai-chat-completions/reasoning";

const chat = {
  reasoningFields: ["reasoning"],
  billed: {
    path: ["usage", "cost"],
    unit: "usd",
    ownKey: { flag: ["usage", "is_byok"], path: ["usage", "cost_details", "upstream_inference_cost"] },
  },
} satisfies Partial<OpenaiChatDialect>;

export const vercelProvider: Provider = {
  id: "vercel",
  label: "Vercel AI Gateway",
  kind: "gateway",
  baseUrl: "https://ai-gateway.vercel.sh/v1",
  auth: { type: "bearer", environment: ["AI_GATEWAY_API_KEY", "VERCEL_OIDC_TOKEN"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: ".*",
      listed: [
        { id: "openai/gpt-6-sol", label: "GPT-6 Sol" },
        { id: "anthropic/claude-opus-5.5", label: "Claude Opus 5.5" },
        { id: "alibaba/qwen3.8-flash", label: "Qwen3.8 Flash" },
      ],
      effort: tiersKnob(words(reasoningObject, "low", "medium", "high")),
      trace: { visibility: "unknown", why: "It depends on the model behind the gateway." },
      fact: unverifiedFact(
        docs,
        "the gateway translates the effort for the model behind it; which words each takes was not checked.",
      ),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://vercel.com/dashboard/ai/api-keys",
  fact: fact(docs),
};
