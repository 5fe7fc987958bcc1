import { expandEffort } from "../adapters/effort-planner.ts";
import type { Registry } from "../adapters/registry.ts";
import type { NewId } from "../model/clock.ts";
import { effortText } from "../model/effort.ts";
import type { Effort } from "../model/effort.ts";
import type { Lane } from "../model/session.ts";

export interface Sweep {
  /** New lanes, least effort first, repeats of a tier together; without those the session has already. */
  readonly lanes: readonly Lane[];
  readonly efforts: readonly Effort[];
}

/**
 * The lanes that run one lane's model at every tier it takes. Lanes of `existing` that ran count as runs of their tier,
 * so a sweep over a session adds only what is missing. A model without tiers gives none.
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
  const lanes = efforts.flatMap((effort) => {
    const ran = existing.filter((other) => other.head !== null && isSameBut(other, lane, effort)).length;
    return Array.from({ length: Math.max(0, repeats - ran) }, (): Lane => ({ ...lane, id: newId("l"), effort, head: null }));
  });
  return { lanes, efforts };
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
