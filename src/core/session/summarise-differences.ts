import type { SessionDifference } from "./diff.ts";

/** More lines than this nobody reads in a dialog. */
const maxLines = 8;

/** Differences in a few short lines, without the texts: `lane l-1 (openai/gpt-6-sol @low): effort, model`. */
export function summariseDifferences(differences: readonly SessionDifference[]): readonly string[] {
  if (differences.length === 0) return ["No difference that a reader would see."];
  const groups = new Map<string, string[]>();
  for (const difference of differences) {
    const owner = difference.type === "change" ? difference.owner : difference;
    const key = owner === null ? "session" : `${owner.type} ${owner.id} (${owner.label})`;
    const what = difference.type === "change" ? difference.part : difference.change;
    groups.set(key, [...(groups.get(key) ?? []), what]);
  }
  const lines = [...groups].map(([key, parts]) => `${key}: ${parts.join(", ")}`);
  return lines.length <= maxLines
    ? lines
    : [...lines.slice(0, maxLines - 1), `and ${String(lines.length - maxLines + 1)} more lanes or steps`];
}
