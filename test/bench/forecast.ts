/*
 * npm run bench:forecast: how many recorded responses end inside the range that would have been forecast, and how wide it
 * is, on the half of the prompts that the weights were not fitted to, and on all. Once with nothing known of the model,
 * once with its responses to other prompts as history, once with its responses to the same prompt.
 */
import type { HistoryRecord } from "../../src/core/model/forecast.ts";
import { createPriceBook } from "../../src/core/pricing/create-price-book.ts";
import { expectedTokens } from "../../src/core/pricing/expected-output.ts";
import { forecastRun } from "../../src/core/pricing/forecast.ts";
import { recordedRuns } from "../support/recorded-runs.ts";
import type { RecordedRun } from "../support/recorded-runs.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

const prices = createPriceBook({ notBilled: {}, rows: [] });
const at = Date.UTC(2026, 10, 22);
const runs = recordedRuns();

function recordOf(run: RecordedRun, isSamePrompt: boolean): HistoryRecord {
  return { ...run, expectedTokens: run.prompt === null ? null : expectedTokens(run), isSamePrompt };
}

/** The model's other responses, to other prompts or to the same one. */
function historyOf(run: RecordedRun, kind: "none" | "others" | "same"): readonly HistoryRecord[] {
  if (kind === "none") return [];
  const own = runs.filter(({ id, model, provider }) => id !== run.id && model === run.model && provider === run.provider);
  return own
    .filter((other) => (other.prompt === run.prompt) === (kind === "same"))
    .map((other) => recordOf(other, kind === "same"));
}

function check(title: string, kind: "none" | "others" | "same", subset: readonly RecordedRun[]): void {
  let inside = 0;
  const widths: number[] = [];
  const errors: number[] = [];
  for (const run of subset) {
    const { provider, model, effort, inputTokens, outputTokens, prompt, hasTools, maxOutputTokens } = run;
    const known = { lane: "l-1", provider, model, effort, cachedTokens: 0, maxOutputTokens, prompt, hasTools };
    const lanes = [{ ...known, inputTokens: inputTokens ?? 0 }];
    const [forecast] = forecastRun({ lanes, history: historyOf(run, kind), prices, at }).lanes;
    if (forecast === undefined) continue;
    const { low, likely, high } = forecast.outputTokens;
    if (low <= outputTokens && outputTokens <= high) inside += 1;
    widths.push(high / low);
    errors.push(Math.abs(Math.log(outputTokens / likely)));
  }
  const share = ((inside / Math.max(1, subset.length)) * 100).toFixed(1);
  const figures = `${share} % inside, median width × ${median(widths).toFixed(0)}, likely off by × ${Math.exp(median(errors)).toFixed(1)}`;
  console.log(`${title.padEnd(52)} ${String(subset.length).padStart(3)} runs, ${figures}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const known = runs.filter(({ prompt }) => prompt !== null);
const heldOut = known.filter(({ half }) => half === "held out");
for (const [name, subset] of [
  ["held-out prompts", heldOut],
  ["fitted prompts", known.filter(({ half }) => half === "fitted")],
] as const) {
  const count = (run: RecordedRun, kind: "others" | "same"): number => historyOf(run, kind).length;
  check(`${name}: nothing known of the model`, "none", subset);
  check(
    "  with reasoning",
    "none",
    subset.filter(({ effort }) => effort !== "none"),
  );
  check(
    "  without reasoning",
    "none",
    subset.filter(({ effort }) => effort === "none"),
  );
  check(`${name}: with its responses to other prompts`, "others", subset);
  check(
    "  three or more of them",
    "others",
    subset.filter((run) => count(run, "others") >= 3),
  );
  check(
    `${name}: with its responses to the same prompt`,
    "same",
    subset.filter((run) => count(run, "same") >= 1),
  );
}
check(
  "no prompt was recorded",
  "none",
  runs.filter(({ prompt }) => prompt === null),
);
