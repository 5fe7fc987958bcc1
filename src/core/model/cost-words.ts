import type { CostBasis } from "./cost.ts";

/** What stands behind an amount wherever one is shown. */
export interface CostMark {
  readonly sign: string;
  readonly words: string;
}

export const costMarks = {
  billed: { sign: "✓", words: "billed by the provider" },
  computed: { sign: "=", words: "computed from the price table" },
  estimate: { sign: "≈", words: "estimate" },
  unknown: { sign: "?", words: "no known cost" },
} as const satisfies Record<CostBasis, CostMark>;

/** Two decimals from $1 on, four below, two significant digits below $0.001. @param usd a decimal string */
export function moneyText(usd: string): string {
  const value = Number(usd);
  if (!Number.isFinite(value)) return `$${usd}`;
  if (value === 0) return "$0";
  if (value >= 1) return `$${value.toFixed(2)}`;
  if (value >= 0.001) return `$${value.toFixed(4)}`;
  return `$${value.toFixed(Math.min(20, 1 - Math.floor(Math.log10(value))))}`;
}
