import type { ComparedLane, Frontier, FrontierPoint } from "../model/comparison.ts";
import type { LaneId } from "../model/ids.ts";
import { parseUsd } from "../pricing/money.ts";

/** Cost against time. Where lanes agree, only they can be on the frontier; a fast wrong answer saves nothing. */
export function frontierOf(lanes: readonly ComparedLane[]): Frontier {
  const ended = lanes.filter(({ state }) => state === "compared" || state === "unclear");
  const hasPrice = ended.some(({ usd }) => usd !== null);
  const measure = hasPrice ? "usd" : "output-tokens";
  const priced = ended.flatMap((lane): readonly Measured[] => {
    const cost = costOf(lane, measure);
    return cost === null || lane.timeMs === null ? [] : [{ lane, cost, timeMs: lane.timeMs }];
  });
  const hasAgreement = priced.some(({ lane }) => lane.agrees === true);
  const line = pareto(priced.filter(({ lane }) => (hasAgreement ? lane.agrees === true : lane.agrees === null)));
  const points = priced.map(({ lane, cost, timeMs }): FrontierPoint => {
    const isOnFrontier = line.includes(lane.number);
    // Only a place on a scale: an exact amount stands in the lane.
    return { lane: lane.lane, number: lane.number, timeMs, cost: scaled(cost, measure), agrees: lane.agrees, isOnFrontier };
  });
  const unpriced = hasPrice ? ended.filter(({ usd, timeMs }) => usd === null && timeMs !== null) : [];
  return { measure, points, line, unpriced: unpriced.map(({ number }) => number) };
}

/** The agreeing lane with the least cost, the fastest among equals; null without a price or agreement. */
export function cheapestLane(lanes: readonly ComparedLane[]): LaneId | null {
  const priced = lanes.flatMap((lane) => {
    const cost = lane.agrees === true ? costOf(lane, "usd") : null;
    return cost === null ? [] : [{ lane, cost }];
  });
  const [first] = priced.toSorted((one, other) =>
    one.cost === other.cost ? (one.lane.timeMs ?? 0) - (other.lane.timeMs ?? 0) : one.cost < other.cost ? -1 : 1,
  );
  return first?.lane.lane ?? null;
}

interface Measured {
  readonly lane: ComparedLane;
  readonly cost: bigint;
  readonly timeMs: number;
}

function costOf(lane: ComparedLane, measure: Frontier["measure"]): bigint | null {
  if (measure === "usd") return lane.usd === null ? null : parseUsd(lane.usd);
  return lane.outputTokens === null ? null : BigInt(Math.round(lane.outputTokens));
}

function scaled(cost: bigint, measure: Frontier["measure"]): number {
  return measure === "usd" ? Number(cost) / 1e18 : Number(cost);
}

/** Fastest first; each next one is slower and costs less. */
function pareto(lanes: readonly Measured[]): readonly number[] {
  const line: number[] = [];
  let best: bigint | null = null;
  for (const { lane, cost } of lanes.toSorted((one, other) => one.timeMs - other.timeMs || Number(one.cost - other.cost))) {
    if (best !== null && cost >= best) continue;
    best = cost;
    line.push(lane.number);
  }
  return line;
}
