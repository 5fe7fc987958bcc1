import type { Adapter } from "./adapter.ts";

/** Shorter values are switches ("false", "v1"). */
const minTokenChars = 12;

/**
 * Headers of an endpoint that may hold a gateway's token: the reader wrote them into the settings, and they belong nowhere
 * else. No built-in provider has one this long.
 */
export function ownHeaders({ route }: Adapter): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(route.headers ?? {}).filter(([, value]) => value.length >= minTokenChars));
}
