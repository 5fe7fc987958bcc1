import { fact } from "../effort-knobs.ts";
import { claudeRows, unknownClaude } from "../model-families/claude.ts";
import type { Provider } from "../provider.ts";

export const anthropicProvider: Provider = {
  id: "anthropic",
  label: "Anthropic",
  kind: "hosted",
  baseUrl: "https://api.anthropic.com",
  auth: { type: "header", header: "x-api-key", environment: ["ANTHROPIC_API_KEY"] },
  routes: [{ wire: "anthropic-messages" }],
  models: [...claudeRows, unknownClaude],
  discovery: { path: "/v1/models?limit=1000", shape: "anthropic", headers: { "anthropic-version": "2023-06-01" } },
  keyUrl: "https://console.anthropic.com/settings/keys",
  fact: fact("ANT-M, ANT-B, ANT-K"),
};
