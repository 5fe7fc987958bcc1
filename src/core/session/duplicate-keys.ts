const quote = 34;
const backslash = 92;

/**
 * The first key that stands twice in one object of a JSON text, or null. JSON readers keep the last and drop the rest
 * silently, which after a careless merge is a lost step. Strings are jumped over, so long texts cost next to nothing.
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
        at = keys === null ? endOfStrings(text, end) : end;
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

/** Long texts are lists of lines with the same bytes between them: jumps from line to line. @param end of the first string */
function endOfStrings(text: string, end: number): number {
  const next = text.indexOf('"', end + 1);
  const separator = text.slice(end + 1, next + 1);
  if (!/^\s*,\s*"$/.test(separator)) return end;
  let at = end;
  while (text.startsWith(separator, at + 1)) at = endOfString(text, at + separator.length);
  return at;
}

/** @returns the index of the quote that closes the string opened at `start` */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
