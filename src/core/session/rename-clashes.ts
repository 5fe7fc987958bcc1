import type { JsonObject, JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject, objectAt, stringAt } from "../model/json.ts";
import type { MergeConflict } from "./merge-conflict.ts";
import { sameJson } from "./same-json.ts";

/**
 * `theirs` with new ids for the steps that both sides made or changed differently under one id, and for lanes that both
 * added under one id: so both survive the merge. Everything that refers to them follows.
 */
export function renameClashes(base: JsonObject, ours: JsonObject, theirs: JsonObject, conflicts: MergeConflict[]): JsonObject {
  const [before, our, their] = [base, ours, theirs].map((file) => objectAt(file, "steps") ?? {});
  const taken = new Set([...Object.keys(our ?? {}), ...Object.keys(their ?? {}), ...laneIds(ours), ...laneIds(theirs)]);
  const steps = new Map<string, string>();
  for (const id of clashing(before, our, their)) {
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

/**
 * `theirs` of two side files with new names for what both sides hold differently under one: by the step it is of, so that it
 * goes by the name which `renameClashes` gives to that step in the session.
 */
export function renameSideClashes(base: JsonObject, ours: JsonObject, theirs: JsonObject): JsonObject {
  const stepsOf = (file: JsonObject): readonly string[] =>
    sideSections.flatMap((key) => Object.keys(objectAt(file, key) ?? {}).map((ref) => splitReference(ref).step));
  const clashes = sideSections.flatMap((key) => {
    const [before, our, their] = [base, ours, theirs].map((file) => objectAt(file, key) ?? {});
    return clashing(before, our, their).map((ref) => splitReference(ref).step);
  });
  const taken = new Set([...stepsOf(ours), ...stepsOf(theirs)]);
  const names = new Map([...new Set(clashes)].map((step) => [step, freeId(step, taken)]));
  const renamedSection = (section: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(section).map(([ref, value]) => {
        const { step, place } = splitReference(ref);
        return [(names.get(step) ?? step) + place, value];
      }),
    );
  return Object.fromEntries(
    Object.entries(theirs).map(([key, value]) => [
      key,
      sideSections.includes(key) && isJsonObject(value) ? renamedSection(value) : value,
    ]),
  );
}

const sideSections: readonly string[] = ["opaque", "reasoning"];

/** The names under which both sides hold what neither has from the base. */
function clashing(base: JsonObject = {}, ours: JsonObject = {}, theirs: JsonObject = {}): readonly string[] {
  return Object.keys(theirs).filter((name) => {
    const [old, mine, other] = [base, ours, theirs].map((entries) => ownEntry(entries, name));
    return mine !== undefined && !sameJson(mine, other) && !sameJson(old, mine) && !sameJson(old, other);
  });
}

/** What a merge called `s-1-theirs-0-0` was `s-1-0-0` before; null: it was never renamed. */
export function nameBeforeMerge(ref: string): string | null {
  const { step, place } = splitReference(ref);
  const before = step.replace(/-theirs(-\d+)?$/, "");
  return before === step ? null : before + place;
}

/** References begin with the id of their step: `s-1-0-0` to opaque state, `s-1-0-b0` to a text in the side file. */
function splitReference(ref: string): { readonly step: string; readonly place: string } {
  const at = ref.search(/-\d+-b?\d+$/);
  return at < 0 ? { step: ref, place: "" } : { step: ref.slice(0, at), place: ref.slice(at) };
}

function renamedReference(ref: string, steps: ReadonlyMap<string, string>): string {
  const { step, place } = splitReference(ref);
  return (steps.get(step) ?? step) + place;
}

function renameReferences(value: JsonValue, id: string, name: string): JsonValue {
  if (isJsonArray(value)) return value.map((item) => renameReferences(item, id, name));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isReference = (key === "ref" || key === "$opaque") && typeof item === "string";
      return [key, isReference ? renamedReference(item, new Map([[id, name]])) : renameReferences(item, id, name)];
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
