import { fact, reasoningEffort, templateSwitch, tiersKnob, unverifiedFact, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

/** Whether reasoning comes apart by default is not verified, so it is asked for; tags are split where it did not. */
const chat = {
  reasoningFields: ["reasoning_content"],
  body: { separate_reasoning: true },
  thinkTags: { styles: ["think", "kimi", "harmony"], opening: "required" },
} satisfies Partial<OpenaiChatDialect>;

export const sglangProvider: Provider = {
  id: "sglang",
  label: "SGLang",
  kind: "local",
  baseUrl: "http://127.0.0.1:30000/v1",
  auth: { type: "bearer", environment: ["SGLANG_API_KEY"], isOptional: true },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "gpt-oss",
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      trace: raw,
      fact: unverifiedFact("SGL", "the effort words are those other servers take for this model."),
    },
    {
      match: "qwen3.*thinking",
      effort: { type: "none", why: "This model always thinks." },
      trace: raw,
      fact: fact("SGL, QW"),
    },
    { match: "qwen-?3|gemma-?4", effort: tiersKnob(templateSwitch("enable_thinking")), trace: raw, fact: fact("SGL") },
    { match: "granite|deepseek-v3\\.1|holo2", effort: tiersKnob(templateSwitch("thinking")), trace: raw, fact: fact("SGL") },
    {
      match: "deepseek-r1",
      effort: { type: "none", why: "DeepSeek-R1 always thinks." },
      trace: raw,
      dialect: {
        thinkTags: { styles: ["think"], opening: "implied" },
        replayReasoning: "omit",
      } satisfies Partial<OpenaiChatDialect>,
      fact: fact("SGL", "Has no opening tag."),
    },
    {
      match: ".*",
      effort: { type: "unknown" },
      trace: { visibility: "unknown" },
      fact: fact("SGL", "which switch this model's chat template has is not known."),
    },
  ],
  discovery: { path: "/models", shape: "vllm" },
  fact: fact("SGL", "Token budgets are never sent: they were seen not to be kept."),
};
