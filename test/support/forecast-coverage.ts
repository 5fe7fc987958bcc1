import type { HistoryRecord } from "../../src/core/model/forecast.ts";
import { createPriceBook } from "../../src/core/pricing/create-price-book.ts";
import { expectedTokens } from "../../src/core/pricing/expected-output.ts";
import { forecastRun } from "../../src/core/pricing/forecast.ts";
import type { RecordedRun } from "./recorded-runs.ts";

/** What is known of a model before a run: nothing, its responses to other prompts, or its responses to the same prompt. */
export type KnownRuns = "none" | "others" | "same";

export interface ForecastCoverage {
  readonly runs: number;
  /** The share that ended inside the range. */
  readonly inside: number;
  /** The middle one of high ÷ low. */
  readonly width: number;
  /** The factor by which half of the runs are off the likely count, or more. */
  readonly off: number;
}

const prices = createPriceBook({ notBilled: {}, rows: [] });
const at = Date.UTC(2026, 10, 22);

/** The model's other responses, to other prompts or to the same one. */
export function historyOf(run: RecordedRun, kind: KnownRuns, all: readonly RecordedRun[]): readonly HistoryRecord[] {
  if (kind === "none") return [];
  const own = all.filter(({ id, model, provider }) => id !== run.id && model === run.model && provider === run.provider);
  return own
    .filter((other) => (other.prompt === run.prompt) === (kind === "same"))
    .map((other) => ({
      ...other,
      expectedTokens: other.prompt === null ? null : expectedTokens(other),
      isSamePrompt: kind === "same",
    }));
}

/** How the forecasts of these runs, each made from what the others of `all` teach, hold against what they took. */
export function forecastCoverage(subset: readonly RecordedRun[], kind: KnownRuns, all: readonly RecordedRun[]): ForecastCoverage {
  let inside = 0;
  const widths: number[] = [];
  const errors: number[] = [];
  for (const run of subset) {
    const { provider, model, effort, inputTokens, outputTokens, prompt, hasTools, maxOutputTokens } = run;
    const known = { lane: "l-1", provider, model, effort, cachedTokens: 0, maxOutputTokens, prompt, hasTools };
    const lanes = [{ ...known, inputTokens: inputTokens ?? 0 }];
    const [forecast] = forecastRun({ lanes, history: historyOf(run, kind, all), prices, at }).lanes;
    if (forecast === undefined) continue;
    const { low, likely, high } = forecast.outputTokens;
    if (low <= outputTokens && outputTokens <= high) inside += 1;
    widths.push(high / low);
    errors.push(Math.abs(Math.log(outputTokens / likely)));
  }
  const share = inside / Math.max(1, subset.length);
  return { runs: subset.length, inside: share, width: median(widths), off: Math.exp(median(errors)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
