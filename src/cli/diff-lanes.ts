import { diffTraces } from "../core/analysis/diff-traces.ts";
import { readTrace } from "../core/analysis/read-trace.ts";
import type { ReadTrace } from "../core/analysis/read-trace.ts";
import { lastAttempt, stepAt } from "../core/model/session.ts";
import type { Session } from "../core/model/session.ts";
import { relationWord } from "../core/model/trace-diff.ts";
import type { TraceRow } from "../core/model/trace-diff.ts";
import { segmentName, traceOf } from "../core/model/trace.ts";
import { plainText } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError, exitCodes } from "./usage-error.ts";
import type { ExitCode } from "./usage-error.ts";

/**
 * Prints as Markdown how the reasoning of two lanes relates, segment by segment. Exit code 1 when they part, as diff has it.
 * @param lanes "1,2", counted from 1
 * @throws UsageError
 */
export function diffLanes(session: Session, lanes: string, terminal: Terminal): ExitCode {
  const [one, other, ...rest] = lanes.split(",").map((number) => readLane(session, number.trim()));
  if (one === undefined || other === undefined || rest.length > 0) {
    throw new UsageError(`"${lanes}" does not name two lanes.`, "Write their numbers like --lanes 1,2.");
  }
  const diff = diffTraces(one, other);
  const line = (row: TraceRow) => {
    const sides = [one, other].map((trace, at) =>
      (row.segments[at] ?? [])
        .map((place) => segmentLine(trace, place))
        .flatMap((text) => [`  - lane ${trace.side.number}: ${text}`]),
    );
    const note = row.note === null ? "" : `: ${row.note}`;
    return [`- **${relationWord(row, diff)}**${note}`, ...sides.flat()].join("\n");
  };
  const rows = diff.isAligned ? ["", ...diff.rows.map(line)] : [];
  terminal.stdout.write(`${plainText([diff.finding, ...(diff.caveat === "" ? [] : ["", diff.caveat]), ...rows].join("\n"))}\n`);
  return diff.partsAt === null ? exitCodes.completed : exitCodes.failed;
}

function segmentLine({ text, segments }: ReadTrace, place: number): string {
  const segment = segments[place];
  return segment === undefined ? "" : `${place + 1}. ${segmentName(text, segment)}`;
}

function readLane(session: Session, number: string): ReadTrace {
  const lane = /^\d{1,4}$/.test(number) ? session.lanes[Number(number) - 1] : undefined;
  if (lane === undefined) {
    throw new UsageError(`There is no lane ${number}.`, `The session has ${session.lanes.length}, counted from 1.`);
  }
  const step = lane.head === null ? null : stepAt(session, lane.head);
  const attempt = step === null ? null : lastAttempt(step);
  const trace = attempt === null ? null : traceOf(attempt);
  if (trace === null) throw new UsageError(`Lane ${number} has no readable reasoning.`, "Choose a lane whose text was sent.");
  return readTrace({ number: Number(number), trace });
}
