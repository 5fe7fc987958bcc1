import type { BudgetScope, BudgetStop } from "../model/budget.ts";
import type { Cost } from "../model/cost.ts";
import type { LaneId } from "../model/ids.ts";
import { formatUsd, parseUsd } from "../pricing/money.ts";
import type { Usd } from "../pricing/money.ts";
import type { RunOptions } from "./engine.ts";
import { createSpending, roundUp } from "./spending.ts";
import type { Spending } from "./spending.ts";

/** `lane`: this lane must stop. `run`: every lane must. */
export type BudgetVerdict = "within" | "lane" | "run";

/** What a run may spend and has spent, over all lanes. Knows no price: unknown costs count as nothing, and the lane says so. */
export interface Budget {
  readonly isSet: boolean;
  /** Before an attempt: would its input alone go over what is left? */
  allows(lane: LaneId, inputCost: Cost): BudgetVerdict;
  /**
   * The running attempt has cost this much so far, and at most that much; replaces what was said of it before. The budget
   * is held by the most it can be, so that the provider's own count does not come out above it.
   */
  running(lane: LaneId, cost: Cost, atMost?: Cost): BudgetVerdict;
  /** What the tightest budget of this lane has left, the open attempts taken at their most; null: there is none. */
  left(lane: LaneId): Usd | null;
  /** The answer ended at the output limit that was all the budget could still pay for. */
  ranOut(lane: LaneId, outputLimitTokens: number): BudgetVerdict;
  /** The attempt ended at this cost (null: nothing was spent). */
  settle(lane: LaneId, cost: Cost | null): void;
  /** The budget that said no first, as the lanes it stopped can tell it; null: none did. */
  stop(lane: LaneId): BudgetStop | null;
}

interface Purse {
  readonly scope: BudgetScope;
  readonly limit: Usd;
  readonly spending: Spending;
}

/** Numbers the runs: lanes of two runs that share a purse may have the same id. */
let runs = 0;

export function createBudget(options: Pick<RunOptions, "budgetUsd" | "laneBudgetUsd" | "sharedBudgets">): Budget {
  const runLimit = limitOf(options.budgetUsd);
  const laneLimit = limitOf(options.laneBudgetUsd);
  const run: readonly Purse[] = runLimit === null ? [] : [{ scope: "run", limit: runLimit, spending: createSpending() }];
  const shared = (options.sharedBudgets ?? []).map(({ scope, limitUsd, spending }): Purse => ({
    scope,
    limit: limitOf(limitUsd) ?? 0n,
    spending,
  }));
  const common = [...run, ...shared];
  const lanes = new Map<LaneId, Purse>();
  runs += 1;
  const runKey = String(runs);
  let commonStop: BudgetStop | null = null;
  const laneStops = new Map<LaneId, BudgetStop>();

  const laneOf = (lane: LaneId): readonly Purse[] => {
    if (laneLimit === null) return [];
    const purse = lanes.get(lane) ?? { scope: "lane", limit: laneLimit, spending: createSpending() };
    lanes.set(lane, purse);
    return [purse];
  };
  const judge = (lane: LaneId, more: Usd, isOver: (purse: Purse) => boolean): BudgetVerdict => {
    const over = common.find(isOver);
    if (over !== undefined) {
      commonStop ??= stopOf(over, more);
      return "run";
    }
    const own = laneOf(lane).find(isOver);
    if (own === undefined) return "within";
    if (!laneStops.has(lane)) laneStops.set(lane, stopOf(own, more));
    return "lane";
  };

  const leftOf = ({ limit, spending }: Purse): Usd => (spending.spent < limit ? limit - spending.spent : 0n);
  const tightest = (lane: LaneId): Purse | null =>
    [...common, ...laneOf(lane)].reduce<Purse | null>(
      (least, purse) => (least === null || leftOf(purse) < leftOf(least) ? purse : least),
      null,
    );

  return {
    isSet: common.length > 0 || laneLimit !== null,
    allows(lane, inputCost) {
      const more = amountOf(inputCost);
      return judge(lane, 0n, ({ spending, limit }) => spending.spent >= limit || spending.spent + more > limit);
    },
    running(lane, cost, atMost = cost) {
      const amount = amountOf(cost);
      const most = amountOf(atMost);
      const doubt = most > amount ? most - amount : 0n;
      for (const { spending } of [...common, ...laneOf(lane)]) spending.open(`${runKey}/${lane}`, most);
      return judge(lane, doubt, ({ spending, limit }) => spending.spent >= limit);
    },
    left(lane) {
      const purse = tightest(lane);
      return purse === null ? null : leftOf(purse);
    },
    ranOut(lane, outputLimitTokens) {
      const purse = tightest(lane);
      if (purse === null) return "within";
      laneStops.set(lane, { ...stopOf(purse, 0n), outputLimitTokens });
      // What an attempt that cost less than feared gave back may still pay for the other lanes.
      return purse.scope === "lane" || leftOf(purse) * 20n > purse.limit ? "lane" : "run";
    },
    settle(lane, cost) {
      const amount = cost === null ? 0n : amountOf(cost);
      for (const { spending } of [...common, ...laneOf(lane)]) spending.settle(`${runKey}/${lane}`, amount);
    },
    stop: (lane) => laneStops.get(lane) ?? commonStop,
  };
}

/** @param doubt how much of what is counted as spent is margin, not estimate */
function stopOf({ scope, limit, spending }: Purse, doubt: Usd): BudgetStop {
  const { spent } = spending;
  return {
    scope,
    limitUsd: formatUsd(limit),
    spentUsd: formatUsd(spent > doubt ? spent - doubt : 0n),
    mayExceedByUsd: formatUsd(spent > limit ? spent - limit : 0n),
    offerUsd: limit === 0n ? "0.05" : roundUp(limit),
  };
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
