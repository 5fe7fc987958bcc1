import { fact, reasoningEffort, switchTiers, tiersKnob, words } from "../effort-knobs.ts";
import type { EffortKnob, Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

const chat = { reasoningFields: ["reasoning_content", "reasoning"] } satisfies Partial<OpenaiChatDialect>;

/** DeepSeek-R1 leaves its reasoning in the answer, without an opening tag. */
const r1 = { thinkTags: { styles: ["think"], opening: "implied" }, replayReasoning: "omit" } satisfies Partial<OpenaiChatDialect>;

const onOrOff = tiersKnob(switchTiers({ reasoning: { enabled: true } }, { reasoning: { enabled: false } }));
const alwaysOn: EffortKnob = { type: "none", why: "DeepSeek-R1 always thinks." };

export const togetherProvider: Provider = {
  id: "together",
  label: "Together AI",
  kind: "hosted",
  baseUrl: "https://api.together.xyz/v1",
  auth: { type: "bearer", environment: ["TOGETHER_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "^gpt-oss",
      listed: [{ id: "openai/gpt-oss-120b", label: "GPT-OSS 120B" }],
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")),
      limits: { contextTokens: 131_072, maxOutputTokens: 131_072 },
      trace: raw,
      fact: fact("PI, TOG", "Cannot be switched off."),
    },
    {
      match: "^GLM-5\\.3",
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high", "max")),
      trace: raw,
      fact: fact("TOG", "Cannot be switched off."),
    },
    {
      match: "DeepSeek-V4-Pro",
      effort: tiersKnob({
        none: { body: { reasoning: { enabled: false } }, label: "off" },
        high: { body: reasoningEffort("high"), label: "high" },
      }),
      trace: raw,
      fact: fact("PI"),
    },
    {
      match: "DeepSeek-R1",
      effort: alwaysOn,
      trace: raw,
      dialect: r1,
      fact: fact("TOG"),
    },
    {
      match: ".*",
      listed: [
        { id: "deepseek-ai/DeepSeek-V4.1-Flash", label: "DeepSeek V4.1 Flash" },
        { id: "moonshotai/Kimi-K3", label: "Kimi K3" },
      ],
      effort: onOrOff,
      trace: raw,
      fact: fact("PI, TOG", "One switch for every other model; whether reasoning tokens are reported differs by model."),
    },
  ],
  discovery: { path: "/models", shape: "openai", skip: "embed|rerank|FLUX|whisper|guard|sonic" },
  keyUrl: "https://api.together.ai/settings/api-keys",
  fact: fact("TOG, PI"),
};
