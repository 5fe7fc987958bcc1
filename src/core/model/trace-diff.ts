import type { Segment } from "./segments.ts";
import type { Trace } from "./trace.ts";

/*
 * The reasoning of two lanes laid side by side, paired by shared terms and numbers, without a model. Derived by
 * core/analysis, never stored. Offsets count in each side's trace as `traceOf` gives it.
 */

export interface TraceDiff {
  readonly sides: readonly [TraceSide, TraceSide];
  /** Top to bottom; every segment is in exactly one row. */
  readonly rows: readonly TraceRow[];
  /** False: too little is shared, so the rows only stand beside each other and claim nothing. */
  readonly isAligned: boolean;
  /** Place in `rows` where they part; null when they do not, as far as values show it. */
  readonly partsAt: number | null;
  /** "They part at segment 2: 18.5 against 18 left." */
  readonly finding: string;
  /** What limits the finding, in whole sentences. */
  readonly caveat: string;
}

export interface TraceSide {
  /** The lane's, from 1. */
  readonly number: number;
  readonly basis: Trace["basis"];
  readonly segments: readonly Segment[];
  /** Of the text, estimated. */
  readonly tokens: number;
  /** True when the trace is so long that only its beginning was read. */
  readonly isCut: boolean;
}

export interface TraceRow {
  readonly relation: TraceRelation;
  /** Places in the sides' segments, in order; empty: nothing on that side. */
  readonly segments: readonly [readonly number[], readonly number[]];
  /** "18.5 against 18 left"; null when the relation says it all. */
  readonly note: string | null;
  /** The segment of the same side that this row comes back to; null: none. */
  readonly backTo: number | null;
  /** Differing values: they are underlined. */
  readonly marks: readonly [readonly TextMark[], readonly TextMark[]];
}

/**
 * `same`: alike in words and numbers. `alike`: shares terms, says no other value. `parts`: the first values that differ to the end. `follows`: differs since then.
 * `differs`: other values, which does not last. `one`, `other`: nothing on the other side answers it.
 */
export type TraceRelation = "same" | "alike" | "parts" | "follows" | "differs" | "one" | "other";

export interface TextMark {
  readonly start: number;
  readonly end: number;
}

/** What a row's relation is called. */
export function relationWord({ relation }: Pick<TraceRow, "relation">, { sides, rows, partsAt }: TraceDiff): string {
  switch (relation) {
    case "same":
      return "Same";
    case "alike":
      return "Alike";
    case "parts":
      return "They part here";
    case "follows": {
      const parting = partsAt === null ? undefined : rows[partsAt];
      return `Follows from ${(parting?.segments[0][0] ?? 0) + 1}`;
    }
    case "differs":
      return "Differs here";
    case "one":
      return `Only in ${sides[0].number}`;
    case "other":
      return `Only in ${sides[1].number}`;
  }
}
