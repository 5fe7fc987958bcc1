import type { Cost } from "../model/cost.ts";
import type { ProviderId } from "../model/ids.ts";
import type { ServiceTier } from "../model/service-tier.ts";
import type { Usage } from "../model/usage.ts";

/** Port to prices. A model that is not priced exactly as asked is unknown, never the price of a namesake. */
export interface PriceBook {
  /** The provider's own bill when it returned one, else computed from reported usage, else an estimate, else unknown with the reason. */
  costOf(question: PriceQuestion): Cost;
  /** Loads what pricing this model needs beyond what is at hand. Never rejects; `costOf` works without it, and may say unknown. */
  prepare(provider: ProviderId, model: string): Promise<void>;
}

export interface PriceQuestion {
  readonly provider: ProviderId;
  /** The model that answered, or the one asked when the provider does not say. */
  readonly model: string;
  readonly usage: Usage;
  /** Milliseconds since the epoch: prices have dates and peak hours. */
  readonly at: number;
  /** Absent: what the provider's usage says, else `standard`. */
  readonly serviceTier?: ServiceTier;
}
