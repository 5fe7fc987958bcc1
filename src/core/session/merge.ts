import type { JsonObject, JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject, objectAt, stringAt } from "../model/json.ts";
import { compareText } from "./encode.ts";
import type { MergeConflict } from "./merge-conflict.ts";
import { mergeText } from "./merge-text.ts";
import { renameClashes, renameSideClashes } from "./rename-clashes.ts";
import { sameJson } from "./same-json.ts";
import { fromFileText, isFileText, toFileText } from "./text-lines.ts";

export interface MergeResult {
  /** Always a valid session file: where the sides disagree, `ours` stands. */
  readonly value: JsonObject;
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Three-way merge of the values of session files. Works on the file's value, not on the session, so that keys which this
 * version does not know are merged like all others. Steps and their opaque state are united: no step is ever lost, not
 * even one that a side removed or that both sides made under one id. The prompt is merged by lines.
 * @param base the common ancestor; an empty object when there is none
 */
export function mergeFiles(base: JsonObject, ours: JsonObject, theirs: JsonObject): MergeResult {
  const conflicts: MergeConflict[] = [];
  const clashFree = renameClashes(base, ours, theirs, conflicts);
  const merger = new Merger(conflicts);
  const value = merger.object([], base, ours, clashFree);
  return { value: { ...value, ...sorted(value, "steps"), ...sorted(value, "opaque") }, conflicts };
}

/**
 * The same for their side files: what either holds, and no disagreement. Where both hold something else under one name, their
 * steps differ as well, and the merge of the sessions says so.
 */
export function mergeSideFiles(base: JsonObject, ours: JsonObject, theirs: JsonObject): JsonObject {
  const value = new Merger([]).object([], base, ours, renameSideClashes(base, ours, theirs));
  const { opaque: _opaque, reasoning: _reasoning, ...head } = value;
  return { ...head, ...sorted(value, "opaque"), ...sorted(value, "reasoning") };
}

class Merger {
  readonly #conflicts: MergeConflict[];

  constructor(conflicts: MergeConflict[]) {
    this.#conflicts = conflicts;
  }

  object(path: readonly string[], base: JsonObject, ours: JsonObject, theirs: JsonObject): JsonObject {
    const merged: [string, JsonValue][] = [];
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      const value = this.#entry([...path, key], own(base, key), own(ours, key), own(theirs, key));
      if (value !== undefined) merged.push([key, value]);
    }
    return Object.fromEntries(merged);
  }

  #entry(
    path: readonly string[],
    base: JsonValue | undefined,
    ours: JsonValue | undefined,
    theirs: JsonValue | undefined,
  ): JsonValue | undefined {
    const [section] = path;
    if (path.length === 2 && isSectionName(section)) {
      // United: what one side no longer has stays.
      if (ours === undefined || theirs === undefined) return ours ?? theirs;
      return sameJson(ours, base) ? theirs : ours; // those that both changed were renamed apart
    }
    if (isSection(path, ours) && isSection(path, theirs)) {
      return this.object(path, asObject(base), asObject(ours), asObject(theirs));
    }
    // Who saved last is no disagreement, and digests follow from what is merged.
    if (path.length === 1 && section === "generator") return ours ?? theirs;
    if (path.length === 1 && section === "digest") return undefined;
    if (path.length === 1 && (section === "ledger" || section === "redactions")) return united(listOf(ours), listOf(theirs));
    if (sameJson(ours, theirs) || sameJson(base, theirs)) return ours;
    if (sameJson(base, ours)) return theirs;
    if (path.length === 1 && section === "lanes") return this.#lanes(listOf(base), listOf(ours), listOf(theirs));
    if (isJsonObject(ours) && isJsonObject(theirs)) return this.object(path, isJsonObject(base) ? base : {}, ours, theirs);
    return this.#value(path, base, ours, theirs);
  }

  #value(
    path: readonly string[],
    base: JsonValue | undefined,
    ours: JsonValue | undefined,
    theirs: JsonValue | undefined,
  ): JsonValue | undefined {
    if (isText(path) && ours !== undefined && theirs !== undefined && isFileText(ours) && isFileText(theirs)) {
      const before = base !== undefined && isFileText(base) ? fromFileText(base) : "";
      const { text, isConflict } = mergeText(before, fromFileText(ours), fromFileText(theirs));
      if (isConflict) this.#conflict(path, `both sides changed the same lines; ours stand. Theirs: ${excerpt(theirs)}`);
      return toFileText(text);
    }
    if (ours === undefined) {
      this.#conflict(path, "ours removed it and theirs changed it; theirs stands.");
      return theirs;
    }
    this.#conflict(
      path,
      theirs === undefined
        ? "theirs removed it and ours changed it; ours stands."
        : `both sides changed it; ours stands. Theirs: ${excerpt(theirs)}`,
    );
    return ours;
  }

  /** By id: ours in their order, then theirs that are new. A lane that one side removed and the other left alone goes. */
  #lanes(base: readonly JsonValue[], ours: readonly JsonValue[], theirs: readonly JsonValue[]): readonly JsonValue[] {
    const [before, our, their] = [byId(base), byId(ours), byId(theirs)];
    const merged: JsonValue[] = [];
    for (const id of new Set([...our.keys(), ...their.keys()])) {
      const lane = this.#entry(["lanes", id], before.get(id), our.get(id), their.get(id));
      if (lane !== undefined) merged.push(lane);
    }
    return merged;
  }

  #conflict(path: readonly string[], message: string): void {
    this.#conflicts.push({ path: path.join("."), message });
  }
}

/** The parts that are united key by key even where a side does not have them. */
function isSection(path: readonly string[], value: JsonValue | undefined): boolean {
  return path.length === 1 && isSectionName(path[0]) && (value === undefined || isJsonObject(value));
}

function isSectionName(name: string | undefined): boolean {
  return name === "steps" || name === "opaque" || name === "reasoning";
}

function isText(path: readonly string[]): boolean {
  return path[0] === "prompt";
}

/** Lanes by their ids; what has none, or is a damaged lane, by its own text, so that it is kept too. */
function byId(lanes: readonly JsonValue[]): ReadonlyMap<string, JsonValue> {
  return new Map(lanes.map((lane) => [(isJsonObject(lane) ? stringAt(lane, "id") : null) ?? JSON.stringify(lane), lane]));
}

/** Ours, then those of theirs that ours does not have. What one side dropped stays: it was paid, or it was taken out. */
function united(ours: readonly JsonValue[], theirs: readonly JsonValue[]): readonly JsonValue[] | undefined {
  const all = [...ours, ...theirs.filter((entry) => !ours.some((own) => sameJson(own, entry)))];
  return all.length === 0 ? undefined : all;
}

function sorted(value: JsonObject, key: "steps" | "opaque" | "reasoning"): JsonObject {
  const section = objectAt(value, key);
  if (section === null) return {};
  return { [key]: Object.fromEntries(Object.entries(section).toSorted(([a], [b]) => compareText(a, b))) };
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function excerpt(value: JsonValue): string {
  const text = isFileText(value) ? fromFileText(value) : JSON.stringify(value);
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
