/*
 * npm run bench:forecast: how many recorded responses end inside the range that would have been forecast, and how wide it
 * is. Once with nothing known of the model, once with every other recorded response of it as its history. Effort is read
 * from the recorded request where it says one.
 */
import { effortText, parseEffort } from "../../src/core/model/effort.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { HistoryRecord } from "../../src/core/model/forecast.ts";
import { isJsonObject, objectAt, stringAt } from "../../src/core/model/json.ts";
import { createPriceBook } from "../../src/core/pricing/create-price-book.ts";
import { forecastRun } from "../../src/core/pricing/forecast.ts";
import { recordedResponses } from "../support/recorded-responses.ts";
import type { RecordedResponse } from "../support/recorded-responses.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

const prices = createPriceBook({
  notBilled: {},
  rows: [],
});
const at = Date.UTC(2026, 10, 22);

interface Run {
  readonly record: HistoryRecord;
  readonly id: string;
  readonly limit: number | null;
}

const runs: Run[] = [];
for (const response of recordedResponses()) {
  const { usage, item, model } = response;
  const outputTokens = usage?.source === "reported" ? usage.output.total : null;
  if (outputTokens === null || outputTokens === 0) continue;
  const record = {
    provider: item.folder,
    model,
    effort: effortOf(response),
    inputTokens: usage?.input.total ?? null,
    outputTokens,
    isSamePrompt: false,
  };
  runs.push({ record, id: item.id, limit: null });
}

function effortOf({ item, batches }: RecordedResponse): Effort {
  const request = item.request();
  const body = isJsonObject(request) ? request : {};
  const word =
    stringAt(body, "reasoning_effort") ??
    stringAt(objectAt(body, "reasoning") ?? {}, "effort") ??
    stringAt(objectAt(body, "output_config") ?? {}, "effort") ??
    stringAt(objectAt(objectAt(body, "generationConfig") ?? {}, "thinkingConfig") ?? {}, "thinkingLevel");
  const asked = word === null ? null : parseEffort(word.toLowerCase());
  if (asked !== null) return asked;
  return batches.flat().some(({ type }) => type === "reasoning-start") ? "default" : "none";
}

function check(title: string, historyOf: (run: Run) => readonly HistoryRecord[], subset = runs): void {
  let inside = 0;
  const widths: number[] = [];
  for (const run of subset) {
    const { provider, model, effort, inputTokens, outputTokens } = run.record;
    const lane = {
      lane: "l-1",
      provider,
      model,
      effort,
      inputTokens: inputTokens ?? 0,
      cachedTokens: 0,
      maxOutputTokens: run.limit,
    };
    const [forecast] = forecastRun({ lanes: [lane], history: historyOf(run), prices, at }).lanes;
    if (forecast === undefined) continue;
    const { low, high } = forecast.outputTokens;
    if (low <= outputTokens && outputTokens <= high) inside += 1;
    widths.push(high / low);
  }
  const sorted = widths.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  console.log(
    `${title.padEnd(44)} ${subset.length} runs, ${((inside / subset.length) * 100).toFixed(1)} % inside, median width × ${median.toFixed(0)}`,
  );
}

const othersOf = (run: Run): readonly HistoryRecord[] => runs.filter((other) => other.id !== run.id).map(({ record }) => record);
check("prior alone", () => []);
check("other prompts of the model as history", othersOf);
const repeated = runs.filter(
  (run) => othersOf(run).filter(({ model, effort, provider }) => isSame(run, provider, model, effort)).length >= 3,
);
check("  only models with three or more others", othersOf, repeated);

function isSame({ record }: Run, provider: string, model: string, effort: Effort): boolean {
  return record.provider === provider && record.model === model && effortText(record.effort) === effortText(effort);
}
for (const effort of new Set(runs.map(({ record }) => effortText(record.effort)))) {
  check(
    `  prior of effort ${effort}`,
    () => [],
    runs.filter(({ record }) => effortText(record.effort) === effort),
  );
}
