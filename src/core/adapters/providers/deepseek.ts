import {
  conflictingFact,
  fact,
  reasoningEffort,
  thinkingOff,
  thinkingSwitchAndEffort,
  tiersKnob,
  words,
} from "../effort-knobs.ts";
import type { ModelLimits, Provider, TierValue, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };
const limits: ModelLimits = { contextTokens: 1_000_000, maxOutputTokens: 384_000 };

/** V4 answers 400 when an assistant turn with tool calls comes back without its reasoning (provider-matrix trap 15). */
const chat = {
  reasoningFields: ["reasoning_content"],
  replayReasoning: "backfill",
} satisfies Partial<OpenaiChatDialect>;

const xhighInDoubt: TierValue = {
  body: reasoningEffort("xhigh"),
  label: "xhigh",
  doubt: "DeepSeek's documents disagree on whether `xhigh` means `high` or `max`",
};

export const deepseekProvider: Provider = {
  id: "deepseek",
  label: "DeepSeek",
  kind: "hosted",
  baseUrl: "https://api.deepseek.com",
  auth: { type: "bearer", environment: ["DEEPSEEK_API_KEY"] },
  // It must come back on assistant turns with tool calls; across user turns it is not read (trap 15).
  routes: [{ wire: "openai-chat", dialect: chat, continuity: { acrossTurns: "tool-loop", source: "DS-DOC, AI-DS" } }],
  models: [
    {
      match: "deepseek-flash|deepseek-v4(\\.1)?-flash",
      listed: [
        { id: "deepseek-flash", label: "DeepSeek V4.1 Flash" },
        { id: "deepseek-v4-flash", label: "DeepSeek V4 Flash" },
      ],
      effort: tiersKnob(
        { none: thinkingOff, ...words(thinkingSwitchAndEffort, "low", "high", "max"), xhigh: xhighInDoubt },
        { providerDefault: "high" },
      ),
      limits,
      trace: raw,
      fact: conflictingFact("DS-DOC, AI-DS, PI", "Sources disagree on `xhigh`, so it is never sent."),
    },
    {
      match: "deepseek-v4-pro",
      listed: [{ id: "deepseek-v4-pro", label: "DeepSeek V4 Pro" }],
      effort: tiersKnob({ none: thinkingOff, ...words(thinkingSwitchAndEffort, "high", "max") }, { providerDefault: "high" }),
      limits,
      trace: raw,
      fact: fact("DS-DOC, PI"),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://platform.deepseek.com/api_keys",
  fact: fact("DS-DOC, DS-RL, AI-DS"),
};
