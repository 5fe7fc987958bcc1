import type { Block } from "./block.ts";
import type { Cost } from "./cost.ts";
import type { MoneyRange } from "./forecast.ts";
import type { ProviderId, StepId } from "./ids.ts";

/**
 * How earlier reasoning goes along. `native`: as provider state where the rules allow it, else not at all. `brief`: as a
 * digest. `answers`: not at all. `auto`: native where possible, the rest as a brief. `nothing`: not even the conversation,
 * for comparison.
 */
export type HandoffMode = (typeof handoffModes)[number] | "nothing";
export const handoffModes = ["auto", "native", "brief", "answers"] as const;

/** `answer-only`: an answer or tool call that goes as plain text, without the state it came with. */
export type HandoffOutcome = "native" | "brief" | "answer-only" | "dropped";

export interface HandoffBlock {
  readonly step: StepId;
  /** Index in the blocks of the step's last attempt. */
  readonly block: number;
  readonly type: Block["type"];
  readonly outcome: HandoffOutcome;
  /** Id of the rule that decided: `core/handoff/rules.ts`. */
  readonly rule: string;
  /** One sentence for the reader. */
  readonly reason: string;
  /** Reasoning tokens, reported or estimated; null: nothing is known (or the block is no reasoning). */
  readonly tokens: number | null;
}

/** What was decided before a continuation was sent; kept with its step, so that the same messages can be made again. */
export interface Handoff {
  readonly mode: HandoffMode;
  /** The step that this one continues. */
  readonly from: StepId;
  readonly blocks: readonly HandoffBlock[];
  /** The brief exactly as it stood before the input; null: none was sent. */
  readonly brief: string | null;
  /** The step whose native continuation was refused, when this one is the fallback to a brief. */
  readonly fallbackOf: StepId | null;
  /** What was expected before it was sent; absent: nothing was worked out. */
  readonly forecast?: HandoffForecast;
  /** The model that wrote the brief; absent: it was made here, or the reader wrote it. */
  readonly briefBy?: BriefWriter;
}

/** Kept so that afterwards it can be held against what came. Counts are estimates. */
export interface HandoffForecast {
  /** Shares of the path's reasoning tokens, 0 to 1; null: there is no reasoning, or no count of it. */
  readonly shares: { readonly native: number; readonly brief: number; readonly lost: number } | null;
  /** Of the whole request. */
  readonly inputTokens: number;
  /** Of these, what is there only because something is continued. */
  readonly carriedTokens: number;
  /** Of these, what the provider may have in its cache. */
  readonly cacheableTokens: number;
  /** Input and answer; null: no price is known, or nothing is billed. */
  readonly cost: MoneyRange | null;
}

export interface BriefWriter {
  readonly provider: ProviderId;
  readonly model: string;
  /** Of writing it, beside the cost of the step that it went into; null: not known. */
  readonly cost: Cost | null;
}
