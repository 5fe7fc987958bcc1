import type { Brief, EarlierBrief } from "./brief.ts";
import type { Effort, EffortTier } from "./effort.ts";
import type { MoneyRange } from "./forecast.ts";
import type { HandoffMode } from "./handoff.ts";
import type { LaneId, ProviderId, StepId } from "./ids.ts";
import { stepAt } from "./session.ts";
import type { Session, Step } from "./session.ts";

/** What the reader wants to send next, wherever it goes. */
export interface ContinuationAsk {
  /** The lane the reader looks at. */
  readonly lane: LaneId;
  /** The step that is continued; null: the lane's first step brought nothing, and is asked anew. */
  readonly from: StepId | null;
  readonly input: string;
  readonly mode: HandoffMode;
  /** Bound of a brief; null: a tenth of what it stands for, within limits. */
  readonly briefTokens: number | null;
  /** The reader's or a model's own text in place of the brief made here; null: make one. */
  readonly briefText: string | null;
}

export interface ContinuationTarget {
  readonly provider: ProviderId;
  readonly model: string;
  readonly effort: Effort;
}

/** What a continuation on one model would be like: known before it is sent. Counts are estimates. */
export interface ContinuationOffer extends ContinuationTarget {
  readonly label: string;
  readonly providerLabel: string;
  readonly isSimulated: boolean;
  /** Efforts that the model takes exactly. */
  readonly tiers: readonly (EffortTier | "default")[];
  /** What the mode comes to here: `native` where any reasoning goes as state. */
  readonly handoff: "native" | "brief" | "answers" | "nothing";
  readonly reasoning: SurvivingReasoning;
  /** Each reason why reasoning goes as it does; the first decides. */
  readonly reasons: readonly string[];
  readonly inputTokens: number;
  /** Of these, what is there only because something is continued. */
  readonly carriedTokens: number;
  /** Of these, what the provider may have in its cache. */
  readonly cacheableTokens: number;
  /** The whole continuation, and the same without what is carried. Null: no price is known. */
  readonly cost: MoneyRange | null;
  readonly costWithout: MoneyRange | null;
  /** The whole continuation with nothing read from a cache. */
  readonly costUncached: MoneyRange | null;
  readonly context: { readonly limitTokens: number | null; readonly fits: boolean | null };
  /** Why it cannot be sent; null: it can. */
  readonly problem: string | null;
}

/** What it would cost to let a model write the brief, said before it is asked. */
export interface BriefWriting {
  readonly inputTokens: number;
  /** Of input and an answer within the bound; null: no price is known. */
  readonly costUsd: string | null;
  readonly isSimulated: boolean;
}

/** In tokens of the path's reasoning. */
export interface SurvivingReasoning {
  /** Null: nothing is known, or there is none. */
  readonly total: number | null;
  readonly native: number;
  /** What the brief stands for, and what it comes to. */
  readonly briefed: number;
  readonly briefTokens: number;
  readonly lost: number;
}

export interface ContinuationBrief {
  /** As it would be sent; null: none is needed. */
  readonly text: string | null;
  readonly tokens: number;
  /** The bound it was made under. */
  readonly boundTokens: number;
  /** Its parts and how they depend on each other; null: the text is the reader's own. */
  readonly graph: Brief | null;
  /** Briefs of earlier steps that go along, as they will be sent. */
  readonly earlier: readonly EarlierBrief[];
  readonly maker: "local" | "model" | "reader";
}

/** Where a step can be continued from, and with what. */
export interface ContinuationStart {
  /** Null: from nothing, the first prompt is asked anew. */
  readonly from: StepId | null;
  /** The next prompt as it is offered. */
  readonly input: string;
  /** The step failed or was cut: what stood before it is not paid again. */
  readonly isResume: boolean;
}

/**
 * A step that brought nothing is done again from the one before it, or from nothing if it is the first; one that was cut
 * goes on from what it had kept. Null: the step is not there, or has not ended.
 */
export function continuationStart(session: Session, id: StepId): ContinuationStart | null {
  const step = stepAt(session, id);
  if (step === null || step.status === "queued" || step.status === "running") return null;
  if (step.status === "complete") return { from: step.id, input: "", isResume: false };
  if (hasText(step, "answer")) {
    const input = "Continue exactly where the text above stops. Do not repeat what is there.";
    return { from: step.id, input, isResume: true };
  }
  if (hasText(step, "reasoning")) return { from: step.id, input: "Go on with the task above.", isResume: true };
  return { from: step.parent, input: step.input, isResume: true };
}

function hasText(step: Step, type: "answer" | "reasoning"): boolean {
  return step.attempts.at(-1)?.blocks.some((block) => block.type === type && block.text !== "") === true;
}
