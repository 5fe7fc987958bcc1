import { fact, reasoningEffort, templateSwitch, tiersKnob, unverifiedFact, words } from "../effort-knobs.ts";
import type { BudgetField, Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

/** With `reasoning_format` none the tags stay in the answer. Reasoning is not counted apart. */
const chat = {
  counting: { reasoning: "not-reported", cache: "included" },
  reasoningFields: ["reasoning_content"],
  thinkTags: { styles: ["think"], opening: "required" },
} satisfies Partial<OpenaiChatDialect>;

/** Never 0: that was seen to leak a closing tag into the answer (provider-matrix trap 73). */
const budget: BudgetField = {
  path: ["thinking_budget_tokens"],
  min: 1,
  max: 131_072,
  warning: "Some builds of llama.cpp let the server's own --reasoning-budget win over the request's.",
};

export const llamacppProvider: Provider = {
  id: "llamacpp",
  label: "llama.cpp",
  kind: "local",
  baseUrl: "http://127.0.0.1:8080/v1",
  auth: { type: "bearer", environment: ["LLAMA_API_KEY"], isOptional: true },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "gpt-oss",
      effort: tiersKnob(words((word) => ({ chat_template_kwargs: reasoningEffort(word) }), "low", "medium", "high")),
      trace: raw,
      fact: unverifiedFact("LCPP", "the effort word goes to the model's chat template, which is documented only in general."),
    },
    {
      match: "qwen3.*thinking|deepseek-r1",
      effort: { type: "budget", budget, providerDefault: null },
      trace: raw,
      fact: fact("LCPP, QW", "Always thinks."),
    },
    {
      match: "qwen-?3|gemma-?4",
      effort: tiersKnob(templateSwitch("enable_thinking"), { budget }),
      trace: raw,
      fact: fact("LCPP"),
    },
    {
      match: ".*",
      effort: { type: "unknown" },
      trace: { visibility: "unknown" },
      fact: fact("LCPP", "which switch this model's chat template has is not known."),
    },
  ],
  discovery: { path: "/models", shape: "llamacpp" },
  fact: fact("LCPP"),
};
