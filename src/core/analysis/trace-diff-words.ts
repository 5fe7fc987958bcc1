import type { TraceDiff } from "../model/trace-diff.ts";
import type { ReadTrace } from "./read-trace.ts";
import { againstWords } from "./judge-rows.ts";
import type { JudgedRows } from "./judge-rows.ts";
import { countWords } from "./words.ts";

/** What the diff says in sentences: the finding, and what limits it. */
export function sayDiff(
  judged: JudgedRows,
  sides: readonly [ReadTrace, ReadTrace],
  isAligned: boolean,
): Pick<TraceDiff, "finding" | "caveat"> {
  const notes = isAligned ? ["Paired by shared terms and numbers, without a model."] : [];
  return {
    finding: findingOf(judged, isAligned),
    caveat: [
      ...notes,
      ...basisNotes(sides),
      ...repeatNote(judged, sides[0], 0),
      ...repeatNote(judged, sides[1], 1),
      ...cutNotes(sides),
    ].join(" "),
  };
}

function findingOf({ rows, partsAt, conflict, isAllFromThere }: JudgedRows, isAligned: boolean): string {
  if (!isAligned) return "These traces share too few terms to be paired. They stand beside each other, and nothing is claimed.";
  const parting = partsAt === null ? undefined : rows[partsAt];
  if (parting === undefined || conflict === null) {
    const differs = rows.filter(({ relation }) => relation === "differs").length;
    if (differs === 0) return "No values differ where they can be paired.";
    return `Values differ in ${differs} ${differs === 1 ? "place" : "places"}, and none of that lasts.`;
  }
  const [one = 0] = parting.segments[0];
  const [other = 0] = parting.segments[1];
  const where = one === other ? `segment ${one + 1}` : `segment ${one + 1} and segment ${other + 1}`;
  const follows = rows.some(({ relation }) => relation === "follows");
  const rest = follows && isAllFromThere ? " Everything that differs later follows from it." : "";
  return `They part at ${where}: ${againstWords(conflict)}.${rest}`;
}

function basisNotes([left, right]: readonly [ReadTrace, ReadTrace]): readonly string[] {
  const [one, other] = [left.side, right.side];
  if (one.basis === "raw" && other.basis === "raw") return [];
  if (one.basis === other.basis) {
    return ["Both are the providers’ summaries: what they leave out cannot be compared."];
  }
  const [summary, raw] = one.basis === "summary" ? [one, other] : [other, one];
  return [
    `Lane ${summary.number} is a summary and lane ${raw.number} the raw text, so lengths do not compare, and what only lane ${raw.number} says may have been thought in lane ${summary.number} too.`,
  ];
}

function repeatNote({ rows }: JudgedRows, { side, segments }: ReadTrace, at: 0 | 1): readonly string[] {
  const back = rows.flatMap((row) => (row.backTo !== null && row.segments[at].length > 0 ? row.segments[at] : []));
  if (back.length === 0) return [];
  const all = segments.reduce((sum, { start, end }) => sum + end - start, 0);
  const own = back.reduce((sum, place) => sum + (segments[place]?.end ?? 0) - (segments[place]?.start ?? 0), 0);
  const tokens = Math.round((side.tokens * own) / Math.max(1, all));
  const times = back.length === 1 ? "once" : `${back.length} times`;
  return [`Lane ${side.number} goes back over itself ${times}, ≈ ${countWords(tokens)} of ${countWords(side.tokens)} tok.`];
}

function cutNotes(sides: readonly ReadTrace[]): readonly string[] {
  return sides.flatMap(({ side, text }) =>
    side.isCut ? [`Of lane ${side.number} the first ${countWords(text.length)} characters were compared.`] : [],
  );
}
