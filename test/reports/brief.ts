import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { measureBrief, methods } from "../support/brief-measure.ts";
import type { Count, Measure } from "../support/brief-measure.ts";
import { recordedTraces } from "../support/recorded-traces.ts";
import { hasRecordings } from "../support/recordings.ts";

/*
 * How many of the numbers and names that trace and conclusion share survive in a brief of a tenth of the trace's size,
 * against cutting: the last characters, the first, ten even samples. Run with `npm run report:brief`.
 */

function line(title: string, measures: readonly Measure[]): string {
  const values = measures.reduce((sum, measure) => sum + measure.values, 0);
  const shares = methods.map((method) => {
    const kept = measures.reduce((sum, measure) => sum + measure.kept[method], 0);
    return `${((100 * kept) / Math.max(1, values)).toFixed(1)} %`.padStart(9);
  });
  return `${title.padEnd(44)}${String(measures.length).padStart(7)}${String(values).padStart(8)}${shares.join("")}`;
}

if (hasRecordings) {
  const traces = recordedTraces();
  const measured = (leastTokens: number, count?: Count): readonly Measure[] =>
    traces.flatMap((trace) => measureBrief(trace, 0.1, leastTokens, count) ?? []);
  const strict = measured(0);
  console.log(`${"bound".padEnd(44)} traces  values${methods.map((method) => method.padStart(9)).join("")}`);
  console.log(line("10 % of the trace", strict));
  console.log(
    line(
      "  of which traces of 400 tokens and more",
      strict.filter(({ traceTokens }) => traceTokens >= 400),
    ),
  );
  console.log(line("10 %, counted exactly (o200k)", measured(0, countTokens)));
  console.log(
    line(
      "10 %, counted in characters",
      measured(0, (text) => text.length),
    ),
  );
  console.log(line("10 %, but at least a line (24 tokens)", measured(24)));
  console.log(line("as sent by default (10 %, at least 400)", measured(400)));
} else {
  console.log("needs the recorded traffic in ../shared/recordings, which is not there");
}
