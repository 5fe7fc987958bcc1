import type { Block } from "../../model/block.ts";
import type { Lane, Session, Step } from "../../model/session.ts";
import { lanePath, lastAttempt } from "../../model/session.ts";
import type { Format } from "./format.ts";
import { cells, columns, loseParts, opaqueNote, reportRow, visibilityLabels } from "./report.ts";

/** For people: a document or an issue. Text of models cannot break out of its quote, show an image or open a tag. */
export const markdownFormat: Format = {
  id: "markdown",
  label: "Markdown report",
  extension: ".md",
  detect: () => null,
  write(session, context) {
    loseParts(session, context);
    return `${sessionMarkdown(session)}\n\n<sub>${line(context.generator)} · ${line(session.createdAt)}</sub>\n`;
  },
};

/** The prompt, the table of lanes and every lane. */
export function sessionMarkdown(session: Session): string {
  const { system, user } = session.prompt;
  const parts = [
    `# ${line(session.title)}`,
    ...(system === "" ? [] : ["**System**", fenced(system)]),
    "**Prompt**",
    fenced(user),
    ...(session.lanes.length === 0 ? [] : [table(session)]),
    ...session.lanes.map((lane, index) => laneMarkdown(session, lane, index)),
  ];
  return parts.join("\n\n");
}

/** One lane with all its steps. */
export function laneMarkdown(session: Session, lane: Lane, index: number): string {
  const heading = `## ${line(reportRow(session, lane, index).name)}`;
  return [heading, ...lanePath(session, lane).flatMap(stepParts)].join("\n\n");
}

/** The readable reasoning of a lane's last step, quoted; empty when there is none. */
export function reasoningMarkdown(session: Session, lane: Lane): string {
  const step = lanePath(session, lane).at(-1);
  const blocks = (step === undefined ? null : lastAttempt(step))?.blocks ?? [];
  const texts = blocks.flatMap((block) => (block.type === "reasoning" && block.text.trim() !== "" ? [block.text] : []));
  return texts.length === 0 ? "" : quoted(texts.join("\n\n"));
}

function table(session: Session): string {
  const rows = session.lanes.map((lane, index) => cells(reportRow(session, lane, index)));
  const print = (row: readonly string[]) => `| ${row.map(line).join(" | ")} |`;
  return [print(columns), `|${columns.map((_, index) => (index < 3 ? " --- |" : " ---: |")).join("")}`, ...rows.map(print)].join(
    "\n",
  );
}

function stepParts(step: Step, index: number): readonly string[] {
  const attempt = lastAttempt(step);
  const results = (step.toolResults ?? []).flatMap((result) => [`**Tool result** ${line(result.name)}`, fenced(result.text)]);
  const question = index === 0 || step.input === "" ? [] : ["**Prompt**", fenced(step.input)];
  const note = opaqueNote((attempt?.opaque ?? []).map((state) => state.kind));
  const failure = step.failure === null ? [] : [`**${step.status}**: ${line(step.failure.message)} ${line(step.failure.advice)}`];
  return [
    ...results,
    ...question,
    ...(attempt?.blocks ?? []).flatMap(blockParts),
    ...(note === null ? [] : [`<sub>${note}</sub>`]),
    ...failure,
  ];
}

function blockParts(block: Block): readonly string[] {
  switch (block.type) {
    case "reasoning": {
      const label = visibilityLabels[block.visibility];
      return block.text === "" ? [`*${label}.*`] : [`<details><summary>${label}</summary>`, fenced(block.text), "</details>"];
    }
    case "answer":
      return [block.channel === "answer" ? "**Answer**" : `**${block.channel}**`, quoted(block.text)];
    case "tool-call":
      return [`**Tool call** ${line(block.name)}`, fenced(block.arguments)];
  }
}

/** As it stands, in a fence longer than any inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/~+/g)].map(([run]) => run.length));
  const fence = "~".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** An answer is Markdown; tags and images in it are shown as text. Code is left as it is. */
function quoted(text: string): string {
  let fence: string | null = null;
  const lines = text.split("\n").map((each) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(each)?.[1] ?? null;
    const wasOpen = fence !== null;
    if (mark !== null && fence === null) fence = mark;
    else if (mark !== null && fence !== null && mark.startsWith(fence)) fence = null;
    return wasOpen ? each : defused(each);
  });
  return lines.map((each) => `> ${each}`).join("\n");
}

function defused(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("![", "!&#91;");
}

/** For headings and table cells: one line without marks of its own. */
function line(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>|#]/g, "\\$&");
}
