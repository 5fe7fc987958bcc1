import type { LaneForecast } from "../../src/core/model/forecast.ts";
import type { Lane } from "../../src/core/model/session.ts";
import { steppedScale } from "../format/numbers.ts";
import type { MeterView, Scale } from "../format/meter.ts";
import { laneStatus } from "../format/status.ts";
import type { Status } from "../format/status.ts";
import type { Page } from "./page.ts";
import type { Store } from "./store.ts";

/** The scale that all lanes share. */
export function sharedScale(meters: readonly MeterView[], forecasts: readonly LaneForecast[]): Scale {
  const tokens = Math.max(
    0,
    ...meters.map((meter) => meter.total.value ?? 0),
    ...forecasts.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens.high),
  );
  const timeMs = Math.max(0, ...meters.map((meter) => meter.endMs ?? 0));
  return { tokens: steppedScale(tokens, 200), timeMs: steppedScale(timeMs, 2_000) };
}

/** What is forecast for lanes that have not run yet. */
export function openForecasts({ store, insight }: Pick<Page, "store" | "insight">): readonly LaneForecast[] {
  return store.lanes.value.flatMap((lane) => (lane.head === null ? (insight.forecasts.value.get(lane.id) ?? []) : []));
}

export function statusesOf(store: Store): readonly Status[] {
  return store.lanes.value.map((lane) => statusOfLane(store, lane));
}

export function statusOfLane(store: Store, lane: Lane): Status {
  const step = lane.head === null ? null : store.step(lane.head).value;
  return laneStatus(step, store.offer(lane)?.key !== "missing");
}
