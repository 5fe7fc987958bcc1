import { offerTiers } from "../adapters/effort-planner.ts";
import type { ContinuationBrief, ContinuationOffer, SurvivingReasoning } from "../model/continuation.ts";
import { effortTiers } from "../model/effort.ts";
import type { Lane } from "../model/session.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import { foretell } from "./foretell.ts";
import type { ForecastFacts } from "./foretell.ts";
import type { MessageChanges } from "./history.ts";
import { defaultBriefTokens } from "./make-brief.ts";
import { planHandoff } from "./plan-handoff.ts";
import type { HandoffPlan, HandoffQuestion } from "./plan-handoff.ts";

export interface OfferFacts extends ForecastFacts {
  readonly label: string;
  /** A maker of briefs that makes each one once for all offers. */
  readonly briefs: BriefMemo;
}

/** The same steps give the same brief, whatever model it is for: made once, however many models are offered. */
export class BriefMemo {
  readonly #texts = new Map<string, string>();

  planOf(question: HandoffQuestion): HandoffPlan {
    if (question.briefText !== null) return planHandoff(question);
    const bare = planHandoff({ ...question, briefText: "" });
    if (bare.briefSource === null) return bare;
    const key = JSON.stringify([question.briefTokens, bare.briefSource.steps.map(({ id, reasoning }) => [id, reasoning.length])]);
    const known = this.#texts.get(key);
    if (known !== undefined) return planHandoff({ ...question, briefText: known });
    const plan = planHandoff(question);
    this.#texts.set(key, plan.briefText ?? "");
    return plan;
  }
}

/** What continuing on this lane's model would be like. Nothing is sent. */
export function offerContinuation(lane: Lane, question: HandoffQuestion, facts: OfferFacts): ContinuationOffer {
  const plan = facts.briefs.planOf(question);
  const { adapter } = question;
  const { provider, row } = adapter;
  const previews = offerTiers(row, adapter.effortBudgets);
  const limitTokens = row?.limits?.contextTokens ?? null;
  const base = {
    provider: provider.id,
    model: lane.model,
    effort: lane.effort,
    label: facts.label,
    providerLabel: provider.label,
    isSimulated: provider.kind === "simulated",
    tiers: (["default", ...effortTiers] as const).filter((tier) => previews[tier].state === "offered"),
    handoff: question.path.length === 0 ? "nothing" : handoffOf(plan),
    reasoning: survivingReasoning(plan),
    reasons: reasonsOf(plan),
  };
  const foretold = foretell(lane, question, plan, facts);
  if (foretold.type === "refused") {
    const none = { inputTokens: 0, carriedTokens: 0, cacheableTokens: 0, cost: null, costWithout: null, costUncached: null };
    return { ...base, ...none, context: { limitTokens, fits: null }, problem: foretold.why };
  }
  const { cost, costWithout, costUncached } = foretold;
  const { inputTokens, carriedTokens, cacheableTokens, context } = foretold.forecast;
  return { ...base, inputTokens, carriedTokens, cacheableTokens, cost, costWithout, costUncached, context, problem: null };
}

/** The brief of a plan, to be read and edited. */
export function briefOf(question: HandoffQuestion, plan: HandoffPlan): ContinuationBrief {
  return {
    text: plan.briefText,
    tokens: plan.briefText === null ? 0 : estimateTokens(plan.briefText),
    boundTokens: question.briefTokens ?? (plan.briefSource === null ? 0 : defaultBriefTokens(plan.briefSource)),
    graph: plan.brief,
    earlier: plan.earlierBriefs,
    maker: question.briefText === null ? "local" : "reader",
  };
}

function appendedReasons({ configuration, tools }: MessageChanges): readonly string[] {
  const names = tools.map(({ name }) => name).join(", ");
  return [
    ...(configuration === null ? [] : ["The other effort is said in the conversation: the request stays what it was."]),
    ...(tools.length === 0 ? [] : [`Tools are added in the conversation, and the request keeps its own: ${names}.`]),
  ];
}

function handoffOf({ mode, blocks, briefText, earlierBriefs }: HandoffPlan): ContinuationOffer["handoff"] {
  if (mode === "nothing") return "nothing";
  if (blocks.some(({ type, outcome }) => type === "reasoning" && outcome === "native")) return "native";
  return briefText === null && earlierBriefs.length === 0 ? "answers" : "brief";
}

/** Briefs of before hold what was briefed then, and go along as well. */
function survivingReasoning({ blocks, briefText, earlierBriefs }: HandoffPlan): SurvivingReasoning {
  const briefs = [...earlierBriefs.map(({ text }) => text), ...(briefText === null ? [] : [briefText])];
  const reasoning = blocks.filter(({ type }) => type === "reasoning");
  const sum = (outcome: string): number =>
    reasoning.reduce((total, block) => total + (block.outcome === outcome ? (block.tokens ?? 0) : 0), 0);
  const parts = { native: sum("native"), briefed: sum("brief"), lost: sum("dropped") };
  const total = parts.native + parts.briefed + parts.lost;
  return {
    ...parts,
    total: total === 0 ? null : total,
    briefTokens: briefs.reduce((total, text) => total + estimateTokens(text), 0),
  };
}

/** Why reasoning is lost or digested comes first: what goes natively needs no excuse. */
function reasonsOf({ blocks, changes }: HandoffPlan): readonly string[] {
  const reasoning = blocks.filter(({ type }) => type === "reasoning");
  const others = reasoning.filter(({ outcome }) => outcome !== "native");
  return [...new Set([...others, ...reasoning].map(({ reason }) => reason)), ...appendedReasons(changes)];
}
