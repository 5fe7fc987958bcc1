import { costMarks, moneyText } from "../model/cost-words.ts";
import type { CostTotals, TokenTotal } from "./cost-totals.ts";

/** `$0.0123 =`, `simulated`, `simulated ($0.0123 at your prices)` or `no known cost ?`. */
export function amountText(totals: CostTotals): string {
  if (totals.usd !== null) return `${moneyText(totals.usd)} ${costMarks[totals.basis].sign}`;
  if (totals.responses > 0) return `${costMarks.unknown.words} ${costMarks.unknown.sign}`;
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
