import { numbersIn } from "./exact-number.ts";
import type { ExactNumber } from "./exact-number.ts";
import { plainLine, proseLines } from "./markdown.ts";

/** The result an answer commits to, where it marks one. */
export interface FinalValue {
  /** As written, without Markdown: "$37.00". */
  readonly text: string;
  /** Null when it is a word, or holds several numbers. */
  readonly number: ExactNumber | null;
  readonly place: FinalPlace;
}

/** `only`: the answer is one short line. */
export type FinalPlace = "boxed" | "label" | "last-line" | "bold" | "only" | "lead";

/** Longer is a sentence, not a result. */
const maxResultChars = 60;

/**
 * Finds the result where answers mark it: `\boxed{}`, "Answer: …", a last line that is only a result, the one bold
 * result, a single short line, a leading yes or no. Null where nothing is marked: a number in passing is no result.
 */
export function finalValue(text: string): FinalValue | null {
  const lines = proseLines(text);
  return boxed(text) ?? labelled(lines) ?? lastLine(lines) ?? bold(lines) ?? lead(lines) ?? onlyLine(lines);
}

function boxed(text: string): FinalValue | null {
  const at = text.lastIndexOf("\\boxed{");
  if (at === -1) return null;
  const start = at + "\\boxed{".length;
  let depth = 1;
  for (let i = start; i < text.length && i < start + 200; i += 1) {
    if (text[i] === "{") depth += 1;
    else if (text[i] === "}") depth -= 1;
    if (depth === 0) return result(text.slice(start, i).replace(/\\(?:d?frac)\{(\d+)\}\{(\d+)\}/, "$1/$2"), "boxed");
  }
  return null;
}

const labels =
  /^(?:the |die |la |le )?(?:final |endgültige |letzte |réponse )?(?:answer|result|total|solution|verdict|conclusion|antwort|ergebnis|lösung|réponse|résultat|respuesta|resultado|risposta|risultato|resposta|ответ|答案|答え|回答|답)(?: finale?| final)?(?: is| ist| est| es| è|は)?\s*[:：=]\s*(?<value>.+)$/iu;

function labelled(lines: readonly string[]): FinalValue | null {
  for (let i = lines.length - 1; i >= 0 && i >= lines.length - 40; i -= 1) {
    const value = labels.exec(plainLine(lines[i] ?? ""))?.groups?.["value"];
    if (value !== undefined && value.length <= maxResultChars) return result(value, "label");
  }
  return null;
}

/** A last line that holds nothing but a result; a list item or a table row is part of something else. */
function lastLine(lines: readonly string[]): FinalValue | null {
  const line = lines.at(-1);
  if (line === undefined || lines.length < 2 || /^\s*(?:[-*+•]\s|\d{1,3}[.)]\s|\|)/.test(line)) return null;
  const plain = plainLine(line);
  const isWhollyBold = /^\*\*[^*]+\*\*[.!]?$/.test(line);
  if (plain.length > maxResultChars) return null;
  if (isWhollyBold || isBareNumber(plain) || /^\S{1,24}$/.test(plain)) return result(plain, "last-line");
  return null;
}

/** A number with at most one word beside it: "$37.00", "22 times". */
function isBareNumber(text: string): boolean {
  const [only, ...others] = numbersIn(text);
  return (
    only !== undefined &&
    others.length === 0 &&
    text
      .replace(/[^\p{L}]+/gu, " ")
      .trim()
      .split(" ").length <= 1
  );
}

/** Bold results: one, or several that are the same. Headings and labels ("**Check:**") are none. */
function bold(lines: readonly string[]): FinalValue | null {
  const found: FinalValue[] = [];
  for (const line of lines) {
    if (line.startsWith("#") || line.startsWith("|")) continue;
    for (const [, inner = ""] of line.matchAll(/\*\*([^*\n]{1,60})\*\*/g)) {
      // A bold word that begins a line and ends in a colon names what follows it.
      if (/[:：]\s*$/.test(inner) || line.startsWith(`**${inner}**:`)) continue;
      found.push(result(inner, "bold"));
    }
  }
  const [first] = found;
  if (first === undefined) return null;
  return found.every(({ text }) => text === first.text) ? first : null;
}

function onlyLine(lines: readonly string[]): FinalValue | null {
  const [line] = lines;
  if (line === undefined || lines.length > 1) return null;
  const plain = plainLine(line);
  const afterEquals = /[=≈]\s*([^=≈]{1,40})$/.exec(plain)?.[1];
  if (afterEquals !== undefined) return result(afterEquals, "only");
  const isShort = plain.length <= maxResultChars && numbersIn(plain).length <= 1;
  return isShort ? result(plain, "only") : null;
}

const verdicts = /^(yes|no|true|false|ja|nein|oui|non|sí|si|sim|não|да|нет|是|否|はい|いいえ)(?=$|\s*[.,;:!。，、–—])/iu;

function lead(lines: readonly string[]): FinalValue | null {
  return verdictOf(plainLine(lines[0] ?? ""));
}

/** "Yes, but …" is not "Yes": a condition in the same sentence is part of the answer. */
function verdictOf(text: string): FinalValue | null {
  const word = verdicts.exec(text)?.[1];
  if (word === undefined) return null;
  const [sentence = ""] = text.slice(word.length, word.length + 160).split(/[.!?。！？]/, 1);
  const condition = conditions.exec(sentence)?.[0];
  return { text: `${word}${condition === undefined ? "" : `, ${condition} …`}`.toLowerCase(), number: null, place: "lead" };
}

const conditions =
  /(?<![\p{L}])(?:but|mainly|mostly|if|unless|only|except|provided|though|aber|nur|wenn|falls|sofern|mais|sauf|si|pero|salvo|ma solo|se|но|если)(?![\p{L}])|但|除非|只要|如果|ただし/iu;

function result(written: string, place: FinalPlace): FinalValue {
  const text = plainLine(written).replace(/[.。!\s]+$/u, "");
  // "x = 5" and "12 + 7 = 19" commit to what follows the last sign.
  const value = /[=≈]\s*([^=≈]+)$/.exec(text)?.[1]?.trim() ?? text;
  const verdict = verdictOf(value);
  if (verdict !== null) return verdict;
  const numbers = numbersIn(value);
  return { text: value, number: numbers.length === 1 ? (numbers[0] ?? null) : null, place };
}
