import { fact } from "../effort-knobs.ts";
import type { Fact, Provider } from "../provider.ts";

const docs: Fact = { asOf: "2026-11-22", source: "https://docs.cohere.com/docs/reasoning", status: "documented" };

export const cohereProvider: Provider = {
  id: "cohere",
  label: "Cohere",
  kind: "hosted",
  baseUrl: "https://api.cohere.com",
  auth: { type: "bearer", environment: ["CO_API_KEY", "COHERE_API_KEY"] },
  routes: [{ wire: "cohere-chat" }],
  models: [
    {
      match: "command-a-reasoning|command-a-plus",
      listed: [{ id: "command-a-reasoning-08-2025", label: "Command A Reasoning" }],
      effort: {
        type: "budget",
        budget: { path: ["thinking", "token_budget"], beside: { thinking: { type: "enabled" } }, min: 1, max: 31_000 },
        off: { body: { thinking: { type: "disabled" } }, label: "off" },
        providerDefault: null,
      },
      trace: { visibility: "raw" },
      fact: { ...docs, note: "Thinks by default. The largest budget is not documented; the model writes up to 32k tokens." },
    },
    {
      match: "command",
      effort: { type: "none", why: "This model does not reason." },
      trace: { visibility: "none" },
      fact: docs,
    },
  ],
  discovery: { path: "/v1/models?page_size=1000", shape: "openai", skip: "embed|rerank" },
  keyUrl: "https://dashboard.cohere.com/api-keys",
  fact: fact("https://docs.cohere.com/docs/reasoning"),
};
