import { effortText } from "../../core/model/effort.ts";
import type { Session } from "../../core/model/session.ts";
import { recordsOf, recordOf } from "../../core/pricing/cost-history.ts";
import { costTotals } from "../../core/pricing/cost-totals.ts";
import type { CostTotals } from "../../core/pricing/cost-totals.ts";
import { amountText, basisMarks, tokenText } from "./cost-text.ts";

export interface CostStatus {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: the mark in words. */
  readonly words: string;
}

/** What the status bar says of a session: the sum over everything it ran; null when nothing has ended. */
export function costStatus(session: Session): CostStatus | null {
  const records = recordsOf(session, "");
  if (records.length === 0) return null;
  const totals = costTotals(records);
  const tokens = tokensOf(totals);
  const left = totals.withoutKnownCost === 0 || totals.usd === null ? "" : `, ${totals.withoutKnownCost} without a known cost`;
  return {
    text: `${amountText(totals)} · ${tokens}`,
    tooltip: [`Session: ${inWords(totals)}${left}, ${tokens}`, ...laneLines(session), "Show costs"].join("\n"),
    words: `Session costs: ${inWords(totals)}${left}, ${tokens}. Show costs`,
  };
}

function laneLines(session: Session): readonly string[] {
  return session.lanes.map((lane, index) => {
    const steps = Object.values(session.steps).filter((step) => step.lane === lane.id);
    const records = steps.map((step) => recordOf(session, step, "")).filter((record) => record !== null);
    const name = `${index + 1}. ${lane.provider}/${lane.model}@${effortText(lane.effort)}`;
    if (records.length === 0) return `${name}: nothing yet`;
    const totals = costTotals(records);
    return `${name}: ${inWords(totals)}, ${tokensOf(totals)}`;
  });
}

function tokensOf({ input, output }: CostTotals): string {
  const missing = Math.max(input.missing, output.missing);
  return `${tokenText({ known: input.known + output.known, missing })} tokens`;
}

function inWords(totals: CostTotals): string {
  return totals.usd === null
    ? amountText(totals).replace(/ \?$/, "")
    : `${amountText(totals)} (${basisMarks[totals.basis].words})`;
}
