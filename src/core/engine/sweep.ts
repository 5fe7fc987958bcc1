import { expandEffort } from "../adapters/effort-planner.ts";
import type { Registry } from "../adapters/registry.ts";
import type { NewId } from "../model/clock.ts";
import { effortText } from "../model/effort.ts";
import type { Effort } from "../model/effort.ts";
import type { LaneId } from "../model/ids.ts";
import type { Lane } from "../model/session.ts";

export interface Sweep {
  /** New lanes, least effort first, repeats of a tier together; without those the session has already. */
  readonly lanes: readonly Lane[];
  /** Lanes that the session has and that have not run yet: they take part. */
  readonly waiting: readonly LaneId[];
  readonly efforts: readonly Effort[];
}

/**
 * The lanes that run one lane's model at every tier it takes. Lanes of `existing` that ran count as runs of their tier and
 * those that wait are used, so a sweep over a session adds only what is missing. A model without tiers gives none.
 * @param repeats runs of each tier, at least 1
 * @throws ProviderError when the lane's model or wire is not known to its provider
 */
export function planSweep(
  registry: Registry,
  lane: Lane,
  { repeats, existing, newId }: { readonly repeats: number; readonly existing: readonly Lane[]; readonly newId: NewId },
): Sweep {
  const { row } = registry.adapterFor(lane);
  const efforts = expandEffort(row, "all").efforts.filter((effort) => effort !== "default");
  const tiers = efforts.map((effort) => {
    const same = existing.filter((other) => isSameBut(other, lane, effort));
    const missing = Math.max(0, repeats - same.filter(({ head }) => head !== null).length);
    const waiting = same.filter(({ head }) => head === null).slice(0, missing);
    const added = Array.from({ length: missing - waiting.length }, (): Lane => ({ ...lane, id: newId("l"), effort, head: null }));
    return { waiting: waiting.map(({ id }) => id), added };
  });
  return { lanes: tiers.flatMap(({ added }) => added), waiting: tiers.flatMap(({ waiting }) => waiting), efforts };
}

function isSameBut(other: Lane, lane: Lane, effort: Effort): boolean {
  return (
    other.provider === lane.provider &&
    other.wire === lane.wire &&
    other.model === lane.model &&
    other.maxOutputTokens === lane.maxOutputTokens &&
    effortText(other.effort) === effortText(effort)
  );
}
