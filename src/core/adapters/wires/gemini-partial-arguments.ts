import { arrayAt, isJsonObject, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";

type Key = string | number;

/** Deeper than any arguments, shallow enough for the stack. */
const maxPathChars = 2000;

/**
 * Builds a call's arguments from Vertex's `partialArgs`: each names a JSON path and the next piece of its value
 * (`streamFunctionCallArguments`, provider-matrix 3.4). Strings come in pieces, everything else whole.
 */
export class PartialArguments {
  /** By path, in order of first mention, so that a long string in many pieces stays linear. */
  readonly #values = new Map<string, { readonly keys: readonly Key[]; value: JsonValue }>();

  add(call: JsonObject): void {
    for (const piece of arrayAt(call, "partialArgs")) {
      if (!isJsonObject(piece)) continue;
      const path = stringAt(piece, "jsonPath") ?? "";
      const value = pieceValue(piece);
      const known = this.#values.get(path);
      if (known === undefined) this.#values.set(path, { keys: parsePath(path), value });
      else known.value = typeof known.value === "string" && typeof value === "string" ? known.value + value : value;
    }
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  get value(): JsonObject {
    const root = new Branch();
    for (const { keys, value } of this.#values.values()) root.put(keys, value);
    const built = root.toJson();
    return isJsonObject(built) ? built : {};
  }
}

function pieceValue(piece: JsonObject): JsonValue {
  return piece["stringValue"] ?? piece["numberValue"] ?? piece["boolValue"] ?? null;
}

/** An object or a list, decided by its first key. */
class Branch {
  readonly #children = new Map<Key, Branch | { readonly value: JsonValue }>();

  put(keys: readonly Key[], value: JsonValue): void {
    const [key, ...rest] = keys;
    if (key === undefined) return;
    if (rest.length === 0) {
      this.#children.set(key, { value });
      return;
    }
    const existing = this.#children.get(key);
    const branch = existing instanceof Branch ? existing : new Branch();
    this.#children.set(key, branch);
    branch.put(rest, value);
  }

  toJson(): JsonValue {
    const entries = [...this.#children].map(
      ([key, child]) => [key, child instanceof Branch ? child.toJson() : child.value] as const,
    );
    // In order, without gaps: an index from a broken stream must not allocate a huge list.
    if (typeof entries[0]?.[0] === "number") return entries.map(([, value]) => value);
    return Object.fromEntries(entries);
  }
}

/** `$.a.b[0]['c d']`, the part of RFC 9535 that names one place. */
function parsePath(path: string): readonly Key[] {
  const keys: Key[] = [];
  for (const match of path
    .slice(0, maxPathChars)
    .matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/g)) {
    const [, name, index, single, double] = match;
    if (index !== undefined) keys.push(Number(index));
    else keys.push(name ?? (single ?? double ?? "").replace(/\\(.)/g, "$1"));
  }
  return keys;
}
