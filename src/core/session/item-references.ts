import type { JsonObject, JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";

/*
 * Provider items are kept verbatim, and they repeat what stands elsewhere in the file: opaque blobs and the text of
 * blocks. In the file each repetition is a reference, so items stay small, readable and free of secrets-like strings:
 * `{"$opaque": "<id>"}`, `{"$block": <index>}`. An object of the provider's own with such a key is wrapped in `$literal`.
 */

/** Shorter strings are not worth a reference: ids, types, single words. */
const minReferenceChars = 24;

export function referItem(item: JsonValue, opaqueIds: ReadonlyMap<string, string>, blockTexts: readonly string[]): JsonValue {
  const refer = (value: JsonValue): JsonValue => {
    if (typeof value === "string") {
      const opaque = opaqueIds.get(value);
      if (opaque !== undefined) return { $opaque: opaque };
      const block = value.length >= minReferenceChars ? blockTexts.indexOf(value) : -1;
      return block >= 0 ? { $block: block } : value;
    }
    if (isJsonArray(value)) return value.map(refer);
    if (!isJsonObject(value)) return value;
    const entries = mapEntries(value, refer);
    return isReserved(value) ? { $literal: entries } : entries;
  };
  return refer(item);
}

/** The item as it was. Undefined when it refers to something that is not there: a part of an item is no item. */
export function restoreItem(
  item: JsonValue,
  opaqueData: (ref: string) => string | undefined,
  blockTexts: readonly (string | undefined)[],
): JsonValue | undefined {
  let isWhole = true;
  const resolve = (found: string | undefined): string => {
    if (found === undefined) isWhole = false;
    return found ?? "";
  };
  const restore = (value: JsonValue): JsonValue => {
    if (isJsonArray(value)) return value.map(restore);
    if (!isJsonObject(value)) return value;
    const { $opaque, $block, $literal } = value;
    if (typeof $opaque === "string") return resolve(opaqueData($opaque));
    if (typeof $block === "number") return resolve(blockTexts[$block]);
    if (isJsonObject($literal)) return mapEntries($literal, restore);
    return mapEntries(value, restore);
  };
  const restored = restore(item);
  return isWhole ? restored : undefined;
}

function isReserved(value: JsonObject): boolean {
  return Object.hasOwn(value, "$opaque") || Object.hasOwn(value, "$block") || Object.hasOwn(value, "$literal");
}

function mapEntries(value: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
}
