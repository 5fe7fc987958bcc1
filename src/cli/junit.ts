import { isPassOrFail } from "../core/model/comparison.ts";
import type { Comparison } from "../core/model/comparison.ts";
import type { LaneId } from "../core/model/ids.ts";
import { lastAttempt, stepAt } from "../core/model/session.ts";
import type { Lane, Step } from "../core/model/session.ts";
import { laneStatus } from "./lane-end.ts";
import type { RunOutcome } from "./reporter.ts";

/**
 * A run as JUnit XML, which every CI shows: a test case a lane. A lane that did not complete is an error, one that does
 * not pass what was asserted is a failure. Holds no text of prompts or answers but what was compared.
 */
export function junitOf({ session, comparison, durationMs }: RunOutcome, names: ReadonlyMap<LaneId, string>): string {
  const cases = session.lanes.map((lane) => {
    const step = lane.head === null ? null : stepAt(session, lane.head);
    return { lane, name: names.get(lane.id) ?? lane.id, step, trouble: troubleOf(lane, step, comparison) };
  });
  const count = (kind: Trouble["kind"]): string => String(cases.filter(({ trouble }) => trouble?.kind === kind).length);
  const numbers = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  const rows = cases.map(({ lane, name, step, trouble }) => {
    const open = `    <testcase classname="${xml(lane.provider)}" name="${xml(name)}" time="${seconds(step?.durationMs ?? null)}"`;
    return trouble === null ? `${open}/>` : `${open}>\n      ${troubleXml(trouble)}\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="switchyard" ${numbers} time="${seconds(durationMs)}">`,
    `  <testsuite name="${xml(session.title)}" ${numbers} time="${seconds(durationMs)}" timestamp="${xml(session.createdAt)}">`,
    ...rows,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

interface Trouble {
  readonly kind: "failure" | "error" | "skipped";
  readonly type: string;
  readonly message: string;
  readonly detail: string;
}

function troubleOf({ id }: Lane, step: Step | null, comparison: Comparison | null): Trouble | null {
  if (step === null) return { kind: "skipped", type: "not-run", message: "It was not run.", detail: "" };
  const status = laneStatus(step);
  if (status === "cancelled") return { kind: "skipped", type: status, message: "It was stopped.", detail: "" };
  if (status !== "completed") {
    const failure = lastAttempt(step)?.failure ?? step.failure;
    const message = status === "budget" ? "It was stopped by its budget." : (failure?.message ?? "It did not complete.");
    return { kind: "error", type: failure?.kind ?? status, message, detail: failure?.advice ?? "" };
  }
  return comparison === null ? null : unmet(id, comparison);
}

/** Lanes are only at fault when something was asserted: that answers differ is news, not a failure. */
function unmet(id: LaneId, { rule, lanes }: Comparison): Trouble | null {
  if (!isPassOrFail(rule) && rule.kind !== "judge") return null;
  const compared = lanes.find(({ lane }) => lane === id);
  if (compared === undefined || compared.agrees === true) return null;
  const message = compared.reason ?? `It does not pass: ${rule.label}`;
  return { kind: "failure", type: rule.kind, message, detail: compared.value ?? "" };
}

function troubleXml({ kind, type, message, detail }: Trouble): string {
  const attributes = `message="${xml(message)}"${kind === "skipped" ? "" : ` type="${xml(type)}"`}`;
  return detail === "" ? `<${kind} ${attributes}/>` : `<${kind} ${attributes}>${xml(detail)}</${kind}>`;
}

function seconds(ms: number | null): string {
  return ((ms ?? 0) / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };

/** Characters that XML 1.0 cannot hold at all are left out. */
function xml(text: string): string {
  const sound = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
  return sound.replace(/[&<>"\n]/g, (character) => entities[character] ?? "");
}
