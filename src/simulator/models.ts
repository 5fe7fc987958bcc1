import type { EffortTier } from "../core/model/effort.ts";
import type { WireId } from "../core/model/ids.ts";
import { strictModels } from "./strict-models.ts";

/**
 * What the simulated models are like. They differ as real ones do: in what they show of their reasoning, in the knob they
 * take, in pace, in what they count. No name can be mistaken for a product.
 */
export interface SimulatedModel {
  readonly id: string;
  readonly name: string;
  readonly wire: WireId;
  /** `think-tags`: raw reasoning inside the answer's text, between `<think>` and `</think>`. */
  readonly trace: "raw" | "summary" | "omitted" | "encrypted" | "redacted" | "think-tags" | "none";
  /** `effort`: a word. `switch`: on or off. `budget`: a number of tokens. */
  readonly knob: "effort" | "switch" | "budget" | "none";
  /** Words it accepts; for a switch `none` and `high`. */
  readonly tiers: readonly EffortTier[];
  /** What it does when nothing is asked. */
  readonly defaultTier: EffortTier;
  /** Answers easy prompts at low effort without thinking. */
  readonly isAdaptive: boolean;
  /** How many tokens of hidden reasoning stand behind one token of a written-out trace. */
  readonly verbosity: number;
  readonly firstByteMs: number;
  readonly tokensPerSecond: number;
  /** False: reasoning is in the output count, not broken out. */
  readonly reportsReasoningTokens: boolean;
  readonly cache: CacheRule;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** How it treats reasoning that comes back, where its wire knows several ways. */
  readonly replay?: ReplayRule;
}

export interface ReplayRule {
  /** Where its reasoning stands in a Chat message; left out: `reasoning_content`. */
  readonly field?: "reasoning_content" | "reasoning" | "chunks" | "details";
  /** `required`: on turns with tool calls, 400 without; `forbidden`: 400 with. Left out: `optional`. */
  readonly demand?: "required" | "optional" | "forbidden";
  /** `current`: reasoning from before the last user message is removed. */
  readonly turns?: "current";
  /** The effort of a request is part of its prefix. */
  readonly isEffortBound?: true;
  /** What does not fit is left out without a word; and manual thinking wants its own before a tool call. */
  readonly misfit?: "silent";
  readonly ids?: "nine";
}

export interface CacheRule {
  readonly minTokens: number;
  readonly stepTokens: number;
  /** Only what the request marks for caching is cached. */
  readonly isExplicit: boolean;
}

const longContext = { contextTokens: 1_000_000, maxOutputTokens: 128_000 } as const;
const shortContext = { contextTokens: 200_000, maxOutputTokens: 64_000 } as const;
const implicitCache: CacheRule = { minTokens: 1024, stepTokens: 128, isExplicit: false };
const explicitCache: CacheRule = { minTokens: 512, stepTokens: 1, isExplicit: true };
const blockCache: CacheRule = { minTokens: 64, stepTokens: 64, isExplicit: false };

export const simulatedModels: readonly SimulatedModel[] = [
  {
    id: "steady-thinker",
    name: "Steady Thinker",
    wire: "openai-responses",
    trace: "summary",
    knob: "effort",
    tiers: ["low", "medium", "high", "xhigh", "max"],
    defaultTier: "medium",
    isAdaptive: false,
    verbosity: 2,
    firstByteMs: 420,
    tokensPerSecond: 104,
    reportsReasoningTokens: true,
    cache: implicitCache,
    ...longContext,
  },
  {
    id: "open-book",
    name: "Open Book",
    wire: "openai-chat",
    // As DeepSeek V4 (trap 15).
    replay: { demand: "required" },
    trace: "raw",
    knob: "effort",
    tiers: ["none", "low", "high", "max"],
    defaultTier: "high",
    isAdaptive: false,
    verbosity: 1,
    firstByteMs: 900,
    tokensPerSecond: 72,
    reportsReasoningTokens: true,
    cache: blockCache,
    ...shortContext,
  },
  {
    id: "quiet-mind",
    name: "Quiet Mind",
    wire: "anthropic-messages",
    trace: "omitted",
    knob: "effort",
    tiers: ["low", "medium", "high", "xhigh", "max"],
    defaultTier: "medium",
    isAdaptive: true,
    verbosity: 2.4,
    firstByteMs: 780,
    tokensPerSecond: 88,
    reportsReasoningTokens: true,
    cache: explicitCache,
    ...longContext,
  },
  {
    id: "clear-signal",
    name: "Clear Signal",
    wire: "gemini-generate-content",
    trace: "summary",
    knob: "effort",
    tiers: ["low", "medium", "high"],
    defaultTier: "medium",
    isAdaptive: true,
    verbosity: 1.8,
    firstByteMs: 610,
    tokensPerSecond: 165,
    reportsReasoningTokens: true,
    cache: implicitCache,
    ...longContext,
  },
  {
    id: "loud-thinker",
    name: "Loud Thinker",
    wire: "openai-chat",
    trace: "think-tags",
    knob: "switch",
    tiers: ["none", "high"],
    defaultTier: "high",
    isAdaptive: false,
    verbosity: 1,
    firstByteMs: 240,
    tokensPerSecond: 38,
    reportsReasoningTokens: false,
    cache: blockCache,
    ...shortContext,
  },
  {
    id: "quick-draft",
    name: "Quick Draft",
    wire: "openai-chat",
    trace: "none",
    knob: "none",
    tiers: [],
    defaultTier: "none",
    isAdaptive: false,
    verbosity: 1,
    firstByteMs: 180,
    tokensPerSecond: 240,
    reportsReasoningTokens: true,
    cache: implicitCache,
    ...shortContext,
  },
  {
    id: "sealed-thinker",
    name: "Sealed Thinker",
    wire: "openai-responses",
    trace: "encrypted",
    knob: "effort",
    tiers: ["none", "low", "medium", "high"],
    defaultTier: "none",
    isAdaptive: false,
    verbosity: 1.6,
    firstByteMs: 350,
    tokensPerSecond: 130,
    reportsReasoningTokens: true,
    cache: implicitCache,
    ...longContext,
  },
  {
    id: "measured-mind",
    name: "Measured Mind",
    wire: "anthropic-messages",
    // As Claude up to 4.6 with a budget (provider-matrix 3.3 and 4).
    replay: { misfit: "silent" },
    trace: "summary",
    knob: "budget",
    tiers: ["none"],
    defaultTier: "none",
    isAdaptive: false,
    verbosity: 1.8,
    firstByteMs: 640,
    tokensPerSecond: 92,
    reportsReasoningTokens: true,
    cache: explicitCache,
    ...shortContext,
  },
  {
    id: "guarded-thinker",
    name: "Guarded Thinker",
    wire: "anthropic-messages",
    trace: "redacted",
    knob: "effort",
    tiers: ["none", "low", "medium", "high"],
    defaultTier: "medium",
    isAdaptive: false,
    verbosity: 2,
    firstByteMs: 560,
    tokensPerSecond: 140,
    reportsReasoningTokens: true,
    cache: explicitCache,
    ...shortContext,
  },
  {
    id: "step-writer",
    name: "Step Writer",
    wire: "gemini-interactions",
    trace: "summary",
    knob: "effort",
    tiers: ["minimal", "low", "medium", "high"],
    defaultTier: "high",
    isAdaptive: true,
    verbosity: 1.5,
    firstByteMs: 700,
    tokensPerSecond: 150,
    reportsReasoningTokens: true,
    cache: implicitCache,
    ...longContext,
  },
  {
    id: "packed-thinker",
    name: "Packed Thinker",
    wire: "bedrock-converse",
    trace: "omitted",
    knob: "effort",
    tiers: ["low", "medium", "high"],
    defaultTier: "medium",
    isAdaptive: true,
    verbosity: 2,
    firstByteMs: 850,
    tokensPerSecond: 76,
    reportsReasoningTokens: false,
    cache: explicitCache,
    ...shortContext,
  },
  {
    id: "home-thinker",
    name: "Home Thinker",
    wire: "ollama-chat",
    trace: "raw",
    knob: "effort",
    tiers: ["none", "low", "medium", "high"],
    defaultTier: "medium",
    isAdaptive: false,
    verbosity: 1,
    firstByteMs: 150,
    tokensPerSecond: 31,
    reportsReasoningTokens: false,
    cache: implicitCache,
    ...shortContext,
  },
  {
    id: "careful-reader",
    name: "Careful Reader",
    wire: "cohere-chat",
    trace: "raw",
    knob: "switch",
    tiers: ["none", "high"],
    defaultTier: "high",
    isAdaptive: false,
    verbosity: 1,
    firstByteMs: 500,
    tokensPerSecond: 95,
    reportsReasoningTokens: true,
    cache: implicitCache,
    ...shortContext,
  },
];

/** With those that no picker offers. */
export const allModels: readonly SimulatedModel[] = [...simulatedModels, ...strictModels];

/** The model an id names on this wire, whatever fault it carries after `+`; null when there is none. */
export function findModel(wire: WireId, id: string): SimulatedModel | null {
  const bare = id.split("+", 1)[0];
  return allModels.find((model) => model.wire === wire && model.id === bare) ?? null;
}
