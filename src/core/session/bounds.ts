import type { JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";

/** Files come from strangers' repositories: these keep reading one cheap and safe. */
export const fileBounds = {
  /** 100 lanes of 1 MB fit; half a gigabyte does not. */
  maxChars: 256 * 1024 * 1024,
  maxDepth: 64,
  maxLanes: 500,
  maxSteps: 20_000,
} as const;

/**
 * True when nothing in `value` is nested deeper than `maxDepth`. Walks with a list of its own instead of the call stack,
 * so a million brackets cannot overflow it.
 */
export function isWithinDepth(value: JsonValue, maxDepth: number): boolean {
  const pending: { readonly value: JsonValue; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const children = isJsonArray(next.value) ? next.value : isJsonObject(next.value) ? Object.values(next.value) : [];
    for (const child of children) {
      if (typeof child !== "object" || child === null) continue;
      if (next.depth >= maxDepth) return false;
      pending.push({ value: child, depth: next.depth + 1 });
    }
  }
  return true;
}
