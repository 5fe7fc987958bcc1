import type { Cost } from "../model/cost.ts";
import type { LaneId } from "../model/ids.ts";
import { parseUsd } from "../pricing/money.ts";
import type { Usd } from "../pricing/money.ts";
import type { RunOptions } from "./engine.ts";

/** `lane`: this lane must stop. `run`: every lane must. */
export type BudgetVerdict = "within" | "lane" | "run";

/** What a run may spend and has spent, over all lanes. Knows no price: unknown costs count as nothing, and the lane says so. */
export interface Budget {
  readonly isSet: boolean;
  /** Before an attempt: would its input alone go over what is left? */
  allows(lane: LaneId, inputCost: Cost): BudgetVerdict;
  /** The running attempt has cost this much so far; replaces what was said of it before. */
  running(lane: LaneId, cost: Cost): BudgetVerdict;
  /** The attempt ended at this cost (null: nothing was spent). */
  settle(lane: LaneId, cost: Cost | null): void;
}

export function createBudget(options: Pick<RunOptions, "budgetUsd" | "laneBudgetUsd">): Budget {
  const runLimit = limitOf(options.budgetUsd);
  const laneLimit = limitOf(options.laneBudgetUsd);
  const settled = new Map<LaneId, Usd>();
  const open = new Map<LaneId, Usd>();

  const spentBy = (lane: LaneId): Usd => (settled.get(lane) ?? 0n) + (open.get(lane) ?? 0n);
  const spentByAll = (): Usd => [...settled.values(), ...open.values()].reduce((sum, part) => sum + part, 0n);

  return {
    isSet: runLimit !== null || laneLimit !== null,
    allows(lane, inputCost) {
      const more = amountOf(inputCost);
      if (runLimit !== null && isOver(spentByAll(), more, runLimit)) return "run";
      if (laneLimit !== null && isOver(spentBy(lane), more, laneLimit)) return "lane";
      return "within";
    },
    running(lane, cost) {
      open.set(lane, amountOf(cost));
      if (runLimit !== null && spentByAll() >= runLimit) return "run";
      if (laneLimit !== null && spentBy(lane) >= laneLimit) return "lane";
      return "within";
    },
    settle(lane, cost) {
      open.delete(lane);
      if (cost !== null) settled.set(lane, (settled.get(lane) ?? 0n) + amountOf(cost));
    },
  };
}

/** Nothing left, or the next input alone would not fit. */
function isOver(spent: Usd, more: Usd, limit: Usd): boolean {
  return spent >= limit || spent + more > limit;
}

function amountOf(cost: Cost): Usd {
  return cost.usd === null ? 0n : (parseUsd(cost.usd) ?? 0n);
}

function limitOf(text: string | null): Usd | null {
  if (text === null) return null;
  const limit = parseUsd(text);
  if (limit === null) throw new RangeError(`A budget is an amount in USD such as 0.05, not ${JSON.stringify(text)}.`);
  return limit;
}
