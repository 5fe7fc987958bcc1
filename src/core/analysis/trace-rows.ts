import type { ReadTrace } from "./read-trace.ts";
import type { Likeness, SegmentPair } from "./pair-segments.ts";

/** What stands side by side; an empty side has nothing there. */
export interface PlacedRow {
  readonly segments: readonly [readonly number[], readonly number[]];
  /** Of the pair; 0 when one side is empty. */
  readonly likeness: number;
}

/** A segment beside a pair joins it when it is this much like what the pair says. */
const joinLikeness = 0.2;

/**
 * Every segment in one row, in order. One segment of a summary may stand for several of a raw trace: a neighbour of a
 * pair that speaks of the same joins it, unless it only goes over it again.
 */
export function rowsOf(
  pairs: readonly SegmentPair[],
  [left, right]: readonly [ReadTrace, ReadTrace],
  likeness: Likeness,
): readonly PlacedRow[] {
  const rows: PlacedRow[] = [];
  let one = 0;
  let other = 0;
  for (const pair of [...pairs, { one: left.segments.length, other: right.segments.length, likeness: 0 }]) {
    const isEnd = pair.one === left.segments.length;
    const gap = [range(one, pair.one), range(other, pair.other)] as const;
    const joins = {
      one: (at: number, to: number) => likeness.between(at, to) >= joinLikeness && left.segments[at]?.isCheck !== true,
      other: (at: number, to: number) => likeness.between(to, at) >= joinLikeness && right.segments[at]?.isCheck !== true,
    };
    const before = rows.at(-1);
    const anchor = before === undefined ? null : { one: before.segments[0][0], other: before.segments[1][0] };
    const afterOne = takeWhile(gap[0], (at) => anchor?.other !== undefined && joins.one(at, anchor.other));
    const afterOther = takeWhile(gap[1], (at) => anchor?.one !== undefined && joins.other(at, anchor.one));
    if (before !== undefined && anchor?.one !== undefined && anchor.other !== undefined) {
      rows[rows.length - 1] = {
        likeness: before.likeness,
        segments: [
          [...before.segments[0], ...afterOne],
          [...before.segments[1], ...afterOther],
        ],
      };
    }
    const restOne = gap[0].slice(afterOne.length);
    const restOther = gap[1].slice(afterOther.length);
    const beforeOne = isEnd ? [] : takeWhile(restOne.toReversed(), (at) => joins.one(at, pair.other)).toReversed();
    const beforeOther = isEnd ? [] : takeWhile(restOther.toReversed(), (at) => joins.other(at, pair.one)).toReversed();
    for (const at of restOne.slice(0, restOne.length - beforeOne.length)) rows.push({ segments: [[at], []], likeness: 0 });
    for (const at of restOther.slice(0, restOther.length - beforeOther.length)) rows.push({ segments: [[], [at]], likeness: 0 });
    if (!isEnd) {
      rows.push({
        segments: [
          [...beforeOne, pair.one],
          [...beforeOther, pair.other],
        ],
        likeness: pair.likeness,
      });
    }
    one = pair.one + 1;
    other = pair.other + 1;
  }
  return rows;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
}

function takeWhile(items: readonly number[], isTaken: (item: number) => boolean): readonly number[] {
  const end = items.findIndex((item) => !isTaken(item));
  return end === -1 ? items : items.slice(0, end);
}
