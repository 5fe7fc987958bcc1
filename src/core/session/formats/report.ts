import type { Cost } from "../../model/cost.ts";
import { effortText } from "../../model/effort.ts";
import type { Lane, Session, Step } from "../../model/session.ts";
import { lanePath, lastAttempt } from "../../model/session.ts";
import { sumCosts } from "../../pricing/sum-costs.ts";
import type { WriteContext } from "./format.ts";

/** A lane in a report's table, in words. A dash is "not reported". */
export interface ReportRow {
  readonly name: string;
  readonly effort: string;
  readonly status: string;
  readonly reasoningTokens: string;
  readonly outputTokens: string;
  readonly cost: string;
  readonly time: string;
}

export function reportRow(session: Session, lane: Lane, index: number): ReportRow {
  const path = lanePath(session, lane);
  const usages = path.map((step) => lastAttempt(step)?.usage ?? null);
  const costs = path.flatMap((step) => (step.cost === null ? [] : [step.cost]));
  const isKnown = costs.length > 0 && costs.length === path.length;
  return {
    name: `${String(index + 1)}. ${lane.provider}/${lane.model}`,
    effort: effortCell(lane, path.at(-1) ?? null),
    status: path.at(-1)?.status ?? "not run",
    reasoningTokens: sum(usages.map((usage) => usage?.output.reasoning ?? null)),
    outputTokens: sum(usages.map((usage) => usage?.output.total ?? null)),
    cost: isKnown ? costText(sumCosts(costs)) : "–",
    time: seconds(path),
  };
}

function effortCell(lane: Lane, step: Step | null): string {
  const asked = effortText(lane.effort);
  return step === null || step.effort.sentLabel === asked ? asked : `${asked} → ${step.effort.sentLabel}`;
}

function sum(counts: readonly (number | null)[]): string {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 || known.length < counts.length ? "–" : String(known.reduce((total, count) => total + count, 0));
}

function costText(cost: Cost | null): string {
  return cost === null || cost.usd === null ? "unknown" : `$${cost.usd} ${cost.basis}`;
}

function seconds(path: readonly Step[]): string {
  const durations = path.map((step) => step.durationMs).filter((duration) => duration !== null);
  if (durations.length === 0 || durations.length < path.length) return "–";
  return `${(durations.reduce((total, duration) => total + duration, 0) / 1000).toFixed(1)} s`;
}

/** A report has one row a lane: of a lane of several steps it says the sums. */
export function loseParts(session: Session, context: WriteContext): void {
  const summed = new Set(session.lanes.map((lane) => lanePath(session, lane)).flatMap((path) => (path.length > 1 ? path : [])));
  for (const step of summed) {
    if ((lastAttempt(step)?.usage ?? null) === null) continue;
    const path = `steps.${step.id}.attempts.${String(step.attempts.length - 1)}.usage.output`;
    context.lose({ path, what: "counts of one step", why: "A report says the sum of a lane." });
  }
}

/** What stands over a reasoning block. */
export const visibilityLabels = {
  raw: "Reasoning",
  summary: "Reasoning (summary by the provider)",
  omitted: "Reasoning happened; no text was sent",
  encrypted: "Reasoning happened; only encrypted state was sent",
  redacted: "Reasoning was withheld by the provider",
} as const;

/** A report shows opaque state as what it is, never its bytes. */
export function opaqueNote(kinds: readonly string[]): string | null {
  return kinds.length === 0 ? null : `Opaque state: ${String(kinds.length)} (${[...new Set(kinds)].join(", ")})`;
}

export const columns = ["Lane", "Effort", "Status", "Reasoning tokens", "Output tokens", "Cost", "Time"] as const;

export function cells(row: ReportRow): readonly string[] {
  return [row.name, row.effort, row.status, row.reasoningTokens, row.outputTokens, row.cost, row.time];
}
