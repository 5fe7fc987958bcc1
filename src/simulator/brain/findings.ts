import { findSums } from "./arithmetic.ts";
import { add, compare, divide, parseRational, type Rational, rational, showRational } from "./rational.ts";

/** Something about a prompt that can be worked out exactly, without any knowledge of the world. */
export interface Finding {
  /** The question it answers: `17 × 24`. */
  readonly question: string;
  readonly result: string;
  /** How the result is said. */
  readonly statement: string;
  /** Why the wording could mislead, or that it cannot. */
  readonly reading: string;
  /** How, in the model's own words. */
  readonly working: string;
  /** The same by another route. */
  readonly check: string;
}

export function findFindings(text: string): readonly Finding[] {
  const letters = letterCounts(text);
  if (letters.length > 0) return letters;
  const lists = listResults(text);
  if (lists.length > 0) return lists;
  const compared = comparison(text);
  return compared.length > 0 ? compared : findSums(text).slice(0, 8).map(sumFinding);
}

function sumFinding({ text, value }: ReturnType<typeof findSums>[number]): Finding {
  const result = showRational(value);
  return {
    question: text,
    result,
    statement: `${text} = **${result}**`,
    reading:
      "Could a bracket be meant that is not written? Then the writer would have in mind something other than the usual order of operations, and nothing suggests that. Could a unit be missing? None is named, so none belongs in the answer. Is rounding wanted? Nobody asked for it, so I give the exact value.",
    working: `Powers first, then × and ÷, then + and −, from left to right. That gives ${result}.`,
    check: sumCheck(text, value, result),
  };
}

function sumCheck(text: string, value: Rational, result: string): string {
  if (value.denominator !== 1n) return `As an exact fraction it is ${value.numerator}/${value.denominator}, which is ${result}.`;
  const factors = /^(\d+) × (\d+)$/.exec(text);
  const [, a = "", b = ""] = factors ?? [];
  if (factors !== null && b.length > 1) {
    const tens = BigInt(b) - (BigInt(b) % 10n);
    const ones = BigInt(b) % 10n;
    return `Split ${b} into ${tens} and ${ones}: ${a} × ${tens} = ${BigInt(a) * tens} and ${a} × ${ones} = ${BigInt(a) * ones}; together ${result}. Same.`;
  }
  return `The last digit and the size both fit: ${result} has ${result.replace("-", "").length} digits, as expected.`;
}

/** "How many r's are in strawberry?" */
function letterCounts(text: string): readonly Finding[] {
  const match =
    /how many\s+(?:letters?\s+)?["'“”‘’`]?([a-z])["'“”‘’`]?(?:['’]?s)?\s+(?:are\s+)?(?:there\s+)?in\s+(?:the\s+word\s+)?["'“”‘’`]?([a-z]{2,40})/i.exec(
      text,
    );
  const [, letter = "", word = ""] = match ?? [];
  if (match === null) return [];
  const places = Array.from(word.toLowerCase()).flatMap((other, at) => (other === letter.toLowerCase() ? [at + 1] : []));
  return [
    {
      question: `the letter “${letter}” in “${word}”`,
      result: String(places.length),
      statement: `“${word}” contains the letter “${letter}” **${places.length}** ${places.length === 1 ? "time" : "times"}.`,
      reading:
        "Do capital letters count? A letter is the same letter in both cases unless somebody says otherwise. Could they mean the sound instead of the letter? “How many” with a single letter in it means the letter. The risk here is not the reading but the counting: a word is easily seen in chunks, and two equal letters side by side are taken for one.",
      working: `Spell it: ${Array.from(word).join("-")}. The letter “${letter}” stands at ${places.length === 0 ? "no place" : `place ${places.join(", ")}`}.`,
      check: `Taking the letter out leaves “${word.replace(new RegExp(letter, "gi"), "")}”: ${word.length} − ${places.length} = ${word.length - places.length} letters. Right.`,
    },
  ];
}

/** "Sort 5, 3, 9", "the average of 4, 8 and 15". */
function listResults(text: string): readonly Finding[] {
  const match =
    /\b(sort|order|sum|total|add up|average|mean|median|largest|smallest|maximum|minimum)\b[^.?!\d-]{0,60}((?:-?\d+(?:\.\d+)?(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+)){1,60}-?\d+(?:\.\d+)?)/i.exec(
      text,
    );
  const [, word = "", list = ""] = match ?? [];
  const numbers = (list.match(/-?\d+(?:\.\d+)?/g) ?? []).map((number) => ({ number, value: signed(number) }));
  const [first] = numbers;
  if (first === undefined) return [];
  const sorted = numbers.toSorted((a, b) => compare(a.value, b.value));
  const sum = numbers.reduce((total, { value }) => add(total, value), rational(0n));
  const inOrder = sorted.map(({ number }) => number).join(", ");
  const result = listResult(
    word.toLowerCase(),
    sorted.map(({ value }) => value),
    sum,
    inOrder,
  );
  return [
    {
      statement: `The ${word.toLowerCase()} of ${numbers.map(({ number }) => number).join(", ")}: **${result}**`,
      reading:
        "Which numbers belong to the list? Those that stand together, divided by commas or “and”; a figure elsewhere in the prompt is not one of them. Are equal numbers to be counted once? Nothing says so, so each counts.",
      question: `the ${word.toLowerCase()} of ${numbers.map(({ number }) => number).join(", ")}`,
      result,
      working: `There are ${numbers.length} numbers. In order: ${inOrder}. Their sum is ${showRational(sum)}. So the answer is ${result}.`,
      check: `Counted again: ${numbers.length} numbers in, ${sorted.length} out, none lost. ${result} stands.`,
    },
  ];
}

function listResult(word: string, sorted: readonly Rational[], sum: Rational, inOrder: string): string {
  const count = sorted.length;
  const at = (index: number) => sorted[index] ?? sum;
  switch (word) {
    case "sort":
    case "order":
      return inOrder;
    case "average":
    case "mean":
      return showRational(divide(sum, rational(BigInt(count))));
    case "median": {
      const upper = at(Math.floor(count / 2));
      return showRational(count % 2 === 1 ? upper : divide(add(at(count / 2 - 1), upper), rational(2n)));
    }
    case "largest":
    case "maximum":
      return showRational(at(count - 1));
    case "smallest":
    case "minimum":
      return showRational(at(0));
    default:
      return showRational(sum);
  }
}

/** "Which is larger, 9.9 or 9.11?" */
function comparison(text: string): readonly Finding[] {
  const match =
    /\b(larger|bigger|greater|smaller|less|higher|lower)\b[^\d-]{0,30}(-?\d+(?:\.\d+)?)\s*(?:,|or|and)\s*(-?\d+(?:\.\d+)?)/i.exec(
      text,
    );
  const [, word = "", a = "", b = ""] = match ?? [];
  if (match === null) return [];
  const order = compare(signed(a), signed(b));
  const wantsSmall = /smaller|less|lower/i.test(word);
  const result = order === 0 ? "they are equal" : order > 0 === wantsSmall ? b : a;
  const places = Math.max(...[a, b].map((number) => number.split(".")[1]?.length ?? 0));
  const padded = [a, b].map((number) => Number(number).toFixed(places));
  return [
    {
      statement: order === 0 ? `${a} and ${b} are **equal**.` : `**${result}** is the ${word.toLowerCase()} one.`,
      reading:
        "Could these be version numbers? There 9.11 comes after 9.9, because the parts are counted, not measured. Nothing here speaks of versions, chapters or dates, so they are decimal numbers.",
      question: `the ${word.toLowerCase()} of ${a} and ${b}`,
      result,
      working: `Write both with the same number of decimals: ${padded.join(" and ")}. Now compare digit by digit. The answer is ${result}.`,
      check: `The trap is to read what follows the point as a whole number. With equal length there is no trap: ${padded.join(order > 0 ? " > " : " < ")}.`,
    },
  ];
}

function signed(number: string): Rational {
  const value = parseRational(number.replace("-", ""));
  return number.startsWith("-") ? rational(-value.numerator, value.denominator) : value;
}
