import type { TextMark } from "../model/trace-diff.ts";
import { isSameNumber, numbersIn } from "./exact-number.ts";
import type { TraceNumber } from "./trace-terms.ts";

/** Two values that stand in the same place of two thoughts. */
export interface Conflict {
  readonly one: TraceNumber;
  readonly other: TraceNumber;
  /** What they count, as far as both say it: "days". Empty: they do not. */
  readonly unit: string;
}

export interface Differing {
  readonly conflicts: readonly Conflict[];
  readonly marks: readonly [readonly TextMark[], readonly TextMark[]];
  /** Both calculate in the same way. */
  readonly hasSameShape: boolean;
}

/**
 * What two paired segments hold against each other. A number that only one of them has is no difference: it may just say
 * more. It is one when the other has another number beside the same word, or in the same place of the same calculation.
 */
export function differingValues(ones: readonly TraceNumber[], others: readonly TraceNumber[]): Differing {
  const onlyOne = without(ones, others);
  const onlyOther = without(others, ones);
  const conflicts = [...inCalculations(ones, others, onlyOne, onlyOther), ...besideWords(onlyOne, onlyOther)];
  const shapes = new Set(ones.map(({ shape }) => shape).filter((shape) => shape.length >= 2));
  const hasSameShape = others.some(({ shape }) => shapes.has(shape));
  const marked = (numbers: readonly TraceNumber[], values: ReadonlySet<string>) =>
    numbers.filter(({ value, shape }) => values.has(value) || (hasSameShape && shape !== "")).map(markOf);
  const marks = [
    marked(onlyOne, new Set(conflicts.map(({ one }) => one.value))),
    marked(onlyOther, new Set(conflicts.map(({ other }) => other.value))),
  ] as const;
  return { conflicts, marks: conflicts.length === 0 ? [[], []] : marks, hasSameShape };
}

function without(numbers: readonly TraceNumber[], others: readonly TraceNumber[]): readonly TraceNumber[] {
  const values = new Set(others.map(({ value }) => value));
  const candidates = [...values].filter((value) => value.includes(".")).slice(0, maxDecimals);
  return numbers.filter(({ value }) => !values.has(value) && !candidates.some((other) => isRoundedSame(value, other)));
}

/** Decimals held against each other in one segment; more are a table. */
const maxDecimals = 60;

/** 24.67 and 24.6667 are one value, written with more or less of it. */
function isRoundedSame(one: string, other: string): boolean {
  if (!one.includes(".") || one.slice(0, 2) !== other.slice(0, 2)) return false;
  const [left] = numbersIn(one);
  const [right] = numbersIn(other);
  return left !== undefined && right !== undefined && isSameNumber(left, right);
}

function inCalculations(
  ones: readonly TraceNumber[],
  others: readonly TraceNumber[],
  onlyOne: readonly TraceNumber[],
  onlyOther: readonly TraceNumber[],
): readonly Conflict[] {
  const differs = { one: new Set(onlyOne), other: new Set(onlyOther) };
  const left = calculationsOf(ones);
  const right = calculationsOf(others);
  const used = new Set<readonly TraceNumber[]>();
  return left.flatMap((numbers): readonly Conflict[] => {
    // Same signs and at least one same number: otherwise it is another calculation.
    const peer = right.find(
      (peer) =>
        !used.has(peer) && peer[0]?.shape === numbers[0]?.shape && numbers.some(({ value }, at) => value === peer[at]?.value),
    );
    if (peer === undefined) return [];
    used.add(peer);
    return numbers.flatMap((one, at): readonly Conflict[] => {
      const other = peer[at];
      return other !== undefined && differs.one.has(one) && differs.other.has(other)
        ? [{ one, other, unit: unitOf(one, other) }]
        : [];
    });
  });
}

/** The calculations with at least two signs. */
function calculationsOf(numbers: readonly TraceNumber[]): readonly (readonly TraceNumber[])[] {
  const byCalculation = Map.groupBy(
    numbers.filter(({ shape }) => shape.length >= 2),
    ({ calculation }) => calculation,
  );
  return [...byCalculation.values()];
}

function besideWords(ones: readonly TraceNumber[], others: readonly TraceNumber[]): readonly Conflict[] {
  const byAfter = new Map<string, TraceNumber>();
  const byPlace = new Map<string, TraceNumber>();
  for (const other of others.toReversed()) {
    if (other.after !== "") byAfter.set(stem(other.after), other);
    if (other.before !== "") byPlace.set(`${stem(other.before)} ${other.after}`, other);
  }
  return ones.flatMap((one): readonly Conflict[] => {
    const other = byAfter.get(stem(one.after)) ?? byPlace.get(`${stem(one.before)} ${one.after}`);
    return other === undefined ? [] : [{ one, other, unit: unitOf(one, other) }];
  });
}

function stem(word: string): string {
  return word.slice(0, 5);
}

function unitOf(one: TraceNumber, other: TraceNumber): string {
  return one.after !== "" && stem(one.after) === stem(other.after) ? other.after : "";
}

function markOf({ start, end }: TraceNumber): TextMark {
  return { start, end };
}
