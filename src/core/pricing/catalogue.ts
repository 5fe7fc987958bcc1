import type { ProviderId } from "../model/ids.ts";
import type { PriceRow } from "./price-row.ts";

/**
 * The row for exactly this model at this moment; null when there is none. A date suffix (`-2026-10-01`, `-20261001`)
 * names a snapshot of the same model at the same price. Nothing else is stripped: a namesake's price is a wrong price.
 */
export function findPriceRow(provider: ProviderId, model: string, at: number, rows: readonly PriceRow[]): PriceRow | null {
  const day = new Date(at).toISOString().slice(0, 10);
  const isThen = (row: PriceRow): boolean => (row.from ?? "") <= day && day <= (row.until ?? "9999");
  for (const id of pricedIds(model)) {
    const row = rows.find((row) => row.provider === provider && row.model === id && isThen(row));
    if (row !== undefined) return row;
  }
  return null;
}

/** Ids that may name the model in a price list: itself, then without a snapshot's date. */
export function pricedIds(model: string): readonly string[] {
  const undated = model.replace(/^models\//, "").replace(/-(?:20\d{2}-\d{2}-\d{2}|20\d{6})$/, "");
  return undated === model ? [model] : [model, undated];
}
