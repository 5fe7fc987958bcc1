import { unknownCost } from "../model/cost.ts";
import type { Cost, PriceLine } from "../model/cost.ts";
import type { ProviderId } from "../model/ids.ts";
import type { Usage } from "../model/usage.ts";
import { findPriceRow } from "./catalogue.ts";
import { formatUsd, parseUsd, priceOf } from "./money.ts";
import type { PriceBook, PriceQuestion } from "./price-book.ts";
import type { PriceRow, Rates } from "./price-row.ts";

export interface PriceBookOptions {
  /** Providers that send no bill, with the sentence that says so (`simulated: nothing is billed`). */
  readonly notBilled: Readonly<Record<ProviderId, string>>;
  /** Instead of the built-in rows. */
  readonly rows?: readonly PriceRow[];
}

// Own dated rows instead of @pydantic/genai-prices: that is 472 kB of JavaScript, lacks half of this season's models and
// answers for a missing one with its namesake's price (provider-matrix trap 61).
export function createPriceBook(options: PriceBookOptions): PriceBook {
  return {
    costOf(question) {
      const notBilled = Object.hasOwn(options.notBilled, question.provider) ? options.notBilled[question.provider] : undefined;
      if (notBilled !== undefined) return unknownCost(notBilled);
      return billedCost(question.usage) ?? computedCost(question, options.rows);
    },
  };
}

function billedCost(usage: Usage): Cost | null {
  const amount = usage.billedUsd === null ? null : parseUsd(usage.billedUsd);
  return amount === null ? null : { usd: formatUsd(amount), basis: "billed", reason: null, rows: [] };
}

function computedCost({ provider, model, usage, at }: PriceQuestion, rows?: readonly PriceRow[]): Cost {
  const row = findPriceRow(provider, model, at, rows);
  if (row === null) return unknownCost(`No price is known for ${model} at ${provider}.`);
  if (usage.source === "none") return unknownCost("No token counts are known.");
  const bill = new Bill(row, usage.input.total);
  bill.addInput(usage);
  bill.addOutput(usage);
  if (usage.source === "estimated") bill.doubts.unshift("token counts are estimated");
  if (row.doubt !== undefined) bill.doubts.push(row.doubt);
  return bill.total();
}

/** One cost in the making: the lines, and every reason why their sum is only an estimate. */
class Bill {
  readonly doubts: string[] = [];
  #missing: string | null = null;
  readonly #row: PriceRow;
  readonly #rates: Rates;
  readonly #lines: PriceLine[] = [];

  constructor(row: PriceRow, inputTokens: number | null) {
    const { longContext } = row;
    this.#row = row;
    this.#rates =
      longContext !== undefined && inputTokens !== null && inputTokens > longContext.aboveInputTokens
        ? longContext.rates
        : row.rates;
  }

  addInput({ input }: Usage): void {
    if (input.total === null) {
      this.#missing = "The provider did not report input tokens.";
      return;
    }
    const uncached = input.total - (input.cacheRead ?? 0) - (input.cacheWrite ?? 0);
    this.#add("input", uncached, this.#rates.input);
    this.#addCached("cache-read", input.cacheRead, this.#rates.cacheRead);
    this.#addCached("cache-write", input.cacheWrite, this.#rates.cacheWrite);
    if (input.cacheRead === null && this.#rates.cacheRead !== null) {
      this.doubts.push("cached input was not reported and is priced in full");
    }
  }

  addOutput({ output, source }: Usage): void {
    if (output.total !== null) {
      this.#add("output", output.total, this.#rates.output);
    } else if (source === "estimated" && output.visible !== null) {
      this.#add("output", output.visible + (output.reasoning ?? 0), this.#rates.output);
      this.doubts.push("hidden reasoning is not counted, so it is at least this much");
    } else {
      this.#missing ??= "The provider did not report output tokens.";
    }
  }

  total(): Cost {
    if (this.#missing !== null) return unknownCost(this.#missing);
    const sum = this.#lines.reduce((sum, line) => sum + priceOf(line.tokens, line.usdPerMillion), 0n);
    const reason = this.doubts.length === 0 ? null : sentence(this.doubts);
    return { usd: formatUsd(sum), basis: reason === null ? "computed" : "estimate", reason, rows: this.#lines };
  }

  /** A cache price nobody states is taken as full input: the honest direction to be wrong in. */
  #addCached(item: "cache-read" | "cache-write", tokens: number | null, price: string | null): void {
    if (tokens === null || tokens <= 0) return;
    this.#add(item, tokens, price ?? this.#rates.input);
    if (price === null) this.doubts.push(`the ${item.replace("-", " ")} price is not stated and is taken as full input`);
  }

  #add(item: PriceLine["item"], tokens: number, usdPerMillion: string): void {
    if (tokens <= 0) return;
    this.#lines.push({ item, tokens, usdPerMillion, source: this.#row.source, asOf: this.#row.asOf });
    if (this.#row.unverified?.includes(item) === true) this.doubts.push(`the ${item.replace("-", " ")} price is not verified`);
  }
}

function sentence(doubts: readonly string[]): string {
  const text = doubts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
