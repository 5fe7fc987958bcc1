import type { BudgetScope, BudgetStop } from "../model/budget.ts";

/** One sentence or two, for the step's warnings. */
export function budgetStopText({ scope, limitUsd, spentUsd, mayExceedByUsd }: BudgetStop): string {
  const over = mayExceedByUsd === "0" ? "" : ` The provider's own count may come to $${mayExceedByUsd} over it.`;
  return `Stopped by ${words[scope]} of $${limitUsd}, at about $${spentUsd}.${over} What had arrived is kept.`;
}

const words = {
  lane: "the lane's budget",
  run: "the run's budget",
  session: "the session's budget",
  day: "today's budget",
} as const satisfies Record<BudgetScope, string>;
