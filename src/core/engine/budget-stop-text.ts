import type { BudgetScope, BudgetStop } from "../model/budget.ts";

/** One sentence or two, for the step's warnings. */
export function budgetStopText({ scope, limitUsd, spentUsd, mayExceedByUsd, outputLimitTokens }: BudgetStop): string {
  const over =
    outputLimitTokens !== undefined
      ? ` The output limit of ${outputLimitTokens} tokens was all it could still pay for, thinking included.`
      : mayExceedByUsd === "0"
        ? " The provider's own count is not expected to come to more."
        : ` The provider's own count may come to $${mayExceedByUsd} over it, at most.`;
  return `Stopped by ${budgetNames[scope]} of $${limitUsd}, at about $${spentUsd}.${over} What had arrived is kept.`;
}

export const budgetNames = {
  lane: "the lane's budget",
  run: "the run's budget",
  session: "the session's budget",
  day: "today's budget",
} as const satisfies Record<BudgetScope, string>;
