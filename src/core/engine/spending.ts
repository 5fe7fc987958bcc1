import { formatUsd, parseUsd } from "../pricing/money.ts";
import type { Usd } from "../pricing/money.ts";

/**
 * What has been spent of one purse: a lane's, a run's, a session's, a day's. Runs that share one share the object, so two
 * runs at once cannot each spend the whole of it.
 */
export interface Spending {
  readonly spent: Usd;
  /** What a lane's open attempt has cost so far; replaces what was said of it before. */
  open(key: string, amount: Usd): void;
  settle(key: string, amount: Usd): void;
  /** What others have spent of the same purse since this one was opened; replaces what was said of them before. */
  elsewhere(amount: Usd): void;
}

/** @param beforeUsd what was spent before: an exact decimal string, from local history */
export function createSpending(beforeUsd = "0"): Spending {
  let settled = parseUsd(beforeUsd) ?? 0n;
  let others = 0n;
  const running = new Map<string, Usd>();
  return {
    get spent() {
      let sum = settled + others;
      for (const amount of running.values()) sum += amount;
      return sum;
    },
    open: (key, amount) => void running.set(key, amount),
    settle(key, amount) {
      running.delete(key);
      settled += amount;
    },
    elsewhere: (amount) => void (others = amount),
  };
}

/** One and a half significant digits upwards: $0.0137 is offered as $0.02, $0.31 as $0.5. */
export function roundUp(amount: Usd): string {
  let step = 1n;
  while (step * 10n <= amount) step *= 10n;
  for (const factor of [1n, 2n, 5n, 10n]) if (step * factor >= amount) return formatUsd(step * factor);
  return formatUsd(step * 10n);
}
