import type { Effort } from "../model/effort.ts";
import { effortText } from "../model/effort.ts";
import type { Forecast, ForecastBasis, HistoryRecord, LaneForecast, MoneyRange, TokenRange } from "../model/forecast.ts";
import type { LaneId, ProviderId } from "../model/ids.ts";
import { noUsage } from "../model/usage.ts";
import type { Usage } from "../model/usage.ts";
import { expectedLog, outputSpread, reasoningShare } from "./expected-output.ts";
import { formatUsd, parseUsd } from "./money.ts";
import type { PriceBook } from "./price-book.ts";

export interface ForecastLane {
  readonly lane: LaneId;
  readonly provider: ProviderId;
  readonly model: string;
  readonly effort: Effort;
  /** What `default` comes to for this model; absent: not known. */
  readonly defaultEffort?: Effort;
  /** Of the whole request; counted where there is a tokenizer. */
  readonly inputTokens: number;
  /** What an earlier request to the same model has put into the provider's cache; 0: nothing that is known. */
  readonly cachedTokens: number;
  /** As it will be sent, or as the user set it; null: no limit. */
  readonly maxOutputTokens: number | null;
  /** The last user text: its length and kind narrow the range. Absent: nothing is known of it. */
  readonly prompt?: string | null;
  readonly hasTools?: boolean;
  /** Of this model's earlier responses; absent or null: not known. */
  readonly tokensPerSecond?: number | null;
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
  const parts = partsOf(range, lane, history);
  const timeMs = timeOf(range, lane.tokensPerSecond ?? null);
  return {
    lane: lane.lane,
    inputTokens,
    cachedTokens,
    outputTokens: range,
    parts,
    timeMs,
    cost: isKnown ? { low: low.usd, likely: likely.usd, high: high.usd } : null,
    reason: isKnown ? null : high.reason,
    basis,
    notes: [
      ...notes,
      likelyNote(parts, timeMs),
      ...(cachedTokens === 0 ? [] : [`${cachedTokens} input tokens may come from the cache; the high end counts them in full.`]),
      // Of the doubts only those of the price are news: that a forecast's counts are estimates goes without saying.
      ...priceNotes(high.reason),
    ],
  };
}

function likelyNote(parts: LaneForecast["parts"], timeMs: TokenRange | null): string {
  const tokens =
    parts === null || parts.reasoning.high === 0
      ? "No reasoning is expected"
      : `Likely ${parts.reasoning.likely} tokens of reasoning and ${parts.answer.likely} of answer`;
  if (timeMs === null) return `${tokens}.`;
  const seconds = (ms: number): string => String(ms < 9_950 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000));
  return `${tokens}; ${seconds(timeMs.low)} to ${seconds(timeMs.high)} s at the speed of its last responses.`;
}

function priceNotes(reason: string | null): readonly string[] {
  const doubts = (reason ?? "").replace(/\.$/, "").split("; ").slice(1);
  return doubts.length === 0 ? [] : [`The price is uncertain: ${doubts.join("; ")}.`];
}

interface Evidence {
  readonly range: TokenRange;
  readonly basis: ForecastBasis;
  readonly notes: readonly string[];
}

/**
 * Where a response lies is the prompt's and effort's expectation, an offset of the model's own, an offset of this prompt for
 * this model, and chance. What has been seen narrows the offsets; the same prompt tells far more than others do.
 */
function outputRange(lane: ForecastLane, history: readonly HistoryRecord[]): Evidence {
  const { maxOutputTokens } = lane;
  const effort = effortOf(lane);
  const { own, same } = recordsOfLane(lane, history);
  const others = own.filter((record) => !same.includes(record));
  const question = { effort, prompt: lane.prompt ?? null, hasTools: lane.hasTools ?? false, inputTokens: lane.inputTokens };
  const expected = expectedLog(question);
  const ofModel = learn({ mean: 0, variance: variances.model }, others.map(surprise), variances.prompt + variances.chance);
  const ofPrompt = { mean: ofModel.mean, variance: ofModel.variance + variances.prompt };
  const offset = learn(
    ofPrompt,
    same.map(({ outputTokens }) => Math.log(Math.max(1, outputTokens)) - expected),
    variances.chance,
  );
  const doubt = question.prompt === null && same.length === 0 ? outputSpread.unknownPrompt : 1;
  const range = capped(rangeAround(expected + offset.mean, offset.variance + variances.chance, doubt), maxOutputTokens);
  const basis: ForecastBasis = same.length > 0 ? "session" : own.length > 0 ? "history" : "prior";
  const limit =
    maxOutputTokens !== null && range.high === maxOutputTokens ? [`The output limit of ${maxOutputTokens} tokens caps it.`] : [];
  return { range, basis, notes: [basisNote(basis, same.length, others.length, lane), ...limit] };
}

function effortOf({ effort, defaultEffort }: ForecastLane): Effort {
  return effort === "default" ? (defaultEffort ?? effort) : effort;
}

/** This model's own, at any effort: the expectation accounts for that. The same prompt counts at the same effort only. */
function recordsOfLane({ provider, model, effort }: ForecastLane, history: readonly HistoryRecord[]) {
  const own = history.filter((record) => record.provider === provider && record.model === model);
  const same = own.filter((record) => record.isSamePrompt && effortText(record.effort) === effortText(effort));
  return { own, same };
}

/** How far a response lay from what was to be expected of it, as a logarithm. */
function surprise({ effort, expectedTokens, outputTokens }: HistoryRecord): number {
  const expected = expectedTokens ?? null;
  const log = expected === null ? expectedLog({ effort, prompt: null, hasTools: false }) : Math.log(Math.max(1, expected));
  return Math.log(Math.max(1, outputTokens)) - log;
}

/**
 * Of logarithms of output tokens, from the recorded responses that the weights are fitted to: between models, between prompts
 * of a model, between repeats.
 */
const variances = { model: 0.15, prompt: 0.59, chance: 0.25 } as const;

interface Belief {
  readonly mean: number;
  readonly variance: number;
}

function learn({ mean, variance }: Belief, seen: readonly number[], noise: number): Belief {
  if (seen.length === 0) return { mean, variance };
  const average = seen.reduce((sum, each) => sum + each, 0) / seen.length;
  const weight = variance / (variance + noise / seen.length);
  return { mean: mean + weight * (average - mean), variance: variance * (1 - weight) };
}

/** The measured spread of new prompts, narrowed by what is known. */
function rangeAround(log: number, variance: number, doubt: number): TokenRange {
  const scale = doubt * Math.sqrt(variance / (variances.model + variances.prompt + variances.chance));
  return {
    low: Math.max(1, Math.floor(Math.exp(log + outputSpread.low * scale))),
    likely: Math.max(1, Math.round(Math.exp(log))),
    high: Math.max(1, Math.ceil(Math.exp(log + outputSpread.high * scale))),
  };
}

/** By the share that was reasoning in what this model did at this effort, else in recorded responses at such an effort. */
function partsOf(range: TokenRange, lane: ForecastLane, history: readonly HistoryRecord[]): LaneForecast["parts"] {
  const counted = recordsOfLane(lane, history).own.flatMap(({ effort, outputTokens, reasoningTokens }) =>
    effortText(effort) !== effortText(lane.effort) || reasoningTokens === undefined || reasoningTokens === null
      ? []
      : [Math.min(1, reasoningTokens / Math.max(1, outputTokens))],
  );
  const share = counted.length < 3 ? reasoningShare(effortOf(lane)) : sharesOf(counted);
  const tokens = (total: number, part: number): number => Math.round(total * part);
  return {
    reasoning: {
      low: tokens(range.low, share.low),
      likely: tokens(range.likely, share.likely),
      high: tokens(range.high, share.high),
    },
    answer: {
      low: tokens(range.low, 1 - share.high),
      likely: range.likely - tokens(range.likely, share.likely),
      high: tokens(range.high, 1 - share.low),
    },
  };
}

function sharesOf(counted: readonly number[]): { readonly low: number; readonly likely: number; readonly high: number } {
  const sorted = counted.toSorted((one, other) => one - other);
  const at = (place: number): number => sorted[Math.round((sorted.length - 1) * place)] ?? 0;
  return { low: at(0.1), likely: at(0.5), high: at(0.9) };
}

function timeOf({ low, likely, high }: TokenRange, tokensPerSecond: number | null): TokenRange | null {
  if (tokensPerSecond === null || tokensPerSecond <= 0) return null;
  const ms = (tokens: number): number => Math.round((tokens / tokensPerSecond) * 1000);
  return { low: ms(low), likely: ms(likely), high: ms(high) };
}

function capped({ low, likely, high }: TokenRange, limit: number | null): TokenRange {
  const cap = (tokens: number): number => (limit === null ? tokens : Math.min(tokens, limit));
  return { low: cap(low), likely: cap(likely), high: cap(high) };
}

function basisNote(basis: ForecastBasis, same: number, others: number, { effort, prompt }: ForecastLane): string {
  switch (basis) {
    case "session":
      return `Output from ${responses(same)} of this model to the same prompt.`;
    case "history":
      return `Output from ${responses(others)} of this model to other prompts.`;
    case "prior":
      return `Output from what ${(prompt ?? null) === null ? "" : "such a prompt at "}effort ${effortText(effort)} usually takes (recorded responses, 2026-11-22); this model has not been run here yet.`;
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
