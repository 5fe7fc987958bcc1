import type { EngineDependencies, LaneJob } from "../core/engine/engine.ts";
import { requestText } from "../core/engine/request-text.ts";
import { estimateTokens } from "../core/model/token-estimate.ts";
import { forecastRun } from "../core/pricing/forecast.ts";

/** One line on what a run is likely to cost, before it starts; null when no lane of it is billed. */
export async function forecastLine(
  { prices, meters, clock }: Pick<EngineDependencies, "prices" | "meters" | "clock">,
  jobs: readonly LaneJob[],
  names: ReadonlyMap<string, string>,
): Promise<string | null> {
  for (const { lane } of jobs) {
    await prices.prepare(lane.provider, lane.model);
    await meters?.prepare(lane.model);
  }
  const lanes = jobs.map(({ lane, request }) => {
    const text = requestText(request);
    return {
      lane: lane.id,
      provider: lane.provider,
      model: lane.model,
      effort: lane.effort,
      inputTokens: meters?.count(lane.provider, lane.model, text) ?? estimateTokens(text),
      cachedTokens: 0,
      maxOutputTokens: request.maxOutputTokens,
    };
  });
  const { total, unknownLanes } = forecastRun({ lanes, history: [], prices, at: clock.now() });
  if (total === null) return null;
  const unknown = unknownLanes.map((lane) => names.get(lane) ?? lane).join(", ");
  return `Forecast: $${total.low} – $${total.high}${unknown === "" ? "." : `, without ${unknown}: no price is known.`}`;
}
