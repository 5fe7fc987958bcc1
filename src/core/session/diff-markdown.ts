import type { SessionDifference } from "./diff.ts";
import { matchLines } from "./match-lines.ts";

/** Lines around a change that are shown with it. */
const contextLines = 2;

/** Differences as Markdown. Text from the files stands in fences and code spans only, where nothing of it is a link or HTML. */
export function diffMarkdown(differences: readonly SessionDifference[]): string {
  if (differences.length === 0) return "No differences.\n";
  const lines: string[] = [];
  let heading = "";
  for (const difference of differences) {
    const owner = difference.type === "change" ? difference.owner : difference;
    const next =
      owner === null ? "## Session" : `## ${owner.type === "lane" ? "Lane" : "Step"} ${code(owner.id)} ${code(owner.label)}`;
    if (next !== heading) lines.push(...(heading === "" ? [] : [""]), next, "");
    heading = next;
    lines.push(...entry(difference));
  }
  return `${lines.join("\n")}\n`;
}

function entry(difference: SessionDifference): readonly string[] {
  if (difference.type !== "change") return [`- ${difference.change}`];
  const { part, before, after } = difference;
  const name = part.startsWith("variable ") ? `variable ${code(part.slice(9))}` : part;
  const isShort = [before, after].every((text) => text === null || (!text.includes("\n") && text.length <= 60));
  if (isShort) return [`- ${name}: ${short(before)} → ${short(after)}`];
  const body = lineDiff(before, after).map((line) => `  ${line}`);
  const fence = "`".repeat(Math.max(3, longestRun(body.join("\n")) + 1));
  return [`- ${name}:`, "", `  ${fence}diff`, ...body, `  ${fence}`];
}

function short(text: string | null): string {
  return text === null || text === "" ? "none" : code(text);
}

/** A code span that ends where it should, whatever backticks the text holds. */
function code(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, " ");
  const ticks = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

function lineDiff(before: string | null, after: string | null): readonly string[] {
  const [old, fresh] = [before, after].map((text) => (text === null || text === "" ? [] : text.split("\n")));
  if (old === undefined || fresh === undefined) return [];
  const all: { readonly mark: " " | "-" | "+"; readonly line: string }[] = [];
  let [a, b] = [0, 0];
  for (const [i, j] of [...matchLines(old, fresh), [old.length, fresh.length] as const]) {
    for (const line of old.slice(a, i)) all.push({ mark: "-", line });
    for (const line of fresh.slice(b, j)) all.push({ mark: "+", line });
    const same = old[i];
    if (same !== undefined) all.push({ mark: " ", line: same });
    [a, b] = [i + 1, j + 1];
  }
  const near = new Set<number>();
  for (const [index, { mark }] of all.entries()) {
    if (mark === " ") continue;
    for (let at = index - contextLines; at <= index + contextLines; at++) near.add(at);
  }
  const shown: string[] = [];
  for (const [index, { mark, line }] of all.entries()) {
    if (near.has(index)) shown.push(`${mark}${line}`);
    else if (near.has(index - 1) || index === 0) shown.push("…");
  }
  return shown;
}
