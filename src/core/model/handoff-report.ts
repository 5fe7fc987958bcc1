import { isJsonObject, stringAt } from "./json.ts";
import type { JsonValue } from "./json.ts";
import type { Step } from "./session.ts";
import { lastAttempt } from "./session.ts";

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
