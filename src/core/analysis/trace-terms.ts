import type { Segment } from "../model/segments.ts";
import { numbersIn } from "./exact-number.ts";

/** What a segment of a trace is recognised by. */
export interface SegmentTerms {
  /** Words cut to their stems, numbers by value, shapes of calculations. Distinct. */
  readonly terms: ReadonlySet<string>;
  readonly numbers: readonly TraceNumber[];
}

export interface TraceNumber {
  /** The value in one way of writing: `24.67`, `1000`. */
  readonly value: string;
  /** Offsets into the trace. */
  readonly start: number;
  readonly end: number;
  /** The words before and after it, and the calculation it stands in; empty: none. */
  readonly before: string;
  readonly after: string;
  /** `×/=` for "40 × 18.5 / 30 = 24.67"; empty when it stands alone. */
  readonly shape: string;
  /** Which calculation of the segment, and which number of it. */
  readonly calculation: number;
  readonly place: number;
}

/** A segment's terms. Any language; scripts without spaces are read as pairs of characters. Linear in its length. */
export function segmentTerms(trace: string, { start, end }: Segment): SegmentTerms {
  const text = trace.slice(start, end);
  const terms = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(wordPattern)) terms.add(word.slice(0, stemChars));
  const numbers = readNumbers(text, start);
  for (const { value, shape } of numbers) {
    terms.add(`# ${value}`);
    if (shape.length >= 2) terms.add(`~ ${shape}`);
  }
  return { terms, numbers };
}

/** Endings differ between forms of a word ("credit", "credited"); its beginning seldom does. */
const stemChars = 6;
/** Numbers past this in one segment are listings, not steps. */
const maxNumbers = 400;

const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}]){3,}/gu;

/** Not the parts of names, dates and times of day. Scripts without spaces write numbers right beside words. */
const digits =
  /(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_]|\d[:.,])\d(?:[\d.,]*\d)?(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_]|:\d)/gu;

function readNumbers(text: string, offset: number): readonly TraceNumber[] {
  const found: { readonly value: string; readonly start: number; readonly end: number }[] = [];
  for (const match of text.matchAll(digits)) {
    const value = canonical(match[0]);
    if (value !== null) found.push({ value, start: match.index, end: match.index + match[0].length });
    if (found.length === maxNumbers) break;
  }
  const numbers: TraceNumber[] = [];
  for (let at = 0, calculation = 0; at < found.length; calculation += 1) {
    const { count, shape } = calculationAt(text, found, at);
    for (let place = 0; place < count; place += 1) {
      const each = found[at + place];
      if (each === undefined) break;
      const before = lastWord.exec(text.slice(Math.max(0, each.start - 24), each.start))?.[1]?.toLowerCase() ?? "";
      const after = firstWord.exec(text.slice(each.end, each.end + 24))?.[1]?.toLowerCase() ?? "";
      numbers.push({
        value: each.value,
        start: offset + each.start,
        end: offset + each.end,
        before,
        after,
        shape,
        calculation,
        place,
      });
    }
    at += count;
  }
  return numbers;
}

const lastWord = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}]{2,20})[\s:=≈*_`$(]{0,4}$/u;
const firstWord = /^[\s*_`-]{0,3}([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}]{2,20})/u;
const operator = /^[\s$€£¥*_`()[\]{}\\]*(times|cdot|div|approx|[+\-−–×·⋅*x÷/=≈^])[\s$€£¥*_`()[\]{}\\]*$/u;
const operators: Readonly<Record<string, string>> = {
  times: "×",
  cdot: "×",
  "·": "×",
  "⋅": "×",
  "*": "×",
  x: "×",
  div: "/",
  "÷": "/",
  "−": "-",
  "–": "-",
  approx: "=",
  "≈": "=",
};

/** How many numbers from here on are one calculation, and its signs. */
function calculationAt(text: string, numbers: readonly { readonly start: number; readonly end: number }[], from: number) {
  let shape = "";
  let count = 1;
  for (; from + count < numbers.length; count += 1) {
    const left = numbers[from + count - 1]?.end ?? 0;
    const right = numbers[from + count]?.start ?? 0;
    const sign = right - left > 12 ? undefined : operator.exec(text.slice(left, right))?.[1];
    if (sign === undefined) break;
    shape += operators[sign] ?? sign;
  }
  return { count, shape };
}

/** `24,67`, `24.670` and `24.67` are one value; null for versions and lists. */
function canonical(written: string): string | null {
  if (/^\d{1,15}$/.test(written)) return String(Number(written));
  if (/^\d{1,12}\.\d{1,12}$/.test(written)) return trimmed(written.replace(/^0+(?=\d)/, ""));
  const [number] = numbersIn(written);
  if (number === undefined) return null;
  const places = number.denominator.toString().length - 1;
  const all = number.numerator.toString().padStart(places + 1, "0");
  return places === 0 ? all : trimmed(`${all.slice(0, -places)}.${all.slice(-places)}`);
}

function trimmed(decimal: string): string {
  return decimal.replace(/\.?0+$/, "");
}
