import { matchLines } from "./match-lines.ts";

/**
 * Three-way merge of a text by its lines. Where both sides changed the same lines differently, `ours` stands and
 * `isConflict` says so: the result is always a text one can read, never one with markers in it.
 */
export function mergeText(base: string, ours: string, theirs: string): { readonly text: string; readonly isConflict: boolean } {
  if (ours === theirs || base === theirs) return { text: ours, isConflict: false };
  if (base === ours) return { text: theirs, isConflict: false };
  const lines = { base: base.split("\n"), ours: ours.split("\n"), theirs: theirs.split("\n") };
  const merged: string[] = [];
  let isConflict = false;
  let from = { base: 0, ours: 0, theirs: 0 };
  for (const stop of stops(lines)) {
    const part = {
      base: lines.base.slice(from.base, stop.base),
      ours: lines.ours.slice(from.ours, stop.ours),
      theirs: lines.theirs.slice(from.theirs, stop.theirs),
    };
    if (isSame(part.base, part.ours)) merged.push(...part.theirs);
    else {
      merged.push(...part.ours);
      if (!isSame(part.base, part.theirs) && !isSame(part.ours, part.theirs)) isConflict = true;
    }
    const line = lines.base[stop.base];
    if (line !== undefined) merged.push(line);
    from = { base: stop.base + 1, ours: stop.ours + 1, theirs: stop.theirs + 1 };
  }
  return { text: merged.join("\n"), isConflict };
}

interface Three<T> {
  readonly base: T;
  readonly ours: T;
  readonly theirs: T;
}

/** Places of the lines that all three have, and the end. */
function stops(lines: Three<readonly string[]>): readonly Three<number>[] {
  const theirs = new Map(matchLines(lines.base, lines.theirs));
  const stops: Three<number>[] = [];
  for (const [base, ours] of matchLines(lines.base, lines.ours)) {
    const their = theirs.get(base);
    if (their !== undefined) stops.push({ base, ours, theirs: their });
  }
  return [...stops, { base: lines.base.length, ours: lines.ours.length, theirs: lines.theirs.length }];
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
