import type { CostBasis } from "./cost.ts";
import type { ProviderId, StepId } from "./ids.ts";
import type { ServiceTier } from "./service-tier.ts";

/** `as-run`: the same share from the cache. `cold`: nothing from it. `warm`: all of the input from it, the most it can save. */
export type CacheState = "as-run" | "cold" | "warm";

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
