import type { StepId } from "../../src/core/model/ids.ts";
import { lanePath } from "../../src/core/model/session.ts";
import type { Lane, Session, Step } from "../../src/core/model/session.ts";
import { listText } from "./handoff.ts";
import { durationText } from "./numbers.ts";
import { moneyText } from "../../src/core/model/cost-words.ts";
import { totalCost } from "./cost.ts";

export interface ChainRow {
  readonly step: Step;
  /** A step that was done again keeps its number. */
  readonly number: number;
  /** It is not on the lane's path: it brought nothing, and was done again. */
  readonly isAside: boolean;
  /** Another model than the step before. */
  readonly isModelChange: boolean;
}

/** The lane's steps in order, with those that were tried and done again where they happened. */
export function chainOf(session: Session, lane: Pick<Lane, "head" | "id">): readonly ChainRow[] {
  const path = lanePath(session, lane);
  const rows: ChainRow[] = [];
  let number = 0;
  let before: Step | null = null;
  for (const step of path) {
    if (before === null || before.status === "complete") number += 1;
    for (const aside of asidesOf(session, step)) {
      rows.push({ step: aside, number, isAside: true, isModelChange: isOtherModel(before, aside) });
    }
    rows.push({ step, number, isAside: false, isModelChange: isOtherModel(rows.at(-1)?.step ?? before, step) });
    before = step;
  }
  return rows;
}

/** Steps after the same one that failed and were done again as this one. Lanes share no first step, only its prompt. */
function asidesOf(session: Session, step: Step): readonly Step[] {
  const isAside = (other: Step): boolean =>
    other.id === step.handoff?.fallbackOf ||
    (other.parent === step.parent &&
      other.id !== step.id &&
      (step.parent !== null || other.lane === step.lane) &&
      other.status === "failed" &&
      other.input === step.input &&
      other.startedAt <= step.startedAt);
  return Object.values(session.steps).filter(isAside);
}

function isOtherModel(before: Step | null, step: Step): boolean {
  return before !== null && (before.origin.provider !== step.origin.provider || before.origin.model !== step.origin.model);
}

export interface Saved {
  /** The step that went on from them. */
  readonly by: StepId;
  readonly steps: readonly number[];
  /** Exact decimal string; null: nothing is paid for these models, or a price is not known. */
  readonly usd: string | null;
  readonly parts: string;
  readonly ms: number;
  readonly isSimulated: boolean;
}

/** What a resumed or branched lane did not run and pay again. Null: it reuses nothing. */
export function savedBy(session: Session, lane: Pick<Lane, "head" | "id">): Saved | null {
  const rows = chainOf(session, lane).filter(({ isAside }) => !isAside);
  const at = rows.findLastIndex(({ step }, index) => isResume(rows, index, step));
  const reused = rows.slice(0, Math.max(0, at)).filter(({ step }) => step.status === "complete");
  const by = rows[at]?.step.id;
  if (reused.length === 0 || by === undefined) return null;
  const costs = reused.map(({ step }) => step.cost);
  const total = totalCost(costs);
  const isSimulated = reused.every(({ step }) => step.origin.isSimulated);
  const isKnown = total !== null && total.missing === 0 && !isSimulated && Number(total.usd) > 0;
  return {
    by,
    steps: reused.map(({ number }) => number),
    usd: isKnown ? total.usd : null,
    parts: isKnown ? costs.map((cost) => moneyText(cost?.usd ?? "0")).join(" + ") : "",
    ms: reused.reduce((sum, { step }) => sum + (step.durationMs ?? 0), 0),
    isSimulated,
  };
}

/** It goes on from a step of another lane, from one that was cut, or in place of one that failed. */
function isResume(rows: readonly ChainRow[], index: number, step: Step): boolean {
  const before = rows[index - 1];
  if (before === undefined) return false;
  return (
    before.step.lane !== step.lane ||
    before.step.status !== "complete" ||
    before.number === rows[index]?.number ||
    isOtherModel(before.step, step)
  );
}

/** `Steps 1 to 18 not paid again: $0.42`. */
export function savedLine({ steps, usd, isSimulated }: Saved): string {
  const which = `${steps.length === 1 ? "Step" : "Steps"} ${listText(steps)}`;
  if (usd !== null) return `${which} not paid again: ${moneyText(usd)}`;
  return isSimulated ? `${which} not run again` : `${which} not paid again, at an unknown price`;
}

/** All lanes' together; null: nothing was saved, or no price is known. */
export function savedInAll(session: Session): { readonly usd: string; readonly words: string } | null {
  const all = session.lanes.flatMap((lane, index) => {
    const saved = savedBy(session, lane);
    return saved === null || saved.usd === null ? [] : [{ saved, usd: saved.usd, number: index + 1 }];
  });
  const total = totalCost(all.map(({ usd }) => ({ usd, basis: "computed", reason: null, rows: [] })));
  if (total === null) return null;
  const words = all.map(({ saved, number }) => `Lane ${number}: ${savedLine(saved)}`).join("\n");
  return { usd: total.usd, words };
}

export function savedText({ steps, usd, parts, ms, isSimulated }: Saved): string {
  const which = steps.length === 1 ? `Step ${listText(steps)} was` : `Steps ${listText(steps)} were`;
  const again = steps.length === 1 ? "it" : "them";
  if (usd !== null)
    return `${which} paid once and reused. Starting again would have repeated ${again}: ${parts}, ${durationText(ms)}.`;
  const money = isSimulated ? "Simulated models cost nothing." : "Their price is not known.";
  return `${which} run once and reused, which saved ${durationText(ms)}. ${money}`;
}

/** The first words of an answer, for a folded step. */
export function gistOf(step: Step): string {
  const blocks = step.attempts.at(-1)?.blocks ?? [];
  const answer = blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join(" ");
  const line = answer
    .slice(0, 2_000)
    .replaceAll(/[`*_#>]+/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

export function stepOf(rows: readonly ChainRow[], id: StepId): ChainRow | null {
  return rows.find(({ step }) => step.id === id) ?? null;
}
