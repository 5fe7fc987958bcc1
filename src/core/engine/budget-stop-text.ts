import type { BudgetScope, BudgetStop } from "../model/budget.ts";

/** One sentence or two, for the step's warnings. */
export function budgetStopText({ scope, limitUsd, spentUsd, mayExceedByUsd, outputLimitTokens }: BudgetStop): string {
  const over =
    outputLimitTokens !== undefined
      ? ` The output limit of ${outputLimitTokens} tokens, thinking included, was ${limitWords(mayExceedByUsd)}.`
      : mayExceedByUsd === "0"
        ? " The provider's own count is not expected to come to more."
        : ` The provider's own count may come to $${mayExceedByUsd} over it, at most.`;
  return `Stopped by ${budgetNames[scope]} of $${limitUsd}, at about $${spentUsd}.${over} What had arrived is kept.`;
}

function limitWords(overUsd: string): string {
  return overUsd === "0"
    ? "all it could still pay for"
    : `the smallest that providers take, and cost up to $${overUsd} more than was left`;
}

export const budgetNames = {
  lane: "the lane's budget",
  run: "the run's budget",
  session: "the session's budget",
  day: "today's budget",
} as const satisfies Record<BudgetScope, string>;
