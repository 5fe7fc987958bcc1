import type { Effort } from "../model/effort.ts";
import { effortText } from "../model/effort.ts";
import type { Forecast, ForecastBasis, HistoryRecord, LaneForecast, MoneyRange, TokenRange } from "../model/forecast.ts";
import type { LaneId, ProviderId } from "../model/ids.ts";
import { noUsage } from "../model/usage.ts";
import type { Usage } from "../model/usage.ts";
import { formatUsd, parseUsd } from "./money.ts";
import { outputPrior, priorSource } from "./output-priors.ts";
import type { PriceBook } from "./price-book.ts";

export interface ForecastLane {
  readonly lane: LaneId;
  readonly provider: ProviderId;
  readonly model: string;
  readonly effort: Effort;
  /** Of the whole request; counted where there is a tokenizer. */
  readonly inputTokens: number;
  /** What an earlier request to the same model has put into the provider's cache; 0: nothing that is known. */
  readonly cachedTokens: number;
  /** As it will be sent, or as the user set it; null: no limit. */
  readonly maxOutputTokens: number | null;
}

export interface ForecastQuestion {
  readonly lanes: readonly ForecastLane[];
  /** Of this session and of the local history, in any order. */
  readonly history: readonly HistoryRecord[];
  readonly prices: PriceBook;
  /** Milliseconds since the epoch: when the run would start. */
  readonly at: number;
}

/** A range for each lane and for all. Nothing is sent; an unknown price stays unknown and is named. */
export function forecastRun(question: ForecastQuestion): Forecast {
  const lanes = question.lanes.map((lane) => forecastLane(lane, question));
  const known = lanes.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return {
    lanes,
    total: known.length === 0 ? null : sumRanges(known),
    unknownLanes: lanes.filter(({ cost }) => cost === null).map(({ lane }) => lane),
  };
}

function forecastLane(lane: ForecastLane, { history, prices, at }: ForecastQuestion): LaneForecast {
  const { range, basis, notes } = outputRange(lane, history);
  const { provider, model, inputTokens } = lane;
  const cachedTokens = Math.min(lane.cachedTokens, inputTokens);
  const costOf = (outputTokens: number, cacheRead: number) =>
    prices.costOf({ provider, model, at, usage: usageOf(inputTokens, cacheRead, outputTokens) });
  const low = costOf(range.low, cachedTokens);
  const likely = costOf(range.likely, cachedTokens);
  const high = costOf(range.high, 0);
  const isKnown = low.usd !== null && likely.usd !== null && high.usd !== null;
  return {
    lane: lane.lane,
    inputTokens,
    cachedTokens,
    outputTokens: range,
    cost: isKnown ? { low: low.usd, likely: likely.usd, high: high.usd } : null,
    reason: isKnown ? null : high.reason,
    basis,
    notes: [
      ...notes,
      ...(cachedTokens === 0 ? [] : [`${cachedTokens} input tokens may come from the cache; the high end counts them in full.`]),
      // Of the doubts only those of the price are news: that a forecast's counts are estimates goes without saying.
      ...priceNotes(high.reason),
    ],
  };
}

function priceNotes(reason: string | null): readonly string[] {
  const doubts = (reason ?? "").replace(/\.$/, "").split("; ").slice(1);
  return doubts.length === 0 ? [] : [`The price is uncertain: ${doubts.join("; ")}.`];
}

/** 85 % of a normal distribution lie within this many standard deviations. */
const spread = 1.44;

interface Evidence {
  readonly range: TokenRange;
  readonly basis: ForecastBasis;
  readonly notes: readonly string[];
}

/**
 * Output lengths of one model at one effort are close to log-normal. What has been seen outweighs the prior with every
 * response; the same prompt tells far more than others do.
 */
function outputRange({ provider, model, effort, maxOutputTokens }: ForecastLane, history: readonly HistoryRecord[]): Evidence {
  const own = history.filter(
    (record) => record.provider === provider && record.model === model && effortText(record.effort) === effortText(effort),
  );
  const same = own.filter(({ isSamePrompt }) => isSamePrompt);
  const prior = outputPrior(effort);
  const start = { mean: Math.log(prior.likely), deviation: Math.log(prior.high / prior.low) / (2 * spread) };
  const ofModel = own.length === 0 ? start : learn(start, own, 3);
  const belief = same.length === 0 ? ofModel : learn({ mean: ofModel.mean, deviation: 0.45 }, same, 0.5);
  const range = capped(own.length === 0 ? prior : rangeOf(belief), maxOutputTokens);
  const basis: ForecastBasis = same.length > 0 ? "session" : own.length > 0 ? "history" : "prior";
  const limit =
    maxOutputTokens !== null && range.high === maxOutputTokens ? [`The output limit of ${maxOutputTokens} tokens caps it.`] : [];
  return { range, basis, notes: [basisNote(basis, same.length, own.length, effort), ...limit] };
}

interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

/** @param weight how many responses the earlier belief is worth */
function learn(earlier: Belief, records: readonly HistoryRecord[], weight: number): Belief {
  const logs = records.map(({ outputTokens }) => Math.log(Math.max(1, outputTokens)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const shift = (earlier.mean - mean) ** 2 * ((weight * logs.length) / (weight + logs.length));
  return {
    mean: (earlier.mean * weight + mean * logs.length) / (weight + logs.length),
    deviation: Math.sqrt(
      (earlier.deviation ** 2 * weight + squares + Math.min(shift, squares + earlier.deviation ** 2)) / (weight + logs.length),
    ),
  };
}

function rangeOf({ mean, deviation }: Belief): TokenRange {
  return {
    low: Math.max(1, Math.floor(Math.exp(mean - spread * deviation))),
    likely: Math.max(1, Math.round(Math.exp(mean))),
    high: Math.max(1, Math.ceil(Math.exp(mean + spread * deviation))),
  };
}

function capped({ low, likely, high }: TokenRange, limit: number | null): TokenRange {
  const cap = (tokens: number): number => (limit === null ? tokens : Math.min(tokens, limit));
  return { low: cap(low), likely: cap(likely), high: cap(high) };
}

function basisNote(basis: ForecastBasis, same: number, own: number, effort: Effort): string {
  switch (basis) {
    case "session":
      return `Output from ${responses(same)} of this model to the same prompt.`;
    case "history":
      return `Output from ${responses(own)} of this model to other prompts.`;
    case "prior":
      return `Output from what effort ${effortText(effort)} usually takes (${priorSource}); this model has not been run here yet.`;
  }
}

function responses(count: number): string {
  return count === 1 ? "one earlier response" : `${count} earlier responses`;
}

function usageOf(input: number, cacheRead: number, output: number): Usage {
  return {
    ...noUsage,
    input: { total: input, uncached: input - cacheRead, cacheRead, cacheWrite: 0 },
    output: { total: output, reasoning: null, visible: null },
    source: "estimated",
  };
}

function sumRanges(ranges: readonly MoneyRange[]): MoneyRange {
  const sum = (pick: (range: MoneyRange) => string): string =>
    formatUsd(ranges.reduce((total, range) => total + (parseUsd(pick(range)) ?? 0n), 0n));
  return { low: sum(({ low }) => low), likely: sum(({ likely }) => likely), high: sum(({ high }) => high) };
}
