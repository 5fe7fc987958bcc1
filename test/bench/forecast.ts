/*
 * npm run bench:forecast: how many recorded responses end inside the range that would have been forecast, and how wide it
 * is, on the half of the prompts that the weights were not fitted to, and on all. Once with nothing known of the model,
 * once with its responses to other prompts as history, once with its responses to the same prompt.
 */
import { forecastCoverage, historyOf } from "../support/forecast-coverage.ts";
import type { KnownRuns } from "../support/forecast-coverage.ts";
import { recordedRuns } from "../support/recorded-runs.ts";
import type { RecordedRun } from "../support/recorded-runs.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

const runs = recordedRuns();

function check(title: string, kind: KnownRuns, subset: readonly RecordedRun[]): void {
  const { inside, width, off } = forecastCoverage(subset, kind, runs);
  const figures = `${(inside * 100).toFixed(1)} % inside, median width × ${width.toFixed(0)}, likely off by × ${off.toFixed(1)}`;
  console.log(`${title.padEnd(52)} ${String(subset.length).padStart(3)} runs, ${figures}`);
}

const known = runs.filter(({ prompt }) => prompt !== null);
const heldOut = known.filter(({ half }) => half === "held out");
for (const [name, subset] of [
  ["held-out prompts", heldOut],
  ["fitted prompts", known.filter(({ half }) => half === "fitted")],
] as const) {
  const count = (run: RecordedRun, kind: KnownRuns): number => historyOf(run, kind, runs).length;
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
