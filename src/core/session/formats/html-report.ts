import type { Block } from "../../model/block.ts";
import type { Lane, Session, Step } from "../../model/session.ts";
import { lanePath, lastAttempt } from "../../model/session.ts";
import { safeMarkdown } from "../../markdown/safe-markdown.ts";
import type { Format } from "./format.ts";
import { cells, columns, loseParts, opaqueNote, reportRow, visibilityLabels } from "./report.ts";

/** One file to send to somebody: no script, nothing from elsewhere, all text escaped, light and dark, prints well. */
export const htmlFormat: Format = {
  id: "html",
  label: "HTML report",
  extension: ".html",
  detect: () => null,
  write(session, context) {
    const { generator } = context;
    loseParts(session, context);
    const { prompt } = session;
    return [
      "<!doctype html>",
      '<html lang="en">',
      "<head>",
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      '<meta name="referrer" content="no-referrer">',
      `<title>${escaped(session.title)}</title>`,
      `<style>${style}</style>`,
      "</head>",
      "<body>",
      `<header><h1 dir="auto">${escaped(session.title)}</h1><p class="note">${escaped(session.createdAt)} · ${escaped(generator)}</p></header>`,
      "<main>",
      `<section><h2>Prompt</h2>${prompt.system === "" ? "" : `<h3>System</h3>${text(prompt.system)}<h3>User</h3>`}${text(prompt.user)}</section>`,
      session.lanes.length === 0 ? "" : table(session),
      '<div class="lanes">',
      ...session.lanes.map((lane, index) => laneSection(session, lane, index)),
      "</div>",
      "</main>",
      "</body>",
      "</html>",
      "",
    ].join("\n");
  },
};

function table(session: Session): string {
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join("");
  const rows = session.lanes.map((lane, index) => {
    const [name = "", ...rest] = cells(reportRow(session, lane, index)).map(escaped);
    const link = `<th scope="row"><a href="#lane-${String(index + 1)}">${name}</a></th>`;
    return `<tr>${link}${rest.map((cell, at) => `<td${at > 1 ? ' class="number"' : ""}>${cell}</td>`).join("")}</tr>`;
  });
  return `<section class="wide"><h2>Lanes</h2><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}

function laneSection(session: Session, lane: Lane, index: number): string {
  const row = reportRow(session, lane, index);
  const facts = [row.effort, row.status, row.cost === "unknown" ? "cost unknown" : row.cost, row.time].filter(
    (fact) => fact !== "–",
  );
  const meta = facts.map(escaped).join(" · ");
  const steps = lanePath(session, lane).map(stepHtml).join("");
  return `<article id="lane-${String(index + 1)}"><h2>${escaped(row.name)}</h2><p class="note">${meta}</p>${steps}</article>`;
}

function stepHtml(step: Step, index: number): string {
  const attempt = lastAttempt(step);
  const results = (step.toolResults ?? []).map(
    (result) => `<h3>Tool result ${escaped(result.name)}</h3>${text(result.text, "code")}`,
  );
  const question = index === 0 || step.input === "" ? "" : `<h3>Prompt</h3>${text(step.input)}`;
  const note = opaqueNote((attempt?.opaque ?? []).map((state) => state.kind));
  const failure =
    step.failure === null
      ? ""
      : `<p class="failure">${escaped(`${step.status}: ${step.failure.message} ${step.failure.advice}`)}</p>`;
  const blocks = (attempt?.blocks ?? []).map(blockHtml).join("");
  return `${results.join("")}${question}${blocks}${note === null ? "" : `<p class="note">${escaped(note)}</p>`}${failure}`;
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case "reasoning": {
      const label = visibilityLabels[block.visibility];
      if (block.text === "") return `<p class="note">${label}.</p>`;
      return `<details><summary>${label}</summary>${trace(block.text)}</details>`;
    }
    case "answer":
      return `<h3>${block.channel === "answer" ? "Answer" : escaped(block.channel)}</h3>${rendered(block.text)}`;
    case "tool-call":
      return `<h3>Tool call ${escaped(block.name)}</h3>${text(block.arguments, "code")}`;
  }
}

/** Reasoning as it came; a line that is only bold titles a part of a summary. */
function trace(value: string): string {
  const titled = escaped(value).replaceAll(/^\*\*([^*\n]+)\*\*[ \t]*$/gm, "<strong>$1</strong>");
  return `<div class="text trace" dir="auto">${titled}</div>`;
}

/** An answer as the Markdown it is. A report's worth is rendered; past that it stands as it was written. */
function rendered(value: string): string {
  if (value.length > maxRendered) return text(value, "answer");
  return `<div class="answer md" dir="auto">${markdown.render(readable(value))}</div>`;
}

const maxRendered = 1_000_000;
const markdown = safeMarkdown(4); // under the lane's h2 and the answer's h3

function text(value: string, kind = "plain"): string {
  return `<div class="text ${kind}" dir="auto">${escaped(value)}</div>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(value: string): string {
  return readable(value.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? ""));
}

/** NUL and its like are no characters of HTML: shown as what stands for the unreadable. */
function readable(value: string): string {
  return value.replaceAll(/(?![\t\n\r])\p{Cc}/gu, "\uFFFD");
}

const style = `
:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;--page:#fff;--box:#f6f8fa;--link:#0550ae;--bad:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--page:#0d1117;--box:#151b23;--link:#79b8ff;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:88rem;padding:2rem clamp(1rem,4vw,3rem);background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2rem 0 .5rem;overflow-wrap:anywhere}
h3{font-size:.85rem;margin:1.25rem 0 .35rem;color:var(--soft)}
.note{color:var(--soft);font-size:.85rem;margin:.25rem 0}
.failure{color:var(--bad)}
.text{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem}
.text.answer,.md{background:none;border:solid var(--line);border-width:0 0 0 3px;border-radius:0;padding:.1rem 0 .1rem 1rem}
.md{overflow-wrap:anywhere}
.md>:first-child{margin-top:0}
.md>:last-child{margin-bottom:0}
.md :is(p,ul,ol,blockquote,pre,table){margin:.6rem 0}
.md :is(h4,h5,h6){font-size:1rem;margin:1rem 0 .4rem}
.md blockquote{margin-inline:0;padding-inline-start:.9rem;border-inline-start:3px solid var(--line);color:var(--soft)}
.md pre{overflow-x:auto;background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem}
.md code{font:.88em/1.5 ui-monospace,monospace}
.md :not(pre)>code{background:var(--box);border-radius:4px;padding:.1em .3em}
.md table{width:auto}
.md .align-right{text-align:right}
.md .align-center{text-align:center}
.md .remote-image{color:var(--soft)}
.text.trace{color:var(--soft);font-size:.92rem;margin-top:.5rem}
.text.code{font:.88rem/1.5 ui-monospace,monospace}
details{margin:.75rem 0}
summary{cursor:pointer;font-size:.9rem;color:var(--link)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--soft);font-weight:500}
tbody th{font-weight:500}
.number{font-variant-numeric:tabular-nums;white-space:nowrap}
a{color:var(--link)}
.lanes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2.5rem}
article{min-width:0}
@media print{body{max-width:none;padding:0}.lanes{display:block}.md pre,.text{white-space:pre-wrap}h2,h3{break-after:avoid}tr,li{break-inside:avoid}details:not([open])::details-content{content-visibility:visible;display:block}}
`.trim();
