import type { Effort } from "./effort.ts";
import type { LaneId, ProviderId } from "./ids.ts";

/** What a run is likely to cost, said before it starts. Amounts are exact decimal strings in USD. */
export interface Forecast {
  readonly lanes: readonly LaneForecast[];
  /** Sum over the lanes whose price is known; null when none is. */
  readonly total: MoneyRange | null;
  /** Lanes that the total leaves out, because nothing is known of their price. */
  readonly unknownLanes: readonly LaneId[];
}

export interface LaneForecast {
  readonly lane: LaneId;
  readonly inputTokens: number;
  /** How much of the input is likely to be read from the provider's cache; it lowers the low end only. */
  readonly cachedTokens: number;
  readonly outputTokens: TokenRange;
  /** The same output split: each part's own range, so the ends do not add up. Null: nothing is known of the split. */
  readonly parts: { readonly reasoning: TokenRange; readonly answer: TokenRange } | null;
  /** Milliseconds of output at the model's own speed; null: its speed is not known. */
  readonly timeMs: TokenRange | null;
  readonly cost: MoneyRange | null;
  /** Why the cost is unknown; null when it is not. */
  readonly reason: string | null;
  readonly basis: ForecastBasis;
  /** What the range rests on, one plain sentence each. */
  readonly notes: readonly string[];
}

/** Some five of six runs fall between low and high. */
export interface TokenRange {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export interface MoneyRange {
  readonly low: string;
  readonly likely: string;
  readonly high: string;
}

/** From what is surest: the same prompt in this session, other prompts of this model, or only the prompt and the effort. */
export type ForecastBasis = "session" | "history" | "prior";

/** One ended response, as the local history keeps it: counts, never text. */
export interface HistoryRecord {
  readonly provider: ProviderId;
  readonly model: string;
  readonly effort: Effort;
  readonly inputTokens: number | null;
  readonly outputTokens: number;
  readonly reasoningTokens?: number | null;
  /** What was to be expected of its prompt; absent or null: nothing was known of the prompt. */
  readonly expectedTokens?: number | null;
  /** The same prompt as the one about to run. */
  readonly isSamePrompt: boolean;
}
