import type { Cost, CostBasis } from "./cost.ts";
import type { Effort } from "./effort.ts";
import type { LaneId, ProviderId } from "./ids.ts";
import type { JsonValue } from "./json.ts";

/*
 * What the comparison of a session's lanes shows: who gives the same answer, at what cost and time, and what to do about
 * it. Derived from the session by core/analysis, never stored. Lane numbers count from 1, as the reader sees them.
 */

/** Rules that group answers, in the order of a picker. `text`: all words. `result`: only the result an answer marks. */
export const sameRules = ["auto", "exact", "text", "result", "number", "json", "code"] as const;
export type SameRule = (typeof sameRules)[number];

/** What the reader chose. An assertion replaces the rule: lanes that pass it agree. */
export interface ComparisonSettings {
  readonly same: SameRule;
  readonly assertion: Assertion | null;
}

export const defaultComparisonSettings: ComparisonSettings = { same: "auto", assertion: null };

export type Assertion =
  | { readonly type: "contains"; readonly text: string }
  | { readonly type: "regex"; readonly pattern: string; readonly flags: string }
  /** `name`: what the schema is called, a file name. */
  | { readonly type: "json-schema"; readonly name: string; readonly schema: JsonValue }
  /** `judge`: name of the judging lane. `verdict`: null until it was asked. */
  | { readonly type: "judge"; readonly judge: string; readonly model?: JudgeModel; readonly verdict: JudgeVerdict | null };

/** Who judges, so that it can be asked again. */
export interface JudgeModel {
  readonly provider: ProviderId;
  readonly model: string;
  readonly effort: Effort;
}

export interface JudgeVerdict {
  /** Lanes that say the same, by the judge; empty when its answer could not be used. */
  readonly groups: readonly (readonly LaneId[])[];
  /** What the judge itself cost. */
  readonly cost: Cost | null;
  /** Why its answer could not be used, in one sentence; null when it could. */
  readonly problem: string | null;
}

export interface Comparison {
  readonly rule: AppliedRule;
  /** In the session's order, every lane. */
  readonly lanes: readonly ComparedLane[];
  /** The agreeing group first, then by size. */
  readonly groups: readonly AnswerGroup[];
  readonly frontier: Frontier;
  /** The lane that agrees for the least; null without a price, or when no two lanes agree and nothing was asserted. */
  readonly cheapest: LaneId | null;
  /** Most useful first; may be empty. */
  readonly advice: readonly Advice[];
  /** One for each lane that reasoned and ended. */
  readonly lenses: readonly ReasoningLens[];
}

export interface AppliedRule {
  readonly kind: Exclude<SameRule, "auto"> | Assertion["type"];
  /** True when `auto` chose it. */
  readonly isAuto: boolean;
  /** "By the amount on the last line." */
  readonly label: string;
  /** What limits the result: a rule that fits badly, a judge that could not be read. Null: nothing. */
  readonly note: string | null;
  /** What the judge cost; null without one. */
  readonly judgeCost: Cost | null;
}

/** True of rules under which each answer passes or fails by itself; under all others answers are only alike or not. */
export function isPassOrFail({ kind }: Pick<AppliedRule, "kind">): boolean {
  return kind === "contains" || kind === "regex" || kind === "json-schema";
}

export interface ComparedLane {
  readonly lane: LaneId;
  readonly number: number;
  /**
   * `compared`: its answer is in a group. `unclear`: it answered, but the rule found nothing to compare (or gave up).
   * `no-answer`: ended without one. `running`, `not-run`.
   */
  readonly state: "compared" | "unclear" | "no-answer" | "running" | "not-run";
  /** Place in `groups`; null unless compared. */
  readonly group: number | null;
  /** Numbers of the other lanes that say the same. */
  readonly sameAs: readonly number[];
  /** True when it is in the agreeing group, false when it is in another or fails; null when nothing of that is known. */
  readonly agrees: boolean | null;
  /** What was compared, short enough for a line; null when nothing was found. */
  readonly value: string | null;
  /** Why it is unclear or did not pass; null otherwise. */
  readonly reason: string | null;
  readonly usd: string | null;
  readonly costBasis: CostBasis | null;
  readonly timeMs: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
}

export interface AnswerGroup {
  /** "$37.00"; the first words of longer answers; "passes", "fails" for assertions. */
  readonly value: string;
  readonly lanes: readonly number[];
  /** The group that more lanes are in than in any other, or that passes the assertion. At most one. */
  readonly isAgreeing: boolean;
  /** How it differs from the agreeing group, in a few words; null when that cannot be said. */
  readonly difference: string | null;
}

export interface Frontier {
  /** `output-tokens`: no lane has a price (simulated, local), so what they wrote stands in for it. */
  readonly measure: "usd" | "output-tokens";
  readonly points: readonly FrontierPoint[];
  /** Numbers of the lanes no agreeing lane beats in both cost and time, fastest first. */
  readonly line: readonly number[];
  /** Numbers of lanes that have a time but no price: they stand apart. */
  readonly unpriced: readonly number[];
}

export interface FrontierPoint {
  readonly lane: LaneId;
  readonly number: number;
  readonly timeMs: number;
  /** USD or tokens, for a scale only: amounts to read are in `ComparedLane`. */
  readonly cost: number;
  readonly agrees: boolean | null;
  readonly isOnFrontier: boolean;
}

/** Claim, evidence with lane numbers, limit, next action: always all four. */
export interface Advice {
  readonly kind: "cheaper-tier" | "more-effort" | "unstable" | "incomparable" | "over-reasoning";
  /** "GPT-6 Sol at low probably gives the same answer for 11 × less." */
  readonly claim: string;
  readonly evidence: string;
  /** "Not sure: one run each is a hint, not a proof." */
  readonly limit: string;
  /** The lanes it speaks of, the advised one first. */
  readonly lanes: readonly number[];
  readonly actions: readonly AdviceAction[];
  /** What it rests on; null when the kind needs no counting. */
  readonly sureness: Sureness | null;
}

export interface Sureness {
  /** Runs of the advised tier, and how many of them gave the agreeing answer. */
  readonly runs: number;
  readonly agreeing: number;
  /** With 95 % confidence at least this share of runs agrees (one-sided, exact); null for a single run. */
  readonly atLeast: number | null;
  /** `sure`: enough runs to rely on. `likely`: several agree. `hint`: one or two do, which is often chance. */
  readonly level: "hint" | "likely" | "sure";
}

export type AdviceAction =
  | { readonly type: "repeat-lanes"; readonly label: string; readonly lanes: readonly LaneId[]; readonly times: number }
  | { readonly type: "compare-traces"; readonly label: string; readonly lanes: readonly [LaneId, LaneId] }
  /** Run this lane's model at every tier it takes. */
  | { readonly type: "sweep"; readonly label: string; readonly lane: LaneId }
  | { readonly type: "choose-rule"; readonly label: string };

/** How much of what a lane thought was needed, as far as its trace shows it. */
export interface ReasoningLens {
  readonly lane: LaneId;
  readonly number: number;
  /** Share of the output that was reasoning, 0 to 1; null when the counts are not known. */
  readonly reasoningShare: number | null;
  /** `raw` traces are measured; a `summary` is only a hint; null: no text was sent, the rest is null too. */
  readonly basis: "raw" | "summary" | null;
  readonly segments: number | null;
  /** Segments that only verify what was there before, and their share of the trace's text. */
  readonly checks: number | null;
  readonly checkShare: number | null;
  /** How far into the trace, 0 to 1, the final answer stands for the first time; null when it never does. */
  readonly answerAt: number | null;
  /** Estimated reasoning tokens after that place. */
  readonly tokensAfter: number | null;
  /** A lane of the same model that gave the same answer with less reasoning. */
  readonly cheaper: { readonly number: number; readonly reasoningTokens: number; readonly times: number } | null;
  /** "Fixed at 38 % of the trace; the rest checks it 4 times." Null when there is nothing to say. */
  readonly finding: string | null;
}
