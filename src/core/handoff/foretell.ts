import type { PreparedCall } from "../adapters/adapter.ts";
import { prepareCall } from "../adapters/call.ts";
import { ProviderError } from "../model/errors.ts";
import type { HistoryRecord, MoneyRange } from "../model/forecast.ts";
import type { HandoffForecast } from "../model/handoff.ts";
import type { Lane } from "../model/session.ts";
import { forecastRun } from "../pricing/forecast.ts";
import type { PriceBook } from "../pricing/price-book.ts";
import { forecastHandoff } from "./forecast.ts";
import type { Forecast } from "./forecast.ts";
import type { HandoffPlan, HandoffQuestion } from "./plan-handoff.ts";
import { continuationJob } from "./run-continuation.ts";

export interface ForecastFacts {
  readonly prices: PriceBook;
  readonly history: readonly HistoryRecord[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Values of the provider's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Null: no price is known, or nothing is billed. */
interface Costs {
  readonly cost: MoneyRange | null;
  /** Without what is carried. */
  readonly costWithout: MoneyRange | null;
  /** With all of it, and nothing read from a cache. */
  readonly costUncached: MoneyRange | null;
}

const noCosts: Costs = { cost: null, costWithout: null, costUncached: null };

export type Foretold =
  | ({
      readonly type: "forecast";
      readonly forecast: Forecast;
    } & Costs)
  /** It cannot be sent. */
  | { readonly type: "refused"; readonly why: string };

/** What sending this plan on this lane would come to. Nothing is sent. */
export function foretell(lane: Lane, question: HandoffQuestion, plan: HandoffPlan, facts: ForecastFacts): Foretold {
  const prepared = prepare(lane, question, plan, facts);
  if (prepared.type === "refused") return prepared;
  const forecast = forecastHandoff(plan, prepared.call, facts.prices, facts.now);
  const isSimulated = question.adapter.provider.kind === "simulated";
  const costs = isSimulated ? noCosts : costsOf(lane, question, prepared.call, forecast, facts);
  return { type: "forecast", forecast, ...costs };
}

/** As it is kept with the step; null: it could not be sent. */
export function forecastToKeep(foretold: Foretold): HandoffForecast | null {
  if (foretold.type === "refused") return null;
  const { forecast, cost } = foretold;
  const { inputTokens, carriedTokens, cacheableTokens } = forecast;
  const { native, brief, lost } = forecast.fidelity;
  const isKnown = native !== null && brief !== null && lost !== null;
  const shares = isKnown ? { native: rounded(native), brief: rounded(brief), lost: rounded(lost) } : null;
  return { shares, inputTokens, carriedTokens, cacheableTokens, cost };
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

type Prepared = { readonly type: "call"; readonly call: PreparedCall } | { readonly type: "refused"; readonly why: string };

function prepare(lane: Lane, question: HandoffQuestion, plan: HandoffPlan, { parameters }: ForecastFacts): Prepared {
  const { request } = continuationJob({ lane, question, allowsFallback: false }, plan);
  try {
    return { type: "call", call: prepareCall(question.adapter, request, { parameters }) };
  } catch (error) {
    if (error instanceof ProviderError) return { type: "refused", why: error.failure.message };
    throw error;
  }
}

function costsOf(
  lane: Lane,
  { input }: HandoffQuestion,
  { maxOutputTokens }: PreparedCall,
  { inputTokens, carriedTokens, cacheableTokens }: Forecast,
  { prices, history, now }: ForecastFacts,
): Costs {
  const { id, provider, model, effort } = lane;
  const rangeFor = (tokens: number, cachedTokens: number): MoneyRange | null => {
    const asked = { lane: id, provider, model, effort, inputTokens: tokens, cachedTokens, maxOutputTokens, prompt: input };
    return forecastRun({ lanes: [asked], history, prices, at: now }).total;
  };
  return {
    cost: rangeFor(inputTokens, cacheableTokens),
    costWithout: rangeFor(Math.max(0, inputTokens - carriedTokens), 0),
    costUncached: rangeFor(inputTokens, 0),
  };
}
