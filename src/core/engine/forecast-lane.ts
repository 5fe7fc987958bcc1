import type { Adapter } from "../adapters/adapter.ts";
import type { Registry } from "../adapters/registry.ts";
import { planCall } from "../adapters/effort-planner.ts";
import type { Effort } from "../model/effort.ts";
import { ProviderError } from "../model/errors.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import type { ForecastLane } from "../pricing/forecast.ts";
import type { TokenMeters } from "../tokens/token-meters.ts";
import type { LaneJob } from "./engine.ts";
import { requestText } from "./request-text.ts";

export interface ForecastFacts {
  readonly registry: Registry;
  readonly meters: TokenMeters | undefined;
}

/** What a forecast asks about a lane that is about to run; null: it cannot be sent as it is, and the run will say why. */
export function forecastLaneOf({ lane, request, input }: LaneJob, { registry, meters }: ForecastFacts): ForecastLane | null {
  try {
    const adapter = registry.adapterFor(lane);
    const { id, provider, model, effort } = lane;
    const text = requestText(request);
    return {
      lane: id,
      provider,
      model,
      effort,
      defaultEffort: defaultEffort(adapter),
      inputTokens: meters?.count(provider, model, text) ?? estimateTokens(text),
      cachedTokens: 0,
      maxOutputTokens: planCall(adapter, request).maxOutputTokens,
      prompt: input,
      hasTools: request.tools.length > 0,
      tokensPerSecond: meters?.hintsFor(provider, model).tokensPerSecond ?? null,
    };
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

/** What the model does when no effort is asked; `default` where that is not known. */
function defaultEffort({ row }: Adapter): Effort {
  const knob = row?.effort;
  if (knob === undefined || knob.type === "unknown") return "default";
  return knob.type === "none" ? "none" : (knob.providerDefault ?? "default");
}
