import type { ReasoningBlock } from "../../src/core/model/block.ts";
import { lastAttempt } from "../../src/core/model/session.ts";
import type { Step } from "../../src/core/model/session.ts";
import type { Visibility } from "../../src/core/model/stream-event.ts";
import type { ModelOffer } from "../../src/protocol/messages.ts";
import { measureText } from "./numbers.ts";
import type { Measure } from "./numbers.ts";

export const visibilityIcons = {
  raw: "eye",
  summary: "list-flat",
  omitted: "eye-closed",
  encrypted: "lock",
  redacted: "shield",
} as const satisfies Record<Visibility, string>;

/** How much of a lane's reasoning can be read, over all its blocks: the best kind that came. Null: none came (yet). */
export function seenVisibility(blocks: readonly ReasoningBlock[]): Visibility | null {
  return (
    (["raw", "summary", "redacted", "encrypted", "omitted"] as const).find((kind) =>
      blocks.some((block) => block.visibility === kind),
    ) ?? null
  );
}

/** What the count stands for, at the right of the block's head. */
export function reasoningSize(visibility: Visibility | null, reasoning: Measure, isActive: boolean): string {
  if (reasoning.value === null) return "";
  const count = `${measureText(reasoning)} tok`;
  if (isActive) return visibility === "summary" ? `of ${count} so far` : `${count} so far`;
  switch (visibility) {
    case "summary":
      return `of ${count}`;
    case "omitted":
      return reasoning.value === 0 ? count : `${count}, text not sent`;
    case "encrypted":
      return `${count}, kept as state`;
    case "raw":
    case "redacted":
    case null:
      return count;
  }
}

/** Why there is no reasoning to read: what happened, why, that it was paid for, what to do. */
export interface Absence {
  readonly what: string;
  readonly why: string;
  readonly canAskForSummary: boolean;
}

export function plannedAbsence(offer: ModelOffer | null, wantsSummary: boolean): Absence | null {
  if (offer === null || wantsSummary || offer.visibility === "raw" || offer.visibility === "summary") return null;
  if (offer.visibility === "unknown") return null;
  if (offer.visibility === "none") return { what: "This model does not reason.", why: "", canAskForSummary: false };
  return {
    what: offer.visibilityReason ?? `${offer.providerLabel} sends no reasoning text for this model.`,
    why: "",
    canAskForSummary: offer.withSummary !== null,
  };
}

export function absence(step: Step, offer: ModelOffer | null, reasoning: Measure, wantsSummary: boolean): Absence {
  const isActive = step.status === "running" || step.status === "queued";
  const blocks = (lastAttempt(step)?.blocks ?? []).filter((block) => block.type === "reasoning");
  const visibility = seenVisibility(blocks);
  const canAskForSummary = offer !== null && offer.withSummary !== null && !wantsSummary && visibility !== "redacted";
  const reason = offer?.visibilityReason ?? "";
  const provider = offer?.providerLabel ?? step.origin.provider;
  if (isActive) {
    if (visibility === null) return { what: "", why: "", canAskForSummary: false };
    const count = reasoning.value === null ? "" : sizeSoFar(reasoning);
    return { what: "Thinking out of sight.", why: join(reason, count), canAskForSummary };
  }
  const paid = paidFor(reasoning, step.origin.isSimulated);
  switch (visibility) {
    case "encrypted":
      return { what: "Only encrypted state came.", why: join(reason, keptState(provider), paid), canAskForSummary };
    case "redacted":
      return {
        what: `${provider} withheld the reasoning for safety.`,
        why: join(paid, "Its place in the trace is kept."),
        canAskForSummary,
      };
    case "omitted":
      return { what: `${provider} sent no reasoning text.`, why: join(reason, paid), canAskForSummary };
    case "raw":
    case "summary":
      return { what: "The reasoning was empty.", why: paid, canAskForSummary: false };
    case null:
      return withoutBlocks(step, reasoning, reason, paid, canAskForSummary);
  }
}

/** Of hidden reasoning that still goes on. */
function sizeSoFar(reasoning: Measure): string {
  return reasoning.from === "time"
    ? `${measureText(reasoning)} tokens by the time it takes and this model’s usual speed: an estimate, not a count.`
    : "The count comes with the stream and is not yet a bill.";
}

function withoutBlocks(step: Step, reasoning: Measure, reason: string, paid: string, canAskForSummary: boolean): Absence {
  if (reasoning.value === 0)
    return { what: "It answered without reasoning.", why: "0 reasoning tokens were reported.", canAskForSummary: false };
  if (reasoning.value !== null)
    return { what: "The reasoning was counted but not sent.", why: join(reason, paid), canAskForSummary };
  if (step.status !== "complete") return { what: "No reasoning had arrived.", why: "", canAskForSummary: false };
  return { what: "No reasoning came.", why: join(reason, "The provider reported no count for it either."), canAskForSummary };
}

function paidFor(reasoning: Measure, isSimulated: boolean): string {
  if (reasoning.value === null || reasoning.value === 0) return "";
  return `The ${measureText(reasoning)} tokens were thought${isSimulated ? " and counted" : ", counted and paid for"}.`;
}

function keptState(provider: string): string {
  return `It is kept with the checkpoint for ${provider}; nobody else can read it.`;
}

function join(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
