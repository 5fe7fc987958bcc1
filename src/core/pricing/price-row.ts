import type { PriceLine } from "../model/cost.ts";
import type { ProviderId } from "../model/ids.ts";

/** USD per million tokens, exact decimal strings. Null: the source states none. */
export interface Rates {
  readonly input: string;
  readonly cacheRead: string | null;
  readonly cacheWrite: string | null;
  readonly output: string;
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
  /** ISO days, both inclusive, UTC; absent: open. */
  readonly from?: string;
  readonly until?: string;
  /** Rates that a second source contradicts or nobody has checked; a cost that uses one is only an estimate. */
  readonly unverified?: readonly PriceLine["item"][];
  /** Why a cost from this row is only an estimate whatever it uses (peak hours, contradicting sources). */
  readonly doubt?: string;
}
