import type { Block } from "./block.ts";
import type { Cost } from "./cost.ts";
import type { MoneyRange } from "./forecast.ts";
import type { ProviderId, StepId } from "./ids.ts";
import { isJsonObject, stringAt } from "./json.ts";
import type { JsonValue } from "./json.ts";
import type { Step } from "./session.ts";
import { lastAttempt } from "./session.ts";

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

/** What the provider really used, as far as it says so. */
export interface HandoffReport {
  /** Reasoning blocks that were sent as native state. */
  readonly claimed: number;
  /** Of these, how many the provider says it removed; null when it says nothing either way. */
  readonly removed: number | null;
  /** Its reasons, each with a count: `prefix_mismatch`. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly verdict: "confirmed" | "corrected" | "not-reported" | "refused" | "nothing-claimed";
  /** One sentence for the reader. */
  readonly summary: string;
}

/** Corrects the claim of a continuation by what came back. Null: the step is no continuation, or has not ended. */
export function handoffReport(step: Step): HandoffReport | null {
  const { handoff } = step;
  if (handoff === undefined || step.status === "queued" || step.status === "running") return null;
  const claimed = handoff.blocks.filter(({ type, outcome }) => type === "reasoning" && outcome === "native").length;
  const reports = lastAttempt(step)?.inputTransformations ?? null;
  const removals = (reports ?? []).flatMap(removalReason);
  const reasons = countEach(removals);
  const base = { claimed, removed: reports === null ? null : removals.length, reasons };
  const blocks = (count: number): string => `${count} ${count === 1 ? "block" : "blocks"}`;
  if (step.failure?.kind === "continuation-rejected") {
    const summary = `The provider refused the request because of the earlier reasoning in it (${blocks(claimed)}).`;
    return { ...base, verdict: "refused", summary };
  }
  if (removals.length > 0) {
    const why = reasons.map(({ reason, count }) => `${reason.replaceAll("_", " ")}${count > 1 ? ` ×${count}` : ""}`).join(", ");
    return { ...base, verdict: "corrected", summary: `The provider dropped ${blocks(removals.length)}: ${why}.` };
  }
  if (claimed === 0) return { ...base, verdict: "nothing-claimed", summary: "No earlier reasoning was sent as native state." };
  if (reports === null) {
    const summary = `${blocks(claimed)} of reasoning went as native state; the provider does not say whether it used them.`;
    return { ...base, verdict: "not-reported", summary };
  }
  return { ...base, verdict: "confirmed", summary: `The provider kept all ${blocks(claimed)} of reasoning sent back.` };
}

/** OpenAI: `{action:"removed",reason}`. Anthropic: `{type:"thinking_dropped",reason}`; `thinking_mismatch_allowed` is no loss. */
function removalReason(entry: JsonValue): readonly string[] {
  if (!isJsonObject(entry)) return [];
  const isRemoval = stringAt(entry, "action") === "removed" || stringAt(entry, "type") === "thinking_dropped";
  return isRemoval ? [stringAt(entry, "reason") ?? "no reason given"] : [];
}

function countEach(words: readonly string[]): HandoffReport["reasons"] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
