import type { BudgetScope } from "../../src/core/model/budget.ts";
import { budgetScopes } from "../../src/core/model/budget.ts";
import type { MoneyRange } from "../../src/core/model/forecast.ts";
import type { Budgets } from "../../src/protocol/messages.ts";

/** The budget that a run of these lanes would reach first. */
export interface BindingBudget {
  readonly scope: BudgetScope;
  readonly limitUsd: string;
  /** What is left of it for the run, for a gauge and for comparing. */
  readonly roomUsd: number;
}

export const budgetNames = {
  lane: "each lane",
  run: "each run",
  session: "this session",
  day: "today",
} as const satisfies Record<BudgetScope, string>;

/** Null: no budget is set. */
export function bindingBudget(budgets: Budgets, lanes: number): BindingBudget | null {
  const rooms = budgetScopes.flatMap((scope): BindingBudget[] => {
    const { limitUsd, spentUsd } = budgets[scope];
    if (limitUsd === null) return [];
    const room = scope === "lane" ? Number(limitUsd) * Math.max(1, lanes) : Number(limitUsd) - Number(spentUsd);
    return [{ scope, limitUsd, roomUsd: Math.max(0, room) }];
  });
  return rooms.toSorted((a, b) => a.roomUsd - b.roomUsd)[0] ?? null;
}

/** What a forecast means for the budget; null: it stays within. */
export function budgetOutlook(
  total: MoneyRange | null,
  binding: BindingBudget | null,
): "spent" | "likely-stops" | "may-stop" | null {
  if (binding === null) return null;
  if (binding.roomUsd === 0) return "spent";
  if (total === null) return null;
  if (Number(total.likely) > binding.roomUsd) return "likely-stops";
  return Number(total.high) > binding.roomUsd ? "may-stop" : null;
}
