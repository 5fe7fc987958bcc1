import type { EngineDependencies, LaneJob } from "../core/engine/engine.ts";
import { forecastLaneOf } from "../core/engine/forecast-lane.ts";
import type { Forecast } from "../core/model/forecast.ts";
import { forecastRun } from "../core/pricing/forecast.ts";

/** What a run of these is likely to cost, lane by lane, as far as prices are known. */
export async function forecastJobs(
  { registry, prices, meters, clock }: Pick<EngineDependencies, "registry" | "prices" | "meters" | "clock">,
  jobs: readonly LaneJob[],
): Promise<Forecast> {
  for (const { lane } of jobs) {
    await prices.prepare(lane.provider, lane.model);
    await meters?.prepare(lane.model);
  }
  const lanes = jobs.flatMap((job) => forecastLaneOf(job, { registry, meters }) ?? []);
  return forecastRun({ lanes, history: [], prices, at: clock.now() });
}

/** One line on it, before it starts; null when no lane of it is billed. */
export function forecastLine({ total, unknownLanes }: Forecast, names: ReadonlyMap<string, string>): string | null {
  if (total === null) return null;
  const unknown = unknownLanes.map((lane) => names.get(lane) ?? lane).join(", ");
  return `Forecast: $${total.low} – $${total.high}${unknown === "" ? "." : `, without ${unknown}: no price is known.`}`;
}

/** For a script: lanes under the names they have in all output. */
export function forecastData({ lanes, total }: Forecast, names: ReadonlyMap<string, string>) {
  return { total, lanes: lanes.map((each) => ({ ...each, lane: names.get(each.lane) ?? each.lane })) };
}
