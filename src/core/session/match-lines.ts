/** Lines that stand in both texts, as pairs of indexes that rise on both sides. */
export type LineMatch = readonly [first: number, second: number];

/** Above this many cells the table of the exact answer is too large, and lines that stand once are the anchors. */
const maxCells = 1_000_000;

export function matchLines(first: readonly string[], second: readonly string[]): readonly LineMatch[] {
  const matches: LineMatch[] = [];
  matchRange({ first, second, from: [0, 0], to: [first.length, second.length] }, matches);
  return matches;
}

interface Range {
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly from: LineMatch;
  readonly to: LineMatch;
}

function matchRange({ first, second, from, to }: Range, matches: LineMatch[]): void {
  let [a, b] = from;
  let [aEnd, bEnd] = to;
  for (; a < aEnd && b < bEnd && first[a] === second[b]; a++, b++) matches.push([a, b]);
  const tail: LineMatch[] = [];
  for (; a < aEnd && b < bEnd && first[aEnd - 1] === second[bEnd - 1]; aEnd--, bEnd--) tail.push([aEnd - 1, bEnd - 1]);
  if (a < aEnd && b < bEnd) {
    const range: Range = { first, second, from: [a, b], to: [aEnd, bEnd] };
    if ((aEnd - a) * (bEnd - b) <= maxCells) matchByTable(range, matches);
    else matchByAnchors(range, matches);
  }
  matches.push(...tail.toReversed());
}

function matchByTable({ first, second, from, to }: Range, matches: LineMatch[]): void {
  const rows = to[0] - from[0];
  const columns = to[1] - from[1];
  const width = columns + 1;
  // lengths[i * width + j]: the longest common run of lines from i and j on.
  const lengths = new Uint32Array((rows + 1) * width);
  const lengthAt = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const isSame = first[from[0] + i] === second[from[1] + j];
      lengths[i * width + j] = isSame ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (first[from[0] + i] === second[from[1] + j]) matches.push([from[0] + i++, from[1] + j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
}

/** Lines that stand exactly once on both sides hold still; between them it is matched again. */
function matchByAnchors({ first, second, from, to }: Range, matches: LineMatch[]): void {
  const places = new Map<string, { first: number; second: number }>();
  for (let i = from[0]; i < to[0]; i++) note(places, first[i] ?? "", "first", i);
  for (let j = from[1]; j < to[1]; j++) note(places, second[j] ?? "", "second", j);
  let last: LineMatch = from;
  let hasAnchor = false;
  for (const place of places.values()) {
    if (place.first < 0 || place.second < last[1]) continue;
    matchRange({ first, second, from: last, to: [place.first, place.second] }, matches);
    matches.push([place.first, place.second]);
    last = [place.first + 1, place.second + 1];
    hasAnchor = true;
  }
  // Without anchors nothing gets smaller: the whole range counts as replaced.
  if (hasAnchor) matchRange({ first, second, from: last, to }, matches);
}

const absent = -1;
const repeated = -2;

function note(
  places: Map<string, { first: number; second: number }>,
  line: string,
  side: "first" | "second",
  index: number,
): void {
  const place = places.get(line) ?? { first: absent, second: absent };
  place[side] = place[side] === absent ? index : repeated;
  places.set(line, place);
}
