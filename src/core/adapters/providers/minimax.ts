import { textBindings } from "../bindings.ts";
import { fact, switchTiers, thinkingOff, tiersKnob, words } from "../effort-knobs.ts";
import type { Continuity, ModelLimits, Provider, Trace } from "../provider.ts";
import type { AnthropicMessagesDialect } from "../wires/anthropic-messages-dialect.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };
const limits: ModelLimits = { contextTokens: 1_000_000, maxOutputTokens: 524_288, defaultOutputTokens: 32_000 };

const messages = {
  thinkingVisibility: "raw",
  opaqueFormat: "unknown",
  display: "never",
} satisfies Partial<AnthropicMessagesDialect>;

/** Without `reasoning_split` the reasoning comes inside the answer, and would have to stay there in the history (trap 49). */
const chat = {
  maxTokensField: "max_completion_tokens",
  body: { reasoning_split: true },
  thinkTags: { styles: ["think"], opening: "required" },
} satisfies Partial<OpenaiChatDialect>;

/** Its own words, unsigned; they stay in the history (provider-matrix 3.14). */
const plain: Partial<Continuity> = {
  carrier: "text",
  acrossTurns: "used",
  boundTo: textBindings,
  misfit: "silent",
  source: "MM",
};

const onOrOff = tiersKnob(switchTiers({ thinking: { type: "adaptive" } }, thinkingOff.body), { providerDefault: "high" });

export const minimaxProvider: Provider = {
  id: "minimax",
  label: "MiniMax",
  kind: "hosted",
  baseUrl: "https://api.minimax.io",
  auth: { type: "bearer", environment: ["MINIMAX_API_KEY"] },
  routes: [
    { wire: "anthropic-messages", baseUrl: "https://api.minimax.io/anthropic", dialect: messages, continuity: plain },
    { wire: "openai-chat", baseUrl: "https://api.minimax.io/v1", dialect: chat, continuity: plain },
  ],
  models: [
    {
      match: "MiniMax-M3\\.1-Flash",
      listed: [{ id: "MiniMax-M3.1-Flash", label: "MiniMax M3.1 Flash" }],
      effort: tiersKnob(words((word) => ({ output_config: { effort: word } }), "low", "medium", "high", "xhigh", "max")),
      limits,
      trace: raw,
      fact: fact("PI, MM", "Cannot be switched off."),
    },
    {
      match: "MiniMax-M3$",
      listed: [{ id: "MiniMax-M3", label: "MiniMax M3" }],
      effort: onOrOff,
      limits,
      trace: raw,
      otherWires: { "openai-chat": { effort: onOrOff } },
      fact: fact("MM"),
    },
    {
      match: "MiniMax-M2",
      effort: { type: "none", why: "MiniMax M2 always thinks: switching it off is accepted and ignored." },
      limits: { defaultOutputTokens: 32_000 },
      trace: raw,
      fact: fact("MM"),
    },
  ],
  discovery: { path: "/v1/models", shape: "openai" },
  keyUrl: "https://platform.minimax.io",
  fact: fact("MM, PI"),
};
