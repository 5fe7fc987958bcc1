import type { BudgetScope } from "../model/budget.ts";
import type { Cost } from "../model/cost.ts";
import { formatUsd, parseUsd } from "../pricing/money.ts";
import type { RunOptions, SharedBudget } from "./engine.ts";

/** The first budget that has nothing left before the run even starts; null: all have. */
export function spentBudget({ sharedBudgets }: Pick<RunOptions, "sharedBudgets">): SharedBudget | null {
  return (sharedBudgets ?? []).find(({ limitUsd, spending }) => spending.spent >= (parseUsd(limitUsd) ?? 0n)) ?? null;
}

/**
 * Options under which a lane that a budget stopped may go on with this much more. The reader lifts that one budget, and by
 * that much; what the others still allow stays theirs to say.
 */
export function withMore(options: RunOptions, stoppedBy: BudgetScope, moreUsd: string): RunOptions {
  const more = parseUsd(moreUsd) ?? 0n;
  const sharedBudgets = (options.sharedBudgets ?? []).map((budget) =>
    budget.scope === stoppedBy ? { ...budget, limitUsd: formatUsd(budget.spending.spent + more) } : budget,
  );
  return { ...options, budgetUsd: moreUsd, laneBudgetUsd: null, sharedBudgets };
}

/** Options for what a run still does after a part of it has cost this much: the budgets of the run and of the lane are one. */
export function withLess(options: RunOptions, cost: Cost | null): RunOptions {
  const spent = parseUsd(cost?.usd ?? "0") ?? 0n;
  const less = (limitUsd: string | null): string | null => {
    if (limitUsd === null) return null;
    const left = (parseUsd(limitUsd) ?? 0n) - spent;
    return formatUsd(left > 0n ? left : 0n);
  };
  return { ...options, budgetUsd: less(options.budgetUsd), laneBudgetUsd: less(options.laneBudgetUsd) };
}
