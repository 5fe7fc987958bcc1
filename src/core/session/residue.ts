import type { JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";

/**
 * What a file holds beyond what this version understands, kept so that a save loses none of it: unknown keys at every
 * level, and whole parts that could not be read. List elements are matched by their `id` where they have one.
 */
export type Residue =
  | { readonly type: "value"; readonly value: JsonValue }
  /** `order`: all keys as they stood, known ones too, so that a save leaves each where it was. */
  | { readonly type: "object"; readonly keys: ReadonlyMap<string, Residue>; readonly order: readonly string[] }
  | { readonly type: "list"; readonly elements: ReadonlyMap<string, Residue> };

/** What `raw` says that `known` does not; null when nothing. `known` is what this version would write for `raw`. */
export function residueOf(raw: JsonValue, known: JsonValue): Residue | null {
  if (isJsonObject(raw) && isJsonObject(known)) {
    const keys = new Map<string, Residue>();
    for (const [key, value] of Object.entries(raw)) {
      const counterpart = Object.hasOwn(known, key) ? known[key] : undefined;
      const rest = counterpart === undefined ? leftOut(value) : residueOf(value, counterpart);
      if (rest !== null) keys.set(key, rest);
    }
    return keys.size > 0 ? { type: "object", keys, order: Object.keys(raw) } : null;
  }
  if (isJsonArray(raw) && isJsonArray(known)) {
    const keys = elementKeys(raw);
    const knownKeys = elementKeys(known);
    const counterparts = new Map(known.map((element, index) => [knownKeys[index], element]));
    const elements = new Map<string, Residue>();
    for (const [index, element] of raw.entries()) {
      const key = keys[index] ?? "";
      const counterpart = counterparts.get(key);
      const rest = counterpart === undefined ? leftOut(element) : residueOf(element, counterpart);
      if (rest !== null) elements.set(key, rest);
    }
    return elements.size > 0 ? { type: "list", elements } : null;
  }
  return null;
}

/** `value` with the residue put back. Keys that `value` has win; others stand behind the key that they stood behind. */
export function withResidue(value: JsonValue, residue: Residue | null): JsonValue {
  if (residue === null) return value;
  if (residue.type === "object" && isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]): readonly [string, JsonValue] => {
      const rest = residue.keys.get(key);
      return [key, rest === undefined ? item : withResidue(item, rest)];
    });
    return Object.fromEntries(withOthers(entries, residue));
  }
  if (residue.type === "list" && isJsonArray(value)) {
    const keys = elementKeys(value);
    const kept = value.map((element, index) => withResidue(element, residue.elements.get(keys[index] ?? "") ?? null));
    const present = new Set(keys);
    for (const [key, rest] of residue.elements) if (rest.type === "value" && !present.has(key)) kept.push(rest.value);
    return kept;
  }
  return value;
}

function withOthers(
  known: readonly (readonly [string, JsonValue])[],
  residue: Extract<Residue, { readonly type: "object" }>,
): readonly (readonly [string, JsonValue])[] {
  const present = new Set(known.map(([key]) => key));
  const behind = new Map<string | null, [string, JsonValue][]>();
  let last: string | null = null;
  for (const key of residue.order) {
    const rest = residue.keys.get(key);
    if (present.has(key)) last = key;
    else if (rest?.type === "value") behind.set(last, [...(behind.get(last) ?? []), [key, rest.value]]);
  }
  return [...(behind.get(null) ?? []), ...known.flatMap((entry) => [entry, ...(behind.get(entry[0]) ?? [])])];
}

/** What belongs to the part at these keys, as it was kept. */
export function residueAt(residue: Residue | null, ...path: readonly string[]): Residue | null {
  let at = residue;
  for (const key of path) at = at?.type === "object" ? (at.keys.get(key) ?? null) : null;
  return at;
}

/** An absent null, empty list or empty object is what this version writes by writing nothing. */
function leftOut(value: JsonValue): Residue | null {
  const isEmpty = value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return isEmpty ? null : { type: "value", value };
}

/** Ids where elements have them, else places. A second element with an id (provider items repeat theirs) is its own. */
function elementKeys(list: readonly JsonValue[]): readonly string[] {
  const times = new Map<string, number>();
  return list.map((element, index) => {
    if (!isJsonObject(element) || typeof element["id"] !== "string") return `at ${index}`;
    const time = (times.get(element["id"]) ?? 0) + 1;
    times.set(element["id"], time);
    return `id ${time} ${element["id"]}`;
  });
}
