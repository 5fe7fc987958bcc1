import { createPriceBook } from "../core/pricing/create-price-book.ts";
import type { PriceRow } from "../core/pricing/price-row.ts";
import type { PriceBook } from "../core/pricing/price-book.ts";

/** Prices without anything else of a host: what a saved session would cost is asked of no provider. */
export function createCliPrices(own: readonly PriceRow[]): PriceBook {
  return createPriceBook({
    notBilled: {},
    ownRows: () => own,
    loadMore: async () => (await import("../core/pricing/genai-rows.ts")).genaiRows,
  });
}
