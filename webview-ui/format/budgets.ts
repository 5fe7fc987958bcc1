import type { BudgetScope } from "../../src/core/model/budget.ts";
import { budgetScopes } from "../../src/core/model/budget.ts";
import type { MoneyRange } from "../../src/core/model/forecast.ts";
import { formatUsd, parseUsd } from "../../src/core/pricing/money.ts";
import type { Usd } from "../../src/core/pricing/money.ts";
import type { Budgets } from "../../src/protocol/messages.ts";

/** The budget that a run of these lanes would reach first. */
export interface BindingBudget {
  readonly scope: BudgetScope;
  readonly limitUsd: string;
  /** What is left of it for the run: an exact decimal string, `"0"` when nothing is. */
  readonly roomUsd: string;
}

export const budgetNames = {
  lane: "each lane",
  run: "each run",
  session: "this session",
  day: "today",
} as const satisfies Record<BudgetScope, string>;

/** Null: no budget is set. */
export function bindingBudget(budgets: Budgets, lanes: number): BindingBudget | null {
  let least: { readonly scope: BudgetScope; readonly limitUsd: string; readonly room: Usd } | null = null;
  for (const scope of budgetScopes) {
    const { limitUsd, spentUsd } = budgets[scope];
    if (limitUsd === null) continue;
    const left = scope === "lane" ? usd(limitUsd) * BigInt(Math.max(1, lanes)) : usd(limitUsd) - usd(spentUsd);
    const room = left > 0n ? left : 0n;
    if (least === null || room < least.room) least = { scope, limitUsd, room };
  }
  return least === null ? null : { scope: least.scope, limitUsd: least.limitUsd, roomUsd: formatUsd(least.room) };
}

/** What a forecast means for the budget; null: it stays within. */
export function budgetOutlook(
  total: MoneyRange | null,
  binding: BindingBudget | null,
): "spent" | "likely-stops" | "may-stop" | null {
  if (binding === null) return null;
  const room = usd(binding.roomUsd);
  if (room === 0n) return "spent";
  if (total === null) return null;
  if (usd(total.likely) > room) return "likely-stops";
  return usd(total.high) > room ? "may-stop" : null;
}

/** Whether more was spent than a budget allows. */
export function isOver(spentUsd: string, budgetUsd: string): boolean {
  return usd(spentUsd) > usd(budgetUsd);
}

function usd(amount: string): Usd {
  return parseUsd(amount) ?? 0n;
}
