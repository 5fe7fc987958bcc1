import { isJsonArray, isJsonObject } from "../../model/json.ts";
import type { JsonValue } from "../../model/json.ts";

/** Keys from the root: `["messages", 0, "content"]`. */
export type Path = readonly string[];

export interface Tracked<T> {
  /** Reads like the original; what is read is remembered. */
  readonly value: T;
  /** What was never read, as the highest places under which nothing was. Null and empty values say nothing. */
  unread(): readonly { readonly path: Path; readonly value: JsonValue }[];
}

/**
 * Watches which leaves of a JSON value are read. Loss lists come from here: what a converter did not read cannot be in its
 * result, so nothing is left out of the list because somebody forgot to write it down.
 */
export function track<T extends object>(value: T): Tracked<T> {
  const read = new WeakMap<object, Set<string>>();
  const proxies = new WeakMap<object, object>();

  function mark(target: object, key: string): void {
    const keys = read.get(target);
    if (keys === undefined) read.set(target, new Set([key]));
    else keys.add(key);
  }

  function get(target: object, key: string | symbol): unknown {
    const found: unknown = Reflect.get(target, key);
    if (typeof key === "symbol") return found;
    if (typeof found === "object" && found !== null) return wrap(found);
    if (Object.hasOwn(target, key)) mark(target, key);
    return found;
  }

  /** One proxy an object, so that what is the same stays the same. */
  function wrap(target: object): object {
    const known = proxies.get(target);
    if (known !== undefined) return known;
    const proxy = new Proxy(target, { get });
    proxies.set(target, proxy);
    return proxy;
  }

  function isRead(target: object, key: string): boolean {
    return read.get(target)?.has(key) === true;
  }

  function* unreadIn(node: unknown, path: Path): Generator<{ readonly path: Path; readonly value: JsonValue }> {
    for (const [key, child] of childrenOf(node)) {
      if (!isJson(child)) continue;
      const at = [...path, key];
      if (typeof child === "object" && child !== null) {
        if (!saysSomething(child)) continue;
        if (isTouched(child)) yield* unreadIn(child, at);
        else yield { path: at, value: child };
      } else if (saysSomething(child) && typeof node === "object" && node !== null && !isRead(node, key)) {
        yield { path: at, value: child };
      }
    }
  }

  function isTouched(node: JsonValue): boolean {
    if (typeof node !== "object" || node === null) return false;
    if ((read.get(node)?.size ?? 0) > 0 && childrenOf(node).some(([key]) => isRead(node, key))) return true;
    return childrenOf(node).some(([, child]) => isTouched(child));
  }

  return { value: new Proxy<T>(value, { get }), unread: () => [...unreadIn(value, [])] };
}

function childrenOf(node: unknown): readonly (readonly [string, JsonValue])[] {
  if (isJsonArray(node)) return node.map((child, index) => [String(index), child] as const);
  return isJsonObject(node) ? Object.entries(node) : [];
}

function isJson(value: unknown): value is JsonValue {
  return value !== undefined && typeof value !== "function";
}

function saysSomething(value: JsonValue): boolean {
  if (value === null || value === "") return false;
  if (typeof value !== "object") return true;
  return childrenOf(value).some(([, child]) => saysSomething(child));
}
