import { adaptiveThinking, conflictingFact, fact, thinkingOff, tiersKnob, words } from "../effort-knobs.ts";
import type { BudgetField, Continuity, ModelLimits, ModelRow, TierValue, Trace } from "../provider.ts";
import type { AnthropicMessagesDialect } from "../wires/anthropic-messages-dialect.ts";

/*
 * Claude by generation, in the fields of Anthropic Messages (provider-matrix sections 2 and 3.3). `disabled` is sent
 * without an effort word: with `xhigh` or `max` it is refused.
 */

/** Claude from Opus 4.7 on sends no thinking text unless it is asked for summaries. */
const omitted: Trace = {
  visibility: "omitted",
  withSummary: "summary",
  why: "Claude sends no thinking text by default. Ask for summaries to read a digest of it.",
};
const summarised: Trace = { visibility: "summary", why: "Claude shows a summary of its thinking, not the thinking itself." };

const large: ModelLimits = { contextTokens: 1_000_000, maxOutputTokens: 128_000, defaultOutputTokens: 32_000 };

/** Thinking is on by default, so it may be named to ask for its summary even where no effort is sent. */
const thinksByDefault = { display: "always" } satisfies Partial<AnthropicMessagesDialect>;
/** Preserved-thinking models: what no longer fits is dropped and reported, instead of refusing the request. */
const preserved = {
  display: "always",
  betas: ["thinking-binding-controls-2026-08-01"],
  binding: { block_binding: { prefix_mismatch_behavior: "drop_block" } },
} satisfies Partial<AnthropicMessagesDialect>;
/*
 * Their thinking is tied to model, organisation, end user and everything before it (provider-matrix 3.3). A changed prefix
 * is a 400 unless `block_binding` asks to drop; another model's blocks go silently, and `input_transformations` says so.
 */
const tied: Partial<Continuity> = {
  boundTo: { model: "bound", prefix: "bound", account: "bound", effort: "free" },
  // The effort is no part of the prefix that is checked; in the conversation it leaves the request as it was (trap 5).
  effortChange: { field: "output_config", lasts: "turn" },
  misfit: "reported",
  source: "ANT-PT, ANT-B",
};
const tiedFable: Partial<Continuity> = {
  ...tied,
  reads: [{ by: "^claude-fable-5-1$", from: "^claude-opus-5$" }],
};

const preservedNotByDefault = { ...preserved, display: "with-thinking" } satisfies Partial<AnthropicMessagesDialect>;

/** These show their summaries unasked; whether they know the field is not documented. */
const showsUnasked = { display: "never" } satisfies Partial<AnthropicMessagesDialect>;

const manualBudget = {
  path: ["thinking", "budget_tokens"],
  min: 1_024,
  beside: { thinking: { type: "enabled" } },
  isBelowOutputLimit: true,
} as const satisfies Partial<BudgetField>;

const effortOnly = (word: string): TierValue["body"] => ({ output_config: { effort: word } });

export const claudeRows: readonly ModelRow[] = [
  {
    match: "claude-sonnet-5-5",
    listed: [{ id: "claude-sonnet-5-5", label: "Claude Sonnet 5.5" }],
    effort: tiersKnob(words(adaptiveThinking, "low", "medium", "high", "xhigh", "max"), { providerDefault: "high" }),
    limits: large,
    trace: omitted,
    dialect: preserved,
    continuity: tied,
    fact: fact("ANT-M, AI-ANT", "Cannot be switched off; `thinking.between_tools` is the nearest and is not used."),
  },
  {
    match: "claude-opus-5-5",
    listed: [{ id: "claude-opus-5-5", label: "Claude Opus 5.5" }],
    effort: tiersKnob(words(adaptiveThinking, "low", "medium", "high", "xhigh", "max"), { providerDefault: "medium" }),
    limits: large,
    trace: omitted,
    dialect: preserved,
    continuity: tied,
    fact: fact("ANT-5.5, AI-ANT"),
  },
  {
    match: "claude-(fable|mythos)-5-[12]",
    listed: [
      { id: "claude-fable-5-2", label: "Claude Fable 5.2" },
      { id: "claude-fable-5-1", label: "Claude Fable 5.1" },
    ],
    effort: tiersKnob(words(adaptiveThinking, "low", "medium", "high", "xhigh", "max"), { providerDefault: "high" }),
    limits: large,
    trace: omitted,
    dialect: preserved,
    continuity: tiedFable,
    fact: fact("AI-ANT, ANT-M, ANT-PT", "The default `high` is documented for Fable 5.2."),
  },
  {
    match: "claude-(fable|mythos)-5$",
    effort: tiersKnob(words(adaptiveThinking, "low", "medium", "high", "xhigh", "max")),
    limits: large,
    trace: omitted,
    dialect: thinksByDefault,
    fact: fact("AI-ANT"),
  },
  {
    match: "claude-haiku-5-5",
    listed: [{ id: "claude-haiku-5-5", label: "Claude Haiku 5.5" }],
    effort: tiersKnob({ none: thinkingOff, ...words(adaptiveThinking, "low", "medium", "high", "xhigh", "max") }),
    limits: large,
    trace: omitted,
    dialect: preservedNotByDefault,
    continuity: tied,
    fact: fact("AI-ANT, ANT-PT"),
  },
  {
    match: "claude-opus-5$",
    listed: [{ id: "claude-opus-5", label: "Claude Opus 5" }],
    effort: tiersKnob({ none: thinkingOff, ...words(adaptiveThinking, "low", "medium", "high", "xhigh", "max") }),
    limits: large,
    trace: omitted,
    dialect: thinksByDefault,
    fact: fact("AI-ANT, ANT-5.5", "Thinks when nothing is sent."),
  },
  {
    match: "claude-sonnet-5$",
    listed: [{ id: "claude-sonnet-5", label: "Claude Sonnet 5" }],
    effort: tiersKnob({ none: thinkingOff, ...words(adaptiveThinking, "low", "medium", "high", "xhigh", "max") }),
    limits: large,
    trace: omitted,
    dialect: thinksByDefault,
    fact: conflictingFact("AI-ANT, PI", "Sources disagree on token budgets, so none is ever sent. Thinks when nothing is sent."),
  },
  {
    match: "claude-opus-4-[78]$",
    effort: tiersKnob(
      { none: thinkingOff, ...words(adaptiveThinking, "low", "medium", "high", "xhigh", "max") },
      { providerDefault: "none" },
    ),
    limits: large,
    trace: omitted,
    fact: conflictingFact(
      "AI-ANT, PI",
      "Sources disagree on token budgets, so none is ever sent. Does not think when nothing is sent.",
    ),
  },
  {
    match: "claude-(opus|sonnet)-4-6",
    effort: tiersKnob({ none: thinkingOff, ...words(adaptiveThinking, "low", "medium", "high", "max") }),
    limits: { defaultOutputTokens: 32_000 },
    trace: summarised,
    dialect: showsUnasked,
    fact: fact("AI-ANT, PI, ANT-M", "No `xhigh`."),
  },
  {
    match: "claude-opus-4-5",
    effort: tiersKnob(
      { none: thinkingOff, ...words(effortOnly, "low", "medium", "high") },
      { budget: { ...manualBudget, max: 63_999, isSentWithTiers: true } },
    ),
    limits: { maxOutputTokens: 64_000, defaultOutputTokens: 32_000 },
    trace: summarised,
    dialect: showsUnasked,
    fact: fact("AI-ANT", "The effort word alone does not switch thinking on: a budget is sent beside it."),
  },
  {
    match: "claude-haiku-4-5",
    listed: [{ id: "claude-haiku-4-5", label: "Claude Haiku 4.5" }],
    effort: { type: "budget", budget: { ...manualBudget, max: 63_999 }, off: thinkingOff, providerDefault: "none" },
    limits: { contextTokens: 200_000, maxOutputTokens: 64_000, defaultOutputTokens: 32_000 },
    trace: summarised,
    dialect: showsUnasked,
    fact: fact("AI-ANT", "Rejects `output_config.effort`."),
  },
  {
    match: "claude-(sonnet-4-5|opus-4-1|opus-4-0|sonnet-4-0)",
    effort: { type: "budget", budget: { ...manualBudget, max: 31_999 }, off: thinkingOff, providerDefault: "none" },
    limits: { maxOutputTokens: 32_000, defaultOutputTokens: 32_000 },
    trace: summarised,
    dialect: showsUnasked,
    fact: fact("AI-ANT", "Rejects `output_config.effort`. The output limit is the smallest of these models'."),
  },
];

/** Claude ids that no row knows: they still need an output limit, and no knob is sent. */
export const unknownClaude: ModelRow = {
  match: ".*",
  effort: { type: "unknown" },
  limits: { defaultOutputTokens: 8_192 },
  trace: { visibility: "unknown" },
  fact: fact("ANT-M"),
};

/**
 * These rows where another cloud hosts the models: without the betas that say what to do with thinking that no longer
 * fits, and that take an effort in mid-conversation, as nobody has checked under which flags a cloud takes them.
 */
export const hostedClaudeRows: readonly ModelRow[] = claudeRows.map((row) => {
  const { betas: _betas, binding: _binding, ...dialect } = row.dialect ?? {};
  if (row.continuity === undefined) return { ...row, dialect };
  // Without the beta nothing is dropped on request and nothing reported. That Fable reads Opus holds for Claude's own API.
  const { reads: _reads, effortChange: _change, ...continuity } = row.continuity;
  return { ...row, dialect, continuity: { ...continuity, misfit: "refused" } };
});
