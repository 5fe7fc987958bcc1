import type { JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";

const quote = 34;
const backslash = 92;

/**
 * False: no key stands twice in one object of a JSON text. True: one may, because the text names more keys than its value has.
 * @param text valid JSON, of which `value` was read
 */
export function mayHaveDuplicateKeys(text: string, value: JsonValue): boolean {
  let named = 0;
  // Within a string a quote is escaped, so an unescaped one before a colon ends a key, or begins a string with a colon.
  for (let colon = text.indexOf(":"); colon >= 0; colon = text.indexOf(":", colon + 1)) {
    let end = colon - 1;
    // Most colons of a long trace follow a letter: one comparison for those.
    if (text.charCodeAt(end) > quote) continue;
    while (isSpace(text.charCodeAt(end))) end -= 1;
    if (text.charCodeAt(end) === quote && !isEscaped(text, end)) named += 1;
  }
  return named > countKeys(value);
}

/** With a list of its own instead of the call stack: files nest as deep as they like. */
function countKeys(value: JsonValue): number {
  let count = 0;
  const pending: JsonValue[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const children = isJsonArray(next) ? next : isJsonObject(next) ? Object.values(next) : [];
    if (!isJsonArray(next)) count += children.length;
    for (const child of children) if (typeof child === "object" && child !== null) pending.push(child);
  }
  return count;
}

/**
 * The first key that stands twice in one object of a JSON text, or null. JSON readers keep the last and drop the rest
 * silently, which after a careless merge is a lost step. Strings are jumped over, so long texts cost next to
 * nothing.
 * @param text valid JSON
 */
export function firstDuplicateKey(text: string): string | null {
  // A set of keys for each open object, null for each open list.
  const open: (Set<string> | null)[] = [];
  let isKeyNext = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        const keys = open.at(-1);
        if (isKeyNext && keys !== undefined && keys !== null) {
          const key: unknown = JSON.parse(text.slice(at, end + 1));
          if (typeof key === "string" && keys.has(key)) return key;
          keys.add(String(key));
          isKeyNext = false;
        }
        at = end;
        break;
      }
      case 123: // {
        open.push(new Set());
        isKeyNext = true;
        break;
      case 91: // [
        open.push(null);
        isKeyNext = false;
        break;
      case 125: // }
      case 93: // ]
        open.pop();
        isKeyNext = false;
        break;
      case 44: // ,
        isKeyNext = true;
        break;
    }
  }
  return null;
}

/** @returns the index of the quote that closes the string opened at `start` */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    if (!isEscaped(text, end)) return end;
  }
  return text.length;
}

/** As JSON knows it: space, tab, line feed, carriage return. */
function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
  return slashes % 2 === 1;
}
