import type { PriceLine } from "../model/cost.ts";
import type { ProviderId } from "../model/ids.ts";
import type { ServiceTier } from "../model/service-tier.ts";

/** USD per million tokens, exact decimal strings. Null: the source states none. */
export interface Rates {
  readonly input: string;
  readonly cacheRead: string | null;
  /** The shortest class a provider sells: 5 minutes (Anthropic), 30 minutes (OpenAI). */
  readonly cacheWrite: string | null;
  readonly output: string;
  /** The longer class, where it is priced apart: 1 hour (Anthropic), 12 hours (OpenAI). */
  readonly cacheWriteLong?: string;
}

/** The price of one model at one provider over one stretch of time. */
export interface PriceRow {
  readonly provider: ProviderId;
  readonly model: string;
  readonly rates: Rates;
  /** Where the price is from, and the ISO day it was read. */
  readonly source: string;
  readonly asOf: string;
  /** A larger input reprices the whole request. */
  readonly longContext?: { readonly aboveInputTokens: number; readonly rates: Rates };
  /** Dearer (or cheaper) hours of every day, UTC. A request is priced by the moment it was sent. */
  readonly peak?: { readonly windows: readonly PeakWindow[]; readonly rates: Rates };
  /** What other service tiers cost, as a factor on every token rate. A tier that is absent has no known price. */
  readonly tiers?: Readonly<Partial<Record<Exclude<ServiceTier, "standard">, TierFactor>>>;
  /** USD per call of a server tool, by the provider's own counter. */
  readonly calls?: Readonly<Record<string, string>>;
  /** USD that each request costs beside its tokens. */
  readonly perRequest?: string;
  /** ISO days, both inclusive, UTC; absent: open. */
  readonly from?: string;
  readonly until?: string;
  /** Rates that a second source contradicts or nobody has checked; a cost that uses one is only an estimate. */
  readonly unverified?: readonly PriceLine["item"][];
  /** Why a cost from this row is only an estimate whatever it uses (contradicting sources). */
  readonly doubt?: string;
}

/** Minutes after midnight UTC, the end not included. */
export interface PeakWindow {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

export interface TierFactor {
  /** An exact decimal string: `"0.5"` is half the price. */
  readonly factor: string;
  /** Set when the factor is the provider's general one, or from a source that was not checked. */
  readonly doubt?: string;
}
