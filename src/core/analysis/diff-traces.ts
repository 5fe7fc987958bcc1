import type { Segment } from "../model/segments.ts";
import type { TraceDiff } from "../model/trace-diff.ts";
import { judgeRows } from "./judge-rows.ts";
import { likenessOf, pairSegments } from "./pair-segments.ts";
import type { ReadTrace } from "./read-trace.ts";
import { sayDiff } from "./trace-diff-words.ts";
import { rowsOf } from "./trace-rows.ts";

/**
 * Lays two traces side by side: which segments speak of the same, where their values part, what only one of them thinks.
 * Words and numbers only, no model; near linear in the length, and bounded.
 */
export function diffTraces(left: ReadTrace, right: ReadTrace): TraceDiff {
  const sides = [left, right] as const;
  const likeness = likenessOf(left.terms, right.terms);
  const pairs = pairSegments([left.terms.length, right.terms.length], likeness);
  const rows = rowsOf(pairs, sides, likeness);
  const isAligned = pairedShare(pairs, sides) >= leastPairedShare;
  const judged = judgeRows(rows, sides, isAligned);
  const words = sayDiff(judged, sides, isAligned);
  return { sides: [left.side, right.side], rows: judged.rows, isAligned, partsAt: judged.partsAt, ...words };
}

/** Below this share of the shorter side in pairs nothing is claimed. */
const leastPairedShare = 0.25;

function pairedShare(
  pairs: readonly { readonly one: number; readonly other: number }[],
  [left, right]: readonly [ReadTrace, ReadTrace],
): number {
  const share = ({ segments }: ReadTrace, places: readonly number[]) => {
    const length = (segment: Segment | undefined) => (segment === undefined ? 0 : segment.end - segment.start);
    const all = segments.reduce((sum, segment) => sum + length(segment), 0);
    return all === 0 ? 0 : places.reduce((sum, at) => sum + length(segments[at]), 0) / all;
  };
  return Math.max(
    share(
      left,
      pairs.map(({ one }) => one),
    ),
    share(
      right,
      pairs.map(({ other }) => other),
    ),
  );
}
