import { fact } from "../effort-knobs.ts";
import type { Provider } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

/** DeepSeek-R1 leaves its reasoning in the answer on several of the hosts behind the router. */
const r1 = {
  thinkTags: { styles: ["think"], opening: "required" },
  replayReasoning: "omit",
} satisfies Partial<OpenaiChatDialect>;

export const huggingfaceProvider: Provider = {
  id: "huggingface",
  label: "Hugging Face",
  kind: "gateway",
  baseUrl: "https://router.huggingface.co/v1",
  auth: { type: "bearer", environment: ["HF_TOKEN", "HUGGINGFACE_API_KEY"] },
  routes: [{ wire: "openai-chat" }],
  models: [
    {
      match: "DeepSeek-R1",
      effort: { type: "none", why: "DeepSeek-R1 always thinks." },
      trace: { visibility: "raw" },
      dialect: r1,
      fact: fact("https://huggingface.co/docs/inference-providers"),
    },
    {
      match: ".*",
      listed: [
        { id: "openai/gpt-oss-120b", label: "GPT-OSS 120B" },
        { id: "moonshotai/Kimi-K3", label: "Kimi K3" },
      ],
      effort: { type: "unknown" },
      trace: { visibility: "unknown" },
      fact: fact(
        "https://huggingface.co/docs/inference-providers",
        "which effort words are taken depends on the host that the router picks.",
      ),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://huggingface.co/settings/tokens",
  fact: fact("https://huggingface.co/docs/inference-providers"),
};
