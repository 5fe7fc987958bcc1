import type { EngineDependencies, LaneJob } from "../core/engine/engine.ts";
import { forecastLaneOf } from "../core/engine/forecast-lane.ts";
import { forecastRun } from "../core/pricing/forecast.ts";

/** One line on what a run is likely to cost, before it starts; null when no lane of it is billed. */
export async function forecastLine(
  { registry, prices, meters, clock }: Pick<EngineDependencies, "registry" | "prices" | "meters" | "clock">,
  jobs: readonly LaneJob[],
  names: ReadonlyMap<string, string>,
): Promise<string | null> {
  for (const { lane } of jobs) {
    await prices.prepare(lane.provider, lane.model);
    await meters?.prepare(lane.model);
  }
  const lanes = jobs.flatMap((job) => forecastLaneOf(job, { registry, meters }) ?? []);
  const { total, unknownLanes } = forecastRun({ lanes, history: [], prices, at: clock.now() });
  if (total === null) return null;
  const unknown = unknownLanes.map((lane) => names.get(lane) ?? lane).join(", ");
  return `Forecast: $${total.low} – $${total.high}${unknown === "" ? "." : `, without ${unknown}: no price is known.`}`;
}
