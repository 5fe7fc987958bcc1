import { unverifiedBindings } from "../bindings.ts";
import { fact, reasoningEffort, tiersKnob, unverifiedFact, words } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";

export const litellmProvider: Provider = {
  id: "litellm",
  label: "LiteLLM",
  kind: "gateway",
  baseUrl: "http://127.0.0.1:4000/v1",
  auth: { type: "bearer", environment: ["LITELLM_API_KEY", "LITELLM_MASTER_KEY"], isOptional: true },
  routes: [
    {
      wire: "openai-chat",
      continuity: { carrier: "mixed", acrossTurns: "used", boundTo: unverifiedBindings, misfit: "unknown", source: "LITE" },
    },
  ],
  models: [
    {
      match: ".*",
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      trace: { visibility: "unknown", why: "It depends on the model behind LiteLLM." },
      fact: unverifiedFact(
        "LITE",
        "LiteLLM translates the effort for the model behind it and may drop it; watch the reasoning tokens.",
      ),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  fact: fact("LITE", "Reasoning tokens of self-hosted models may be reported as 0 although they are included."),
};
