import type { TraceRelation, TraceRow } from "../model/trace-diff.ts";
import type { Conflict } from "./differing-values.ts";
import { differingValues } from "./differing-values.ts";
import type { ReadTrace } from "./read-trace.ts";
import type { PlacedRow } from "./trace-rows.ts";
import type { TraceNumber } from "./trace-terms.ts";

export interface JudgedRows {
  readonly rows: readonly TraceRow[];
  readonly partsAt: number | null;
  /** The values they part over; null when they do not. */
  readonly conflict: Conflict | null;
  /** Every row that differs later calculates in the same way or with what they parted over. */
  readonly isAllFromThere: boolean;
}

type Sides = readonly [ReadTrace, ReadTrace];

/** Pairs that share less speak of the same things, but may say something else about them. */
const sameLikeness = 0.3;

/** Says of each row how its two sides relate. They part where values first differ and stay different to the end. */
export function judgeRows(rows: readonly PlacedRow[], sides: Sides, isAligned: boolean): JudgedRows {
  const read = rows.map((row) => {
    const [ones, others] = [numbersOf(sides[0], row.segments[0]), numbersOf(sides[1], row.segments[1])];
    return { row, differing: differingValues(ones, others) };
  });
  const lastPlaces = sides.map(lastPlacesOf);
  const lasts = ({ one, other }: Conflict) => !comesLater(lastPlaces[1], one, other) && !comesLater(lastPlaces[0], other, one);
  const lasting = read.map(({ differing }) => differing.conflicts.filter(lasts));
  const parting = isAligned ? lasting.findIndex((conflicts) => conflicts.length > 0) : -1;
  const conflict = leading(lasting[parting] ?? []);
  let isAllFromThere = true;
  const judged = read.map(({ row, differing }, at): TraceRow => {
    const { segments } = row;
    const base = { segments, note: null, backTo: null, marks: [[], []] } as const;
    if (segments[0].length === 0 || segments[1].length === 0) return { ...base, ...single(row, sides, conflict, at, parting) };
    const { conflicts, marks, hasSameShape } = differing;
    const first = leading(conflicts);
    if (!isAligned || first === null) return { ...base, relation: row.likeness >= sameLikeness ? "same" : "alike" };
    if (at === parting) return { ...base, relation: "parts", note: conflict === null ? null : againstWords(conflict), marks };
    if (parting !== -1 && at > parting && (lasting[at]?.length ?? 0) > 0) {
      const isFromThere = hasSameShape || conflicts.some((each) => conflict !== null && isOver(each, conflict));
      if (!isFromThere) isAllFromThere = false;
      return {
        ...base,
        relation: "follows",
        note: hasSameShape ? "same steps, other numbers" : againstWords(first),
        marks,
      };
    }
    return { ...base, relation: "differs", note: againstWords(first), marks };
  });
  return { rows: judged, partsAt: parting === -1 ? null : parting, conflict, isAllFromThere };
}

/** "18.5 against 18 days". */
export function againstWords({ one, other, unit }: Conflict): string {
  return `${one.value} against ${other.value}${unit === "" ? "" : ` ${unit}`}`;
}

function numbersOf({ terms }: ReadTrace, places: readonly number[]): readonly TraceNumber[] {
  // Calculations are counted by segment; side by side they must stay apart.
  return places.flatMap((place) =>
    (terms[place]?.numbers ?? []).map((number) => ({ ...number, calculation: place * 1_000 + number.calculation })),
  );
}

/** The conflict to name: what counts the same thing, and not the result of a calculation before its givens. */
function leading(conflicts: readonly Conflict[]): Conflict | null {
  return conflicts.find(({ unit, one }) => unit !== "" && one.shape === "") ?? conflicts[0] ?? null;
}

/** For each value, where the trace says it for the last time. */
function lastPlacesOf({ terms }: ReadTrace): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { numbers } of terms) for (const { value, start } of numbers) places.set(value, start);
  return places;
}

/** One side comes round to the other's value after the place where it said its own. */
function comesLater(places: ReadonlyMap<string, number> | undefined, value: TraceNumber, own: TraceNumber): boolean {
  return (places?.get(value.value) ?? -1) > own.start;
}

function isOver(conflict: Conflict, parted: Conflict): boolean {
  return conflict.one.value === parted.one.value || conflict.other.value === parted.other.value;
}

/** A row that only one side has: new, or going over an earlier segment of its own side. */
function single(
  { segments }: PlacedRow,
  sides: Sides,
  conflict: Conflict | null,
  at: number,
  parting: number,
): Pick<TraceRow, "relation" | "note" | "backTo"> {
  const isOne = segments[1].length === 0;
  const relation: TraceRelation = isOne ? "one" : "other";
  const [trace, place] = isOne ? [sides[0], segments[0][0] ?? 0] : [sides[1], segments[1][0] ?? 0];
  const backTo = trace.segments[place]?.isCheck === true ? earlierOf(trace, place) : null;
  if (backTo === null) return { relation, note: null, backTo };
  const own = conflict === null || at < parting ? null : isOne ? conflict.one : conflict.other;
  const isAdding = (trace.segments[place]?.novelty ?? 0) > 0.35;
  if (!isAdding) return { relation, note: `repeats ${backTo + 1}`, backTo };
  const keeps = own !== null && (trace.terms[place]?.terms.has(`# ${own.value}`) ?? false) ? `, keeps ${own.value}` : "";
  return { relation, note: `comes back to ${backTo + 1}${keeps}`, backTo };
}

/** The earlier segment that shares most with this one; null when none shares a third of it. */
function earlierOf({ terms }: ReadTrace, place: number): number | null {
  const own = terms[place]?.terms ?? new Set<string>();
  let best: number | null = null;
  let most = Math.max(2, own.size / 3);
  for (let at = 0; at < place; at += 1) {
    const earlier = terms[at]?.terms;
    if (earlier === undefined) continue;
    let shared = 0;
    // A value taken up again says more than a word.
    for (const term of own) if (earlier.has(term)) shared += term.startsWith("#") ? 2 : 1;
    if (shared > most) [best, most] = [at, shared];
  }
  return best;
}
