import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import type { JsonValue } from "../model/json.ts";
import { firstDuplicateKey, mayHaveDuplicateKeys } from "./duplicate-keys.ts";

/** `damage`: where the text stops being JSON and what that means; null when it is whole. */
export interface ParsedJson {
  readonly value: JsonValue | null;
  readonly damage: string | null;
}

/**
 * Reads JSON; where it is damaged (cut off, a conflict marker left by a merge), reads what can still be read.
 * Strict parsing comes first: it is ten times faster, and a whole file never needs the other.
 */
export function parseJsonText(text: string): ParsedJson {
  const withoutMark = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    const value: JsonValue = JSON.parse(withoutMark);
    return { value, damage: duplicateDamage(withoutMark, value) };
  } catch {
    return recover(withoutMark);
  }
}

function duplicateDamage(text: string, value: JsonValue): string | null {
  const key = mayHaveDuplicateKeys(text, value) ? firstDuplicateKey(text) : null;
  if (key === null) return null;
  return `The key ${JSON.stringify(key.slice(0, 80))} stands twice in one object, as after a merge by hand. The last is shown; it opens read-only so that nothing is lost.`;
}

function recover(text: string): ParsedJson {
  if (text.trim() === "") return { value: null, damage: "The file is empty." };
  const errors: ParseError[] = [];
  try {
    const value: JsonValue | undefined = parse(text, errors, { allowTrailingComma: true });
    const first = errors[0];
    const where = first === undefined ? "" : ` at ${position(text, first.offset)} (${inWords(printParseErrorCode(first.error))})`;
    const conflict = /^(<{7}|={7}|>{7})( |$)/m.test(text) ? " It holds the conflict markers of a merge: settle those first." : "";
    return {
      value: value ?? null,
      damage: `The file is damaged${where}.${conflict} What can be read is shown; it opens read-only so that nothing is lost.`,
    };
  } catch {
    // The tolerant reader recurses; a million brackets end here.
    return { value: null, damage: "The file is damaged and nested too deeply to read." };
  }
}

/** "unexpected end of string" for `UnexpectedEndOfString`. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `line ${String(line)}, column ${String(offset - before.lastIndexOf("\n"))}`;
}
