import type { EffortTier } from "../core/model/effort.ts";
import type { WireId } from "../core/model/ids.ts";

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
