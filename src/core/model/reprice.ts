import type { CostBasis } from "./cost.ts";
import type { LaneId, ProviderId, StepId } from "./ids.ts";
import type { ServiceTier } from "./service-tier.ts";

/** `as-run`: the same share from the cache. `cold`: nothing from it. `warm`: all of the input from it, the most it can save. */
export const cacheStates = ["as-run", "cold", "warm"] as const;
export type CacheState = (typeof cacheStates)[number];

export interface RepriceTarget {
  readonly provider: ProviderId;
  readonly model: string;
  readonly serviceTier: ServiceTier;
  readonly cache: CacheState;
}

/** What finished responses would have cost elsewhere. Amounts are exact decimal strings in USD. */
export interface Repriced {
  readonly target: RepriceTarget;
  /** Null: unknown. Low and high are one amount where the counts hold for the target, too. */
  readonly low: string | null;
  readonly high: string | null;
  readonly basis: CostBasis;
  /** Why it is a range, an estimate or unknown; one plain sentence each. */
  readonly notes: readonly string[];
}

export interface RepricedStep extends Repriced {
  readonly step: StepId;
}

/** What one lane, or all steps of a session, would have cost on every model that has a price, the cheapest first. */
export interface RepriceTable {
  readonly ran: RanCost;
  readonly rows: readonly RepriceRow[];
}

/** What it did cost. */
export interface RanCost {
  /** The sum of what is known; null: nothing is. */
  readonly usd: string | null;
  readonly basis: CostBasis;
  readonly steps: number;
  /** Steps whose cost is not in the sum. */
  readonly unpriced: number;
  readonly isSimulated: boolean;
}

export interface RepriceRow extends Repriced {
  readonly providerLabel: string;
  readonly modelLabel: string;
  /** It is what ran. */
  readonly isAsRun: boolean;
}

export interface RepriceChoice {
  /** Null: all steps of the session. */
  readonly lane: LaneId | null;
  /** `all`: a row for every tier that is sold. */
  readonly serviceTier: ServiceTier | "all";
  readonly cache: CacheState;
}
