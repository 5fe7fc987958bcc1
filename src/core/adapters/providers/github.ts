import { fact } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";

const docs = "https://docs.github.com/en/github-models";

export const githubProvider: Provider = {
  id: "github",
  label: "GitHub Models",
  kind: "gateway",
  baseUrl: "https://models.github.ai",
  auth: { type: "bearer", environment: ["GITHUB_MODELS_TOKEN", "GITHUB_TOKEN"] },
  routes: [{ wire: "openai-chat", path: "/inference/chat/completions" }],
  models: [
    {
      match: ".*",
      listed: [
        { id: "openai/gpt-5-mini", label: "GPT-5 mini" },
        { id: "deepseek/DeepSeek-R1", label: "DeepSeek R1" },
      ],
      effort: { type: "unknown" },
      trace: { visibility: "unknown" },
      fact: fact(docs, "GitHub documents no effort field for its models."),
    },
  ],
  discovery: { path: "/catalog/models", shape: "openai" },
  keyUrl: "https://github.com/settings/tokens",
  fact: fact(docs),
};
