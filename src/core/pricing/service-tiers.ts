import type { ProviderId } from "../model/ids.ts";
import type { PriceRow } from "./price-row.ts";

/**
 * What other service tiers cost at providers that price them as one factor for all models. Google: "Gemini API
 * optimization and inference" (ai.google.dev/gemini-api/docs/optimization); Anthropic: its batch price table; both read
 * 2026-11-22. Whoever is missing has no known price for a tier, and a cost says so.
 */
export const tierFactors: Readonly<Record<ProviderId, NonNullable<PriceRow["tiers"]>>> = {
  anthropic: { batch: { factor: "0.5" } },
  google: {
    batch: { factor: "0.5" },
    flex: { factor: "0.5" },
    priority: { factor: "2", doubt: "the priority tier costs 75 % to 100 % more; the larger is taken" },
  },
  openai: {
    batch: { factor: "0.5", doubt: "the batch discount of 50 % is the provider's general one and not checked for this model" },
    flex: { factor: "0.5", doubt: "the flex discount of 50 % is the provider's general one and not checked for this model" },
  },
};
