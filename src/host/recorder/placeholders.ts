import { createHash } from "node:crypto";

/*
 * What stands in a fixture instead of what belongs to somebody. A placeholder is as long as what it replaces and of the
 * same alphabet, so that framing, read offsets and everything that depends on length stay as they were; the same value
 * always becomes the same placeholder, so that a call and its result still belong together.
 */

export interface Placeholders {
  /** Ids of responses, items, calls and requests: the provider's own prefix stays (`resp_`, `toolu_`). */
  id(value: string): string;
  /** Accounts, organisations, projects: nothing stays but the shape. */
  account(value: string): string;
  /** Signatures, encrypted reasoning: other letters of the same alphabet. */
  opaque(value: string): string;
  /** Every value replaced so far that is long enough to be recognised elsewhere, longest first. */
  known(): readonly (readonly [value: string, placeholder: string])[];
}

export function createPlaceholders(): Placeholders {
  const given = new Map<string, string>();
  const once = (value: string, make: (number: number) => string): string => {
    const known = given.get(value);
    if (known !== undefined) return known;
    const placeholder = make(given.size + 1);
    given.set(value, placeholder);
    return placeholder;
  };
  return {
    id: (value) => {
      const prefix = providerPrefix.exec(value)?.[0] ?? "";
      const rest = value.slice(prefix.length);
      // An index ("0", "call_1") tells nothing about anybody, and some wires count with it.
      if (rest.replaceAll(/[^A-Za-z0-9]/g, "").length < 6) return value;
      return once(value, (number) => prefix + numbered(rest, number));
    },
    account: (value) => once(value, (number) => numbered(value, number)),
    opaque: (value) => (value === "" ? value : once(value, (number) => scrambled(value, number))),
    known: () => [...given].filter(([value]) => value.length >= 8).toSorted(([a], [b]) => b.length - a.length),
  };
}

/** Prefixes that providers give to what they number; any other word could be somebody's name. */
const providerPrefix =
  /^(?:(?:resp|rs|msg|fc|ctc|ws|ig|ci|mcp|mcpr|call|chatcmpl|cmpl|chat|gen|req|run|item|tool|toolu|tooluse|srvtoolu|bdrk|vrtx|v1|int|rsn|sim)[_-])+/;

/** Letters and digits become the number with zeros before it; what stands between them stays. */
function numbered(value: string, number: number): string {
  const places = value.replaceAll(/[^A-Za-z0-9]/g, "").length;
  const digits = String(number).padStart(places, "0").slice(-places);
  let at = 0;
  return value.replaceAll(/[^]/g, (character) => {
    if (/[A-Za-z0-9]/.test(character)) {
      at += 1;
      return digits.charAt(at - 1);
    }
    return /[-_:./]/.test(character) ? character : "x";
  });
}

function scrambled(value: string, number: number): string {
  const alphabet = /^[0-9a-f-]+$/i.test(value) ? "hex" : /[-_]/.test(value) ? "base64url" : "base64";
  const padding = /=*$/.exec(value)?.[0] ?? "";
  let text = "";
  for (let round = 0; text.length < value.length; round += 1) {
    text += createHash("sha512").update(`switchyard placeholder ${number} ${round}`).digest(alphabet).replaceAll("=", "");
  }
  return text.slice(0, value.length - padding.length) + padding;
}
