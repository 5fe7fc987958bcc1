import type { CostBasis } from "../model/cost.ts";
import type { CostTotals, TokenTotal } from "./cost-totals.ts";

/** The same signs as on the session editor's page. */
export const basisMarks = {
  billed: { sign: "✓", words: "billed by the provider" },
  computed: { sign: "=", words: "computed from the price table" },
  estimate: { sign: "≈", words: "estimate" },
  unknown: { sign: "?", words: "no known cost" },
} as const satisfies Record<CostBasis, { readonly sign: string; readonly words: string }>;

/** Two decimals from $1 on, four below, two significant digits below $0.001. */
export function moneyText(usd: string): string {
  const value = Number(usd);
  if (value === 0) return "$0";
  if (value >= 1) return `$${value.toFixed(2)}`;
  if (value >= 0.001) return `$${value.toFixed(4)}`;
  return `$${value.toFixed(Math.min(20, 1 - Math.floor(Math.log10(value))))}`;
}

/** `$0.0123 =`, `simulated`, `simulated ($0.0123 at your prices)` or `no known cost ?`. */
export function amountText(totals: CostTotals): string {
  if (totals.usd !== null) return `${moneyText(totals.usd)} ${basisMarks[totals.basis].sign}`;
  if (totals.responses > 0) return `${basisMarks.unknown.words} ${basisMarks.unknown.sign}`;
  return totals.simulated > 0 ? `simulated${atYourPrices(totals)}` : "nothing yet";
}

/** What simulated responses would have cost, where the reader gave their models a price; else empty. */
export function atYourPrices({ simulatedUsd }: CostTotals): string {
  return simulatedUsd === null ? "" : ` (${moneyText(simulatedUsd)} at your prices)`;
}

export function tokenText({ known, missing }: TokenTotal): string {
  const text = known.toLocaleString("en-US");
  if (missing === 0) return text;
  return known === 0 ? "not reported" : `${text} + ${missing} not reported`;
}
