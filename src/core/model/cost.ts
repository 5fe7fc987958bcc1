/** `billed`: the provider said so. `computed`: reported usage × price rows. `estimate`: counts or prices are estimated. */
export type CostBasis = "billed" | "computed" | "estimate" | "unknown";

export interface Cost {
  /** USD as an exact decimal string; null exactly when the basis is `unknown`. */
  readonly usd: string | null;
  readonly basis: CostBasis;
  /** Why it is unknown or only an estimate, in one plain sentence; null when it is billed or plainly computed. */
  readonly reason: string | null;
  /** The price rows used, so that a figure can be checked later. Empty for billed and unknown. */
  readonly rows: readonly PriceLine[];
}

/** One factor of a computed cost: a count × USD per million of it. */
export interface PriceLine {
  /** `call`: a server tool's calls (web searches), which are priced each; all others are tokens. */
  readonly item: "input" | "cache-read" | "cache-write" | "output" | "call";
  /** The count; for `call` the number of calls. */
  readonly tokens: number;
  readonly usdPerMillion: string;
  /** Where the price is from, and the date (ISO, day) it was true. */
  readonly source: string;
  readonly asOf: string;
}

export function unknownCost(reason: string): Cost {
  return { usd: null, basis: "unknown", reason, rows: [] };
}
