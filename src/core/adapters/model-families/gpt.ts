import type { EffortTier } from "../../model/effort.ts";
import type { KnobShape } from "../effort-knobs.ts";
import { fact, reasoningEffort, reasoningObject, tiersKnob, unverifiedFact, words } from "../effort-knobs.ts";
import type { Bindings, Continuity, EffortKnob, Fact, ModelLimits, ModelRow, OtherWire, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

/** OpenAI's reasoning models, wherever they are hosted (provider-matrix section 2). */
export interface GptModels {
  readonly match: string;
  readonly listed?: ModelRow["listed"];
  readonly accepted: readonly EffortTier[];
  readonly providerDefault?: EffortTier;
  readonly limits?: ModelLimits;
  readonly continuity: Partial<Continuity>;
  readonly fact: Fact;
}

/*
 * Reasoning items are tied to model, prefix and organisation; what does not fit is removed and reported in
 * `input_transformations` (provider-matrix 3.1, traps 3 to 5). `reasoning.context` is `all_turns` from the 5.6 family on,
 * before it `current_turn`. From GPT-6 on the effort of the request is part of the prefix like its tools: `configuration_update`
 * changes the one, `additional_tools` adds to the other.
 */
const allBound: Bindings = { model: "bound", prefix: "bound", account: "bound", effort: "bound" };
const sixTwo: Partial<Continuity> = {
  acrossTurns: "used",
  boundTo: allBound,
  effortChange: { field: "reasoning", lasts: "until-changed" },
  toolChange: "append",
  misfit: "reported",
  source: "OAI-R, OAI-LATEST, OAI-PREFIX",
};
const six: Partial<Continuity> = { ...sixTwo, misfit: "unknown", source: "OAI-R, OAI-PREFIX" };
const fiveSix: Partial<Continuity> = {
  acrossTurns: "used",
  boundTo: { ...allBound, effort: "unverified" },
  misfit: "unknown",
  source: "OAI-R, OAI-PREFIX",
};
const currentTurn: Partial<Continuity> = { ...fiveSix, acrossTurns: "tool-loop", source: "OAI-R" };

export const gptContinuity = { six, fiveSix } as const;

/** Chat Completions returns no state and takes none (provider-matrix 3.2). */
const nothingToCarry: Partial<Continuity> = { carrier: "none", source: "OAI-C" };

const large: ModelLimits = { contextTokens: 1_050_000, maxOutputTokens: 128_000 };
const medium: ModelLimits = { contextTokens: 400_000, maxOutputTokens: 128_000 };
const defaultUnknown = "The provider's default effort is not documented.";

const newModels: readonly GptModels[] = [
  {
    match: "^gpt-6\\.2-(astra|sol)",
    listed: [
      { id: "gpt-6.2-astra", label: "GPT-6.2 Astra" },
      { id: "gpt-6.2-sol", label: "GPT-6.2 Sol" },
    ],
    accepted: ["low", "medium", "high", "xhigh", "max"],
    limits: large,
    continuity: sixTwo,
    fact: unverifiedFact(
      "G62, OAI-LATEST, OAI-PREFIX",
      "the accepted tiers are inferred from the rejection of `none` and `minimal`; the model is newer than every SDK read.",
    ),
  },
  {
    match: "^gpt-6(-astra|\\.1-sol)",
    listed: [
      { id: "gpt-6.1-sol", label: "GPT-6.1 Sol" },
      { id: "gpt-6-astra", label: "GPT-6 Astra" },
    ],
    accepted: ["low", "medium", "high", "xhigh", "max"],
    providerDefault: "medium",
    limits: large,
    continuity: six,
    fact: fact("AI-OAI, PI, OAI-DEPLOY, LIVE-ASTRA", "The default `medium` was seen live on gpt-6-astra only."),
  },
  {
    match: "^gpt-6(-sol|-luna|\\.1-terra)",
    listed: [
      { id: "gpt-6.1-terra", label: "GPT-6.1 Terra" },
      { id: "gpt-6-sol", label: "GPT-6 Sol" },
      { id: "gpt-6-luna", label: "GPT-6 Luna" },
    ],
    accepted: ["none", "low", "medium", "high", "xhigh", "max"],
    limits: large,
    continuity: six,
    fact: fact("AI-OAI, PI, OAI-DEPLOY", defaultUnknown),
  },
  {
    match: "^gpt-5\\.6(-sol|-terra|-luna)?$",
    listed: [
      { id: "gpt-5.6-sol", label: "GPT-5.6 Sol" },
      { id: "gpt-5.6-terra", label: "GPT-5.6 Terra" },
      { id: "gpt-5.6-luna", label: "GPT-5.6 Luna" },
    ],
    accepted: ["none", "low", "medium", "high", "xhigh", "max"],
    limits: large,
    continuity: fiveSix,
    fact: fact("AI-OAI, PI", defaultUnknown),
  },
  {
    match: "^gpt-5\\.6-cyber",
    accepted: ["low", "medium", "high", "xhigh", "max"],
    continuity: fiveSix,
    fact: fact("PI", "`none` is rejected."),
  },
];

/** Before GPT-5.6. */
export const olderGptModels: readonly GptModels[] = [
  {
    match: "^gpt-5\\.(2|3-codex|4|5)$",
    listed: [
      { id: "gpt-5.5", label: "GPT-5.5" },
      { id: "gpt-5.4", label: "GPT-5.4" },
    ],
    accepted: ["none", "low", "medium", "high", "xhigh"],
    limits: { contextTokens: 1_000_000, maxOutputTokens: 128_000 },
    continuity: currentTurn,
    fact: fact("PI, OAI-S", defaultUnknown),
  },
  {
    match: "^gpt-5\\.(2|3-codex|4|5)(-mini|-nano)$",
    listed: [
      { id: "gpt-5.4-mini", label: "GPT-5.4 mini" },
      { id: "gpt-5.4-nano", label: "GPT-5.4 nano" },
    ],
    accepted: ["none", "low", "medium", "high", "xhigh"],
    limits: medium,
    continuity: currentTurn,
    fact: fact("PI, OAI-S", defaultUnknown),
  },
  { match: "^gpt-5\\.(2|4|5)-pro", accepted: ["medium", "high", "xhigh"], continuity: currentTurn, fact: fact("PI") },
  { match: "^gpt-5\\.1-codex-max", accepted: ["low", "medium", "high", "xhigh"], continuity: currentTurn, fact: fact("MDEV") },
  { match: "^gpt-5\\.[123]-chat", accepted: ["medium"], continuity: currentTurn, fact: fact("MDEV") },
  {
    match: "^gpt-5\\.1$",
    listed: [{ id: "gpt-5.1", label: "GPT-5.1" }],
    accepted: ["none", "low", "medium", "high"],
    limits: medium,
    continuity: currentTurn,
    fact: fact("PI, OAI-S", defaultUnknown),
  },
  {
    match: "^gpt-5(-mini|-nano)?$",
    listed: [{ id: "gpt-5-mini", label: "GPT-5 mini" }],
    accepted: ["minimal", "low", "medium", "high"],
    limits: medium,
    continuity: currentTurn,
    fact: fact("PI, OAI-S", "Shut down on 2026-12-11."),
  },
  {
    match: "^gpt-5-pro",
    accepted: ["high"],
    providerDefault: "high",
    continuity: currentTurn,
    fact: fact("PI", "`high` is the only value."),
  },
  { match: "^o[134]", accepted: ["low", "medium", "high"], continuity: currentTurn, fact: fact("PI", defaultUnknown) },
];

/** First match wins. */
export const gptModels: readonly GptModels[] = [...newModels, ...olderGptModels];

/** The effort knob of these models, in the fields of the wire they are reached by. */
export function gptKnob(models: GptModels, shape: KnobShape, without: readonly EffortTier[] = []): EffortKnob {
  const accepted = models.accepted.filter((tier) => !without.includes(tier));
  const { providerDefault } = models;
  return tiersKnob(words(shape, ...accepted), providerDefault === undefined ? {} : { providerDefault });
}

/** "Your organization must be verified to generate reasoning summaries" is a 400 (openai/openai-cookbook issue 2271). */
const responsesTrace: Trace = {
  visibility: "encrypted",
  withSummary: "summary",
  isSummaryRestricted: true,
  why: "OpenAI keeps the model's own reasoning to itself. A verified organisation can ask for summaries.",
};
const chatTrace: Trace = {
  visibility: "omitted",
  why: "Chat Completions returns no reasoning at all. The Responses wire can return summaries.",
};

/** These models where they are reached by Responses, or by Chat Completions, which never takes `max` (provider-matrix 3.2). */
export function gptRow(models: GptModels): ModelRow {
  return {
    match: models.match,
    ...(models.listed === undefined ? {} : { listed: models.listed }),
    effort: gptKnob(models, reasoningObject),
    ...(models.limits === undefined ? {} : { limits: models.limits }),
    trace: responsesTrace,
    continuity: models.continuity,
    otherWires: { "openai-chat": gptOnChat(models) },
    fact: models.fact,
  };
}

/** The same where a host speaks Chat Completions only. */
export function gptOnChat(models: GptModels): Required<Pick<OtherWire, "effort" | "trace" | "continuity">> {
  return { effort: gptKnob(models, reasoningEffort, ["max"]), trace: chatTrace, continuity: nothingToCarry };
}

/** OpenAI's own Chat Completions, also on Azure. */
export const gptChatDialect = {
  systemRole: "developer",
  maxTokensField: "max_completion_tokens",
  // Usage comes after the finish reason: without `[DONE]` it may be what was cut off.
  requiresDone: true,
} as const satisfies Partial<OpenaiChatDialect>;
