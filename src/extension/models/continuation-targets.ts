import { offerTiers } from "../../core/adapters/effort-planner.ts";
import type { Registry } from "../../core/adapters/registry.ts";
import type { ContinuationTarget } from "../../core/model/continuation.ts";
import type { Effort } from "../../core/model/effort.ts";
import { ProviderError } from "../../core/model/errors.ts";
import type { Lane, Session } from "../../core/model/session.ts";
import type { KeyState } from "../keys/key-store.ts";
import { listedModels } from "./model-offers.ts";
import type { ModelChoice } from "./model-offers.ts";

export interface TargetFacts {
  readonly registry: Registry;
  readonly keys: ReadonlyMap<string, KeyState>;
  readonly session: Session;
  /** The lane that is continued: its model comes first, and its effort is kept where the other model takes it. */
  readonly lane: Lane;
}

/** A model of a list that is longer than this is better found in the picker of models. */
const maxTargets = 80;

/** Every model that could be used now: the lane's own, those of its provider, those of the session, all others. */
export function continuationTargets({ registry, keys, session, lane }: TargetFacts): readonly ContinuationTarget[] {
  const all = registry
    .providers()
    .flatMap((provider) => listedModels(provider).map(({ id }): ModelChoice => ({ provider: provider.id, model: id })));
  const isSimulated = ({ provider }: ModelChoice): boolean => registry.provider(provider)?.kind === "simulated";
  const ordered = [
    lane,
    ...all.filter(({ provider }) => provider === lane.provider),
    ...session.lanes,
    ...all.filter((choice) => !isSimulated(choice)),
    ...all.filter(isSimulated),
  ];
  const seen = new Set<string>();
  const targets = ordered.flatMap(({ provider, model }): ContinuationTarget[] => {
    const id = `${provider}/${model}`;
    if (seen.has(id) || keys.get(provider)?.state === "missing") return [];
    seen.add(id);
    const effort = effortFor(registry, { provider, model }, lane);
    return effort === null ? [] : [{ provider, model, effort }];
  });
  return targets.slice(0, maxTargets);
}

/** Null: the model cannot be used at all. */
function effortFor(registry: Registry, choice: ModelChoice, lane: Lane): Effort | null {
  if (choice.provider === lane.provider && choice.model === lane.model) return lane.effort;
  try {
    const { row, effortBudgets } = registry.adapterFor({ ...choice, wire: null });
    if (typeof lane.effort !== "string") return "default";
    return offerTiers(row, effortBudgets)[lane.effort].state === "offered" ? lane.effort : "default";
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}
