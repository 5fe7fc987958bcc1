import { unknownCost } from "../model/cost.ts";
import type { Cost, PriceLine } from "../model/cost.ts";
import type { ServiceTier } from "../model/service-tier.ts";
import type { Usage } from "../model/usage.ts";
import type { BillingDetails } from "./billing-details.ts";
import { formatUsd, priceOf, timesFactor } from "./money.ts";
import type { PriceRow, Rates } from "./price-row.ts";

export interface BillContext {
  readonly at: number;
  readonly tier: ServiceTier;
  /** For costs that several models share: named at the lines' source. */
  readonly label: string | null;
}

/** The cost of one pass over one model: its lines, and every reason why their sum is only an estimate. */
export function billFor(row: PriceRow, usage: Usage, details: BillingDetails, context: BillContext): Cost {
  const bill = new Bill(row, usage.input.total, context);
  bill.addInput(usage, details.cacheWriteLong);
  bill.addOutput(usage);
  bill.addCalls(details);
  bill.addRequest();
  if (usage.source === "estimated") bill.doubts.unshift("token counts are estimated");
  if (row.doubt !== undefined) bill.doubts.push(row.doubt);
  return bill.total();
}

class Bill {
  readonly doubts: string[] = [];
  #missing: string | null = null;
  readonly #row: PriceRow;
  readonly #rates: Rates;
  readonly #factor: string | null;
  readonly #source: string;
  readonly #lines: PriceLine[] = [];

  constructor(row: PriceRow, inputTokens: number | null, { at, tier, label }: BillContext) {
    this.#row = row;
    this.#rates = ratesFor(row, inputTokens, at);
    const factor = tier === "standard" ? null : (row.tiers?.[tier] ?? null);
    this.#factor = factor?.factor ?? null;
    if (factor?.doubt !== undefined) this.doubts.push(factor.doubt);
    if (tier !== "standard" && factor === null) {
      this.doubts.push(`the price of the ${tier} tier is not known and is taken as standard`);
    }
    const notes = [label, this.#factor === null ? null : `${tier} × ${this.#factor}`].filter((note) => note !== null);
    this.#source = notes.length === 0 ? row.source : `${row.source} (${notes.join(", ")})`;
  }

  addInput({ input }: Usage, long: number | null): void {
    if (input.total === null) {
      this.#missing = "The provider did not report input tokens.";
      return;
    }
    const rates = this.#rates;
    const uncached = input.total - (input.cacheRead ?? 0) - (input.cacheWrite ?? 0);
    this.#add("input", uncached, rates.input);
    this.#addCached("cache-read", input.cacheRead, rates.cacheRead);
    const longWrite = Math.min(long ?? 0, input.cacheWrite ?? 0);
    this.#addCached("cache-write", (input.cacheWrite ?? 0) - longWrite, rates.cacheWrite);
    if (longWrite > 0) this.#addLongWrite(longWrite);
    if (input.cacheRead === null && rates.cacheRead !== null) {
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

  /** A counter without a price is not for sale by the call (fetches are free, their text is input); searches are. */
  addCalls({ calls }: BillingDetails): void {
    for (const { name, count } of calls) {
      const each = this.#row.calls?.[name];
      if (each !== undefined)
        this.#lines.push({ ...this.#line("call", count, perMillion(each)), source: `${this.#row.source} (${name})` });
      else if (/search/.test(name)) this.doubts.push(`${name} is billed by the call at a price that is not known`);
    }
  }

  /** Once for a request, whatever it passes through. */
  addRequest(): void {
    const { perRequest, source } = this.#row;
    if (perRequest === undefined) return;
    this.#lines.push({ ...this.#line("call", 1, perMillion(perRequest)), source: `${source} (request)` });
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

  #addLongWrite(tokens: number): void {
    const { cacheWriteLong } = this.#rates;
    if (cacheWriteLong !== undefined) this.#add("cache-write", tokens, cacheWriteLong);
    else {
      this.#addCached("cache-write", tokens, this.#rates.cacheWrite);
      this.doubts.push("the price of the longer cache is not stated and is taken as the shorter one's");
    }
  }

  #add(item: PriceLine["item"], tokens: number, usdPerMillion: string): void {
    if (tokens <= 0) return;
    this.#lines.push(this.#line(item, tokens, this.#factor === null ? usdPerMillion : timesFactor(usdPerMillion, this.#factor)));
    if (this.#row.unverified?.includes(item) === true) this.doubts.push(`the ${item.replace("-", " ")} price is not verified`);
  }

  #line(item: PriceLine["item"], tokens: number, usdPerMillion: string): PriceLine {
    return { item, tokens, usdPerMillion, source: this.#source, asOf: this.#row.asOf };
  }
}

/** Size steps go before hours: no provider in the catalogue has both. */
function ratesFor({ rates, longContext, peak }: PriceRow, inputTokens: number | null, at: number): Rates {
  if (longContext !== undefined && inputTokens !== null && inputTokens > longContext.aboveInputTokens) return longContext.rates;
  const minute = Math.floor((((at % dayMs) + dayMs) % dayMs) / 60_000);
  const isPeak = peak?.windows.some(({ fromMinute, untilMinute }) => fromMinute <= minute && minute < untilMinute) ?? false;
  return isPeak && peak !== undefined ? peak.rates : rates;
}

const dayMs = 86_400_000;

function perMillion(usdPerCall: string): string {
  return timesFactor(usdPerCall, "1000000");
}

function sentence(doubts: readonly string[]): string {
  const text = [...new Set(doubts)].join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
