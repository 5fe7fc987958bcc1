import { secretShapes } from "../adapters/scrub-secrets.ts";
import type { SecretAnchor } from "../adapters/scrub-secrets.ts";

/*
 * A first look at long text: is there any place that deserves the exact scan? Twenty patterns over a hundred megabytes take
 * many seconds; one expression that stops at a few rare letters takes a fraction of one.
 */

type Form = "plain" | "json";

/** Where a secret may begin. In a file's text the letter of an escaped line break (`\n`) is the edge of a word, too. */
const beginnings: Readonly<Record<Form, string>> = {
  plain: beginning(String.raw`\b`),
  json: beginning(String.raw`(?:\b|\\[nrtbf])`),
};

/** What a secret is recognised by, around the place where it may begin: the longest start, and enough of what follows. */
const charsBefore = 64;
const charsAfter = 400;

const maxLooks = 5000;

/**
 * False: no secret of a known shape, and none of `known`, stands in the text. True: one may.
 * @param form `json`: the text of a file, where strings are escaped and long ones are lists of lines
 * @param known the very keys of the user
 */
export function isSuspect(text: string, form: Form, known: readonly string[]): boolean {
  if (known.some((key) => holds(text, form === "json" ? JSON.stringify(key).slice(1, -1) : key))) return true;
  if (form === "json" && escapesLetters(text)) return true;
  let looks = 0;
  for (const { index } of text.matchAll(new RegExp(beginnings[form], "g"))) {
    // Of a text that is made of beginnings the exact scan costs less than so many looks.
    if ((looks += 1) > maxLooks) return true;
    const piece = text.slice(Math.max(0, index - charsBefore), index + charsAfter);
    const plain = form === "json" ? unescaped(piece) : piece;
    if (secretShapes.some(({ pattern }) => plain.search(pattern) >= 0)) return true;
  }
  return false;
}

/** The rare letter comes first in the expression, because that is what the engine looks for at the speed of memory. */
function beginning(edge: string): string {
  const byLetter = new Map<string, SecretAnchor[]>();
  for (const anchor of secretShapes.flatMap(({ anchors }) => anchors)) {
    const letter = anchor.rest.charAt(0);
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), anchor]);
  }
  return [...byLetter].map(([letter, anchors]) => `${literal(letter)}(?:${alternatives(letter, anchors, edge)})`).join("|");
}

/** What stands after the letter, with what must stand before it: one look behind for all that go on alike. */
function alternatives(letter: string, anchors: readonly SecretAnchor[], edge: string): string {
  const groups = new Map<string, { readonly before: string; readonly after: string; readonly starts: Set<string> }>();
  for (const { start, rest, isAnywhere } of anchors) {
    const before = !isAnywhere && /^\w/.test(start + rest) ? edge : "";
    const key = `${before} ${rest}`;
    const group = groups.get(key) ?? { before, after: literal(rest.slice(1)), starts: new Set() };
    groups.set(key, group);
    group.starts.add(literal(start));
  }
  // What follows is compared first: it is one short text, and what may stand before are many.
  const expressions = [...groups.values()].map(
    ({ before, after, starts }) => `${after}(?<=${before}(?:${[...starts].join("|")})${literal(letter)}${after})`,
  );
  return expressions.join("|");
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/** Looks for the key from its first rarer character on: `s` of `sk-…` stands everywhere. */
function holds(text: string, key: string): boolean {
  const start = Math.max(0, key.slice(0, -5).search(/[^a-z -]/));
  const tail = key.slice(start);
  for (let at = text.indexOf(tail); at >= 0; at = text.indexOf(tail, at + 1)) {
    if (text.startsWith(key, at - start)) return true;
  }
  return false;
}

/** Nobody writes plain letters as `\u0073`, but a file that hides a key from a search could. */
function escapesLetters(text: string): boolean {
  return /\\u00[2-7]/.test(text);
}

/** Near enough: lines of a list as lines, escaped quotes as quotes. */
function unescaped(piece: string): string {
  return piece.replace(/",\s*"/g, "\n").replace(/\\(.)/g, (_, letter: string) => (/[a-z]/.test(letter) ? "\n" : letter));
}
