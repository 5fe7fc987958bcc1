import type { JsonObject, JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject, objectAt, stringAt } from "../model/json.ts";
import type { MergeConflict } from "./merge.ts";
import { sameJson } from "./same-json.ts";

/**
 * `theirs` with new ids for the steps that both sides made or changed differently under one id, and for lanes that both
 * added under one id: so both survive the merge. Everything that refers to them follows.
 */
export function renameClashes(base: JsonObject, ours: JsonObject, theirs: JsonObject, conflicts: MergeConflict[]): JsonObject {
  const [before, our, their] = [base, ours, theirs].map((file) => objectAt(file, "steps") ?? {});
  const taken = new Set([...Object.keys(our ?? {}), ...Object.keys(their ?? {}), ...laneIds(ours), ...laneIds(theirs)]);
  const steps = new Map<string, string>();
  for (const [id, step] of Object.entries(their ?? {})) {
    const mine = ownEntry(our, id);
    const old = ownEntry(before, id);
    if (mine === undefined || sameJson(mine, step) || sameJson(old, mine) || sameJson(old, step)) continue;
    const name = freeId(id, taken);
    steps.set(id, name);
    conflicts.push({ path: `steps.${id}`, message: `both sides have this step and they differ; theirs is kept as ${name}.` });
  }
  const lanes = new Map<string, string>();
  const old = new Set(laneIds(base));
  const ourLanes = lanesOf(ours);
  for (const [id, lane] of lanesOf(theirs)) {
    const mine = ourLanes.get(id);
    if (mine !== undefined && !old.has(id) && !isSameLane(mine, lane)) lanes.set(id, freeId(id, taken));
  }
  return steps.size + lanes.size === 0 ? theirs : renamed(theirs, steps, lanes);
}

function renamed(file: JsonObject, steps: ReadonlyMap<string, string>, lanes: ReadonlyMap<string, string>): JsonObject {
  const stepName = (id: JsonValue): JsonValue => (typeof id === "string" ? (steps.get(id) ?? id) : id);
  const laneName = (id: JsonValue): JsonValue => (typeof id === "string" ? (lanes.get(id) ?? id) : id);
  const changed: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(file)) {
    if (key === "lanes" && isJsonArray(value)) {
      changed.push([key, value.map((lane) => (isJsonObject(lane) ? mapKeys(lane, { id: laneName, head: stepName }) : lane))]);
    } else if (key === "steps" && isJsonObject(value)) {
      const entries = Object.entries(value).map(([id, step]): [string, JsonValue] => {
        const name = steps.get(id);
        const own = name === undefined ? step : renameReferences(step, id, name);
        const next = isJsonObject(own) ? mapKeys(own, { parent: stepName, lane: laneName }) : own;
        return [name ?? id, sameJson(next, step) ? step : withoutDigest(next)];
      });
      changed.push([key, Object.fromEntries(entries)]);
    } else if (key === "opaque" && isJsonObject(value)) {
      const entries = Object.entries(value).map(([ref, state]): [string, JsonValue] => [renamedReference(ref, steps), state]);
      changed.push([key, Object.fromEntries(entries)]);
    } else changed.push([key, value]);
  }
  return Object.fromEntries(changed);
}

/** It was of the old names. */
function withoutDigest(step: JsonValue): JsonValue {
  if (!isJsonObject(step)) return step;
  const { digest: _digest, ...rest } = step;
  return rest;
}

function mapKeys(object: JsonObject, changes: Readonly<Record<string, (value: JsonValue) => JsonValue>>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
      return [key, change === undefined ? value : change(value)];
    }),
  );
}

/** Opaque ids begin with the id of their step: `s-1-0-0`. */
function renamedReference(ref: string, steps: ReadonlyMap<string, string>): string {
  for (const [id, name] of steps) if (isOf(ref, id)) return name + ref.slice(id.length);
  return ref;
}

function isOf(ref: string, id: string): boolean {
  return ref.startsWith(id) && /^-\d+-\d+$/.test(ref.slice(id.length));
}

function renameReferences(value: JsonValue, id: string, name: string): JsonValue {
  if (isJsonArray(value)) return value.map((item) => renameReferences(item, id, name));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isReference = (key === "ref" || key === "$opaque") && typeof item === "string" && isOf(item, id);
      return [key, isReference ? name + item.slice(id.length) : renameReferences(item, id, name)];
    }),
  );
}

function freeId(id: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = `${id.slice(0, 52)}-theirs${number === 1 ? "" : `-${String(number)}`}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function isSameLane(a: JsonObject, b: JsonObject): boolean {
  return ["provider", "wire", "model", "effort"].every((key) => sameJson(a[key], b[key]));
}

function lanesOf(file: JsonObject): ReadonlyMap<string, JsonObject> {
  const lanes = file["lanes"];
  const entries = isJsonArray(lanes) ? lanes.filter(isJsonObject).map((lane) => [stringAt(lane, "id") ?? "", lane] as const) : [];
  return new Map(entries);
}

function laneIds(file: JsonObject): readonly string[] {
  return [...lanesOf(file).keys()];
}

function ownEntry(object: JsonObject | undefined, key: string): JsonValue | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}
