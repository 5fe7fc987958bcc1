import type { Lane } from "../../src/core/model/session.ts";
import { steppedScale } from "../format/numbers.ts";
import type { MeterView, Scale } from "../format/meter.ts";
import { laneStatus } from "../format/status.ts";
import type { Status } from "../format/status.ts";
import type { Store } from "./store.ts";

/** The scale that all lanes share. */
export function sharedScale(meters: readonly MeterView[]): Scale {
  const tokens = Math.max(0, ...meters.map((meter) => meter.total.value ?? 0));
  const timeMs = Math.max(0, ...meters.map((meter) => meter.endMs ?? 0));
  return { tokens: steppedScale(tokens, 200), timeMs: steppedScale(timeMs, 2_000) };
}

export function statusesOf(store: Store): readonly Status[] {
  return store.lanes.value.map((lane) => statusOfLane(store, lane));
}

export function statusOfLane(store: Store, lane: Lane): Status {
  const step = lane.head === null ? null : store.step(lane.head).value;
  return laneStatus(step, store.offer(lane)?.key !== "missing");
}
