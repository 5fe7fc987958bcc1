import { effortText } from "../../core/model/effort.ts";
import { isEnded } from "../../core/model/session.ts";
import type { Attempt, Session, Step } from "../../core/model/session.ts";
import { noUsage } from "../../core/model/usage.ts";
import { ledgerRecords, recordOf } from "../../core/pricing/cost-history.ts";
import type { CostRecord } from "../../core/pricing/cost-history.ts";
import { costTotals } from "../../core/pricing/cost-totals.ts";
import type { CostTotals } from "../../core/pricing/cost-totals.ts";
import { sumCosts } from "../../core/pricing/sum-costs.ts";
import { costMarks } from "../../core/model/cost-words.ts";
import { amountText, tokenText } from "../../core/pricing/cost-text.ts";

export interface CostStatus {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: the mark in words. */
  readonly words: string;
}

/**
 * What the status bar says of a session: the sum over everything it ran, what runs now included by its running estimate,
 * and what the day has cost. Null when nothing has been sent.
 * @param today ended steps of all sessions since midnight
 */
export function costStatus(session: Session, today: readonly CostRecord[]): CostStatus | null {
  const records = recordsNow(session, Object.values(session.steps));
  const beside = ledgerRecords(session);
  if (records.length + beside.length === 0) return null;
  const totals = costTotals([...records, ...beside]);
  const tokens = tokensOf(costTotals(records));
  const left = totals.withoutKnownCost === 0 || totals.usd === null ? "" : `, ${totals.withoutKnownCost} without a known cost`;
  const running = recordsNow(
    session,
    Object.values(session.steps).filter((step) => !isEnded(step)),
  );
  const day = costTotals([...today, ...running]);
  const dayText = day.usd === null ? "" : ` · today ${amountText(day)}`;
  const dayWords = day.usd === null ? [] : [`Today: ${inWords(day)}, ${responses(day.responses)}`];
  return {
    text: `${amountText(totals)} · ${tokens}${dayText}`,
    tooltip: [`Session: ${inWords(totals)}${left}, ${tokens}`, ...laneLines(session), ...dayWords, "Show costs"].join("\n"),
    words: [`Session costs: ${inWords(totals)}${left}, ${tokens}`, ...dayWords, "Show costs"].join(". "),
  };
}

/** What ended as the history keeps it, and what runs by the running estimates of its last attempt. */
function recordsNow(session: Session, steps: readonly Step[]): readonly CostRecord[] {
  return steps.flatMap((step) => recordOf(session, isEnded(step) ? step : soFar(step), "") ?? []);
}

function soFar(step: Step): Step {
  const attempts = step.attempts.map((attempt) => (attempt.status === "running" ? metered(attempt) : attempt));
  return { ...step, status: "partial", attempts, cost: sumCosts(attempts.map(({ cost }) => cost)) };
}

function metered(attempt: Attempt): Attempt {
  const { meter, usage, cost } = attempt;
  const [reasoning, visible] = [meter?.reasoning.tokens ?? null, meter?.answer.tokens ?? null];
  const total = reasoning === null || visible === null ? null : reasoning + visible;
  return {
    ...attempt,
    usage: { ...(usage ?? noUsage), source: "estimated", output: { total, reasoning, visible } },
    cost: cost === null ? null : { ...cost, basis: cost.usd === null ? "unknown" : "estimate" },
  };
}

function responses(count: number): string {
  return count === 1 ? "1 response" : `${count} responses`;
}

function laneLines(session: Session): readonly string[] {
  return session.lanes.map((lane, index) => {
    const steps = Object.values(session.steps).filter((step) => step.lane === lane.id);
    const records = recordsNow(session, steps);
    const name = `${index + 1}. ${lane.provider}/${lane.model}@${effortText(lane.effort)}`;
    if (records.length === 0) return `${name}: nothing yet`;
    const totals = costTotals(records);
    return `${name}: ${inWords(totals)}, ${tokensOf(totals)}`;
  });
}

function tokensOf({ input, output }: CostTotals): string {
  const missing = Math.max(input.missing, output.missing);
  const known = input.known + output.known;
  if (known === 0 && missing > 0) return "tokens not counted";
  const tokens = `${tokenText({ known, missing: 0 })} tokens`;
  return missing === 0 ? tokens : `${tokens}, ${responses(missing)} not counted`;
}

function inWords(totals: CostTotals): string {
  return totals.usd === null
    ? amountText(totals).replace(/ \?$/, "")
    : `${amountText(totals)} (${costMarks[totals.basis].words})`;
}
