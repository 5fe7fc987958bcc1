import assert from "node:assert/strict";
import { forecastCoverage, historyOf } from "../support/forecast-coverage.ts";
import type { KnownRuns } from "../support/forecast-coverage.ts";
import { recordedRuns } from "../support/recorded-runs.ts";
import type { RecordedRun } from "../support/recorded-runs.ts";
import { skipWithoutRecordings } from "../support/recordings.ts";

describe("forecasts over the recorded prompts that nothing was fitted to", function () {
  this.timeout(60_000);
  if (skipWithoutRecordings()) return;
  let runs: readonly RecordedRun[] = [];
  let heldOut: readonly RecordedRun[] = [];
  before(() => {
    runs = recordedRuns();
    heldOut = runs.filter(({ half, prompt }) => half === "held out" && prompt !== null);
  });

  const cases: readonly (readonly [name: string, kind: KnownRuns, widest: number, includes: (run: RecordedRun) => boolean])[] = [
    ["nothing is known of the model", "none", 25, () => true],
    ["it reasons and nothing is known of it", "none", 25, ({ effort }) => effort !== "none"],
    ["it does not reason and nothing is known of it", "none", 25, ({ effort }) => effort === "none"],
    ["it has answered other prompts", "others", 22, () => true],
    ["it has answered the same prompt", "same", 10, (run) => historyOf(run, "same", runs).length > 0],
  ];
  for (const [name, kind, widest, includes] of cases) {
    it(`hold for four runs of five, in a range narrow enough to be of use, when ${name}`, () => {
      const { inside, width, runs: count } = forecastCoverage(heldOut.filter(includes), kind, runs);
      assert.ok(count >= 40, `${count} runs`);
      assert.ok(inside >= 0.8, `${(inside * 100).toFixed(1)} % of ${count}`);
      assert.ok(width <= widest, `× ${width.toFixed(1)}`);
    });
  }
});
