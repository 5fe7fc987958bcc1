import { fact } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

/** Reasoning tokens stand beside the completion tokens (provider-matrix trap 54). The cost includes a fee for the search. */
const chat = {
  counting: { reasoning: "additive", cache: "not-reported" },
  thinkTags: { styles: ["think"], opening: "required" },
  billed: { path: ["usage", "cost", "total_cost"], unit: "usd" },
} satisfies Partial<OpenaiChatDialect>;

export const perplexityProvider: Provider = {
  id: "perplexity",
  label: "Perplexity",
  kind: "hosted",
  baseUrl: "https://api.perplexity.ai",
  auth: { type: "bearer", environment: ["PERPLEXITY_API_KEY", "PERPLEXITYAI_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "sonar-(reasoning|deep-research)",
      listed: [
        { id: "sonar-reasoning-pro", label: "Sonar Reasoning Pro" },
        { id: "sonar-deep-research", label: "Sonar Deep Research" },
      ],
      effort: { type: "unknown" },
      trace: { visibility: "raw" },
      fact: fact("GP", "which effort words Perplexity takes is not in the sources read."),
    },
    {
      match: "^sonar(-pro)?$",
      listed: [
        { id: "sonar-pro", label: "Sonar Pro" },
        { id: "sonar", label: "Sonar" },
      ],
      effort: { type: "none", why: "This model does not reason." },
      trace: { visibility: "none" },
      fact: fact("GP"),
    },
  ],
  keyUrl: "https://www.perplexity.ai/account/api/keys",
  fact: fact("GP", "Counting rule from the price package's extractors."),
};
