import { expandEffort } from "../core/adapters/effort-planner.ts";
import type { Registry } from "../core/adapters/registry.ts";
import type { NewId } from "../core/model/clock.ts";
import { effortText } from "../core/model/effort.ts";
import type { Effort } from "../core/model/effort.ts";
import { ProviderError } from "../core/model/errors.ts";
import type { Lane } from "../core/model/session.ts";
import { parseLane, suggestion } from "./lane-syntax.ts";
import type { LaneSpec } from "./lane-syntax.ts";
import { UsageError } from "./usage-error.ts";

/** A lane with the name it has in all output: as it was asked, one effort each. */
export interface NamedLane {
  readonly name: string;
  readonly lane: Lane;
}

export interface LaneOptions {
  readonly repeat: number;
  readonly maxOutputTokens: number | null;
  readonly wantsSummary: boolean;
  /** A lane without an effort runs at every tier its model takes. */
  readonly isSweep?: boolean;
}

export interface LanePlan {
  readonly lanes: readonly NamedLane[];
  /** Efforts of a list that the model does not take, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Lanes as asked on the command line, lists of efforts expanded by what each model takes.
 * @throws UsageError for what cannot be a lane: unknown provider, wire or effort
 */
export function planLanes(texts: readonly string[], registry: Registry, newId: NewId, options: LaneOptions): LanePlan {
  const warnings: string[] = [];
  const named: NamedLane[] = [];
  for (const text of texts) {
    const spec = parseLane(text);
    warnings.push(...likelySlip(spec, registry));
    for (const [suffix, effort] of effortsOf(text, swept(spec, options), registry, warnings)) {
      for (let i = 0; i < options.repeat; i += 1) named.push(laneOf(spec, suffix, effort, newId, options));
    }
  }
  return { lanes: withUniqueNames(named), warnings };
}

function swept(spec: LaneSpec, { isSweep = false }: LaneOptions): LaneSpec {
  return isSweep && spec.efforts.type === "none" ? { ...spec, efforts: { type: "all" } } : spec;
}

function effortsOf(
  text: string,
  spec: LaneSpec,
  registry: Registry,
  warnings: string[],
): readonly (readonly [suffix: string, effort: Effort])[] {
  const { row } = adapterFor(spec, registry);
  switch (spec.efforts.type) {
    case "none":
      return [["", "default"]];
    case "one":
      return [[`@${effortText(spec.efforts.effort)}`, spec.efforts.effort]];
    case "all":
    case "each": {
      const asked = spec.efforts.type === "all" ? "all" : spec.efforts.efforts;
      const { efforts, skipped } = expandEffort(row, asked);
      for (const { effort, reason } of skipped) warnings.push(`${text}: no lane at ${effortText(effort)}. ${reason}`);
      if (efforts.length === 0) {
        throw new UsageError(`${spec.model} takes none of the efforts of ${text}.`, "Use @all for those it takes.");
      }
      return efforts.map((effort) => [`@${effortText(effort)}`, effort]);
    }
  }
}

/** A model that nobody knows still runs; one that is spelled nearly as a known one is rather a slip. */
function likelySlip({ provider, model }: LaneSpec, registry: Registry): readonly string[] {
  const rows = registry.provider(provider)?.models ?? [];
  const ids = rows.flatMap(({ listed = [] }) => listed.map(({ id }) => id));
  if (ids.length === 0 || ids.includes(model) || adapterFor({ provider, wire: null, model }, registry).row !== null) return [];
  const meant = suggestion(model, ids);
  return meant === "" ? [] : [`${provider}/${model} is no model that is known. ${meant.trim()}`];
}

function adapterFor(spec: Pick<LaneSpec, "provider" | "wire" | "model">, registry: Registry) {
  try {
    return registry.adapterFor(spec);
  } catch (error) {
    if (error instanceof ProviderError) throw new UsageError(error.failure.message, error.failure.advice);
    throw error;
  }
}

function laneOf(spec: LaneSpec, suffix: string, effort: Effort, newId: NewId, options: LaneOptions): NamedLane {
  const { provider, wire, model } = spec;
  const { maxOutputTokens, wantsSummary } = options;
  return {
    name: `${provider}${wire === null ? "" : `:${wire}`}/${model}${suffix}`,
    lane: { id: newId("l"), provider, wire, model, effort, maxOutputTokens, wantsSummary, head: null },
  };
}

/** Repeated lanes are told apart: `…#2`, `…#3`. */
function withUniqueNames(lanes: readonly NamedLane[]): readonly NamedLane[] {
  const seen = new Map<string, number>();
  return lanes.map(({ name, lane }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name}#${count}`, lane };
  });
}
