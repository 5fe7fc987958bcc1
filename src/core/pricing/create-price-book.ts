import { unknownCost } from "../model/cost.ts";
import type { Cost } from "../model/cost.ts";
import type { ProviderId } from "../model/ids.ts";
import type { Usage } from "../model/usage.ts";
import { billFor } from "./bill.ts";
import { billingDetails } from "./billing-details.ts";
import { findPriceRow, pricedIds } from "./catalogue.ts";
import { formatUsd, parseUsd } from "./money.ts";
import type { PriceBook, PriceQuestion } from "./price-book.ts";
import type { PriceRow } from "./price-row.ts";
import { priceRows } from "./price-rows.ts";
import { sumCosts } from "./sum-costs.ts";

export interface PriceBookOptions {
  /** Providers that send no bill, with the sentence that says so (`simulated: nothing is billed`). */
  readonly notBilled: Readonly<Record<ProviderId, string>>;
  /** The user's own, before all others. Asked each time, so that a changed setting holds at once. */
  readonly ownRows?: () => readonly PriceRow[];
  /** Instead of the built-in rows. */
  readonly rows?: readonly PriceRow[];
  /** Rows of a larger catalogue, loaded when the others lack a model. They never go before ours, which correct them. */
  readonly loadMore?: () => Promise<MoreRows>;
}

/** Rows of exactly this model; empty when the catalogue has only a namesake. */
export type MoreRows = (provider: ProviderId, model: string) => readonly PriceRow[];

export function createPriceBook(options: PriceBookOptions): PriceBook {
  const { notBilled, ownRows, rows = priceRows, loadMore } = options;
  let moreRows: MoreRows | null = null;

  const rowFor = (provider: ProviderId, model: string, at: number): PriceRow | null =>
    findPriceRow(provider, model, at, ownRows?.() ?? []) ??
    findPriceRow(provider, model, at, rows) ??
    findPriceRow(provider, model, at, moreRows?.(provider, model) ?? []);

  const whyNotBilled = (provider: ProviderId): string | null =>
    Object.hasOwn(notBilled, provider) ? (notBilled[provider] ?? null) : null;

  return {
    costOf(question) {
      const reason = whyNotBilled(question.provider);
      // A price of the reader's own goes before that, too: the power of their machine, or a budget to try out.
      const isPriced = findPriceRow(question.provider, question.model, question.at, ownRows?.() ?? []) !== null;
      if (reason !== null && !isPriced) return unknownCost(reason);
      return billedCost(question.usage) ?? computedCost(question, rowFor);
    },
    async prepare(provider, model) {
      if (loadMore === undefined || moreRows !== null || whyNotBilled(provider) !== null) return;
      const ids = pricedIds(model);
      const isKnown = [...(ownRows?.() ?? []), ...rows].some((row) => row.provider === provider && ids.includes(row.model));
      if (isKnown) return;
      try {
        moreRows = await loadMore();
      } catch {
        // A catalogue that cannot be read leaves the model's price unknown, which `costOf` says; the run goes on.
      }
    },
  };
}

function billedCost(usage: Usage): Cost | null {
  const amount = usage.billedUsd === null ? null : parseUsd(usage.billedUsd);
  return amount === null ? null : { usd: formatUsd(amount), basis: "billed", reason: null, rows: [] };
}

type RowFor = (provider: ProviderId, model: string, at: number) => PriceRow | null;

function computedCost(question: PriceQuestion, rowFor: RowFor): Cost {
  const { provider, model, usage, at } = question;
  const details = billingDetails(usage);
  const tier = question.serviceTier ?? details.serviceTier ?? "standard";
  const passes = details.passes.map((pass) => {
    const row = rowFor(provider, pass.model ?? model, at);
    if (row === null) return noPrice(pass.model ?? model, provider);
    return billFor(row, pass.usage, billingDetails(pass.usage), { at, tier, label: `${pass.kind}, ${row.model}` });
  });
  const row = rowFor(provider, model, at);
  if (passes.length > 0) {
    // Server tools are counted once, on top, and priced as the answering model's.
    const calls = row === null || details.calls.length === 0 ? null : billFor(row, nothing, details, { at, tier, label: null });
    return sumCosts([...passes, calls]) ?? unknownCost("No token counts are known.");
  }
  if (row === null) return noPrice(model, provider);
  if (usage.source === "none") return unknownCost("No token counts are known.");
  return billFor(row, usage, details, { at, tier, label: null });
}

const nothing: Usage = {
  input: { total: 0, uncached: 0, cacheRead: 0, cacheWrite: 0 },
  output: { total: 0, reasoning: 0, visible: 0 },
  source: "reported",
  billedUsd: null,
  raw: null,
};

function noPrice(model: string, provider: ProviderId): Cost {
  return unknownCost(`No price is known for ${model} at ${provider}.`);
}
