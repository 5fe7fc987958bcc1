import { relationWord } from "../../src/core/model/trace-diff.ts";
import type { TextMark, TraceDiff, TraceRelation, TraceRow } from "../../src/core/model/trace-diff.ts";

export interface RelationView {
  readonly icon: string;
  readonly tone: string;
  readonly word: string;
}

/** What stands between the two sides of a row. Icon and word, always both. */
export function relationView(row: TraceRow, diff: TraceDiff): RelationView {
  return { ...iconOf(row), word: relationWord(row, diff) };
}

function iconOf({ relation, backTo }: TraceRow): Omit<RelationView, "word"> {
  switch (relation) {
    case "same":
      return { icon: "check", tone: "ok" };
    case "alike":
      return { icon: "check", tone: "muted" };
    case "parts":
      return { icon: "warning", tone: "warn" };
    case "follows":
      return { icon: "arrow-down", tone: "muted" };
    case "differs":
      return { icon: "diff", tone: "warn" };
    case "one":
    case "other": {
      if (backTo !== null) return { icon: "debug-step-back", tone: "warn" };
      const isMirrored = document.documentElement.dir === "rtl";
      return { icon: (relation === "one") === isMirrored ? "arrow-right" : "arrow-left", tone: "muted" };
    }
  }
}

/** Rows that F7 stops at. */
export function isDifference(relation: TraceRelation): boolean {
  return relation !== "same" && relation !== "alike";
}

export interface TextPiece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** A stretch of a trace as plain and underlined pieces, without the line that is its title. */
export function piecesOf(trace: string, start: number, end: number, marks: readonly TextMark[]): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = start;
  for (const mark of marks) {
    if (mark.start < from || mark.end > end) continue;
    if (mark.start > from) pieces.push({ text: trace.slice(from, mark.start), isMarked: false });
    pieces.push({ text: trace.slice(mark.start, mark.end), isMarked: true });
    from = mark.end;
  }
  const rest = trace.slice(from, end).trimEnd();
  return rest === "" ? pieces : [...pieces, { text: rest, isMarked: false }];
}

/** Where a segment's text begins behind its title. */
export function bodyStart(trace: string, start: number, end: number, title: string | null): number {
  if (title === null) return start;
  const lineEnd = trace.indexOf("\n", start);
  const from = lineEnd === -1 || lineEnd > end ? end : lineEnd;
  return from + (/^\s*/.exec(trace.slice(from, from + 40))?.[0].length ?? 0);
}

/**
 * What to ask a lane about the difference, for the reader to change: the other thought is quoted as information, not as a
 * correction. Null when they do not part.
 */
export function differenceQuestion(
  { sides, rows, partsAt }: TraceDiff,
  texts: readonly [string, string],
  side: 0 | 1,
): string | null {
  const parting = partsAt === null ? undefined : rows[partsAt];
  if (parting === undefined) return null;
  const across = side === 0 ? 1 : 0;
  const quote = parting.segments[across]
    .flatMap((place) => sides[across].segments[place] ?? [])
    .map(({ start, end }) => texts[across].slice(start, Math.min(end, start + maxQuote)))
    .join("\n")
    .replaceAll(/^/gm, "> ");
  return `Another model, asked the same, parted from your reasoning here. It thought:\n\n${quote}\n\nCheck which of the two holds, and why. Then give the answer again.`;
}

const maxQuote = 1_500;

/** "Lane 1 has 5 segments, lane 2 has 5. 3 pair up; they part at segment 2." */
export function ribbonWords({ sides, rows, partsAt }: TraceDiff): string {
  const pairs = rows.filter(({ segments }) => segments[0].length > 0 && segments[1].length > 0).length;
  const count = ({ number, segments }: TraceDiff["sides"][number]) => `Lane ${number} has ${segments.length} segments`;
  const parting = partsAt === null ? undefined : rows[partsAt]?.segments[0][0];
  const parts = parting === undefined ? "" : `; they part at segment ${parting + 1} of lane ${sides[0].number}`;
  return `${count(sides[0])}, ${count(sides[1])}. ${pairs} ${pairs === 1 ? "row pairs" : "rows pair"} up${parts}.`;
}
