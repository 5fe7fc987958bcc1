import { fact, reasoningEffort, templateSwitch, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

/** The field was `reasoning_content` in older builds; tags stay in the answer when the server has no reasoning parser. */
const chat = {
  reasoningFields: ["reasoning", "reasoning_content"],
  thinkTags: { styles: ["think"], opening: "required" },
} satisfies Partial<OpenaiChatDialect>;

export const vllmProvider: Provider = {
  id: "vllm",
  label: "vLLM",
  kind: "local",
  baseUrl: "http://127.0.0.1:8000/v1",
  auth: { type: "bearer", environment: ["VLLM_API_KEY"], isOptional: true },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    { match: "gpt-oss", effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")), trace: raw, fact: fact("VLLM") },
    {
      match: "qwen3.*thinking",
      effort: { type: "none", why: "This model always thinks." },
      trace: raw,
      fact: fact("VLLM, QW"),
    },
    {
      match: "qwen-?3",
      effort: tiersKnob(templateSwitch("enable_thinking"), { providerDefault: "high" }),
      trace: raw,
      fact: fact("VLLM", "Thinks by default. The server needs a reasoning parser."),
    },
    {
      match: "gemma-?4",
      effort: tiersKnob(templateSwitch("enable_thinking"), { providerDefault: "none" }),
      trace: raw,
      fact: fact("VLLM", "Does not think by default."),
    },
    {
      match: "granite|deepseek-v3\\.1|holo2",
      effort: tiersKnob(templateSwitch("thinking"), { providerDefault: "none" }),
      trace: raw,
      fact: fact("VLLM", "Does not think by default. Holo2's default is not documented."),
    },
    {
      match: ".*",
      effort: { type: "unknown" },
      trace: { visibility: "unknown" },
      fact: fact("VLLM", "which switch this model's chat template has is not known."),
    },
  ],
  discovery: { path: "/models", shape: "vllm" },
  fact: fact("VLLM", "Token budgets are never sent: older builds accept and ignore them."),
};
