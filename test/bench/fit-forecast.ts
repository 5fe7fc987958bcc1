/*
 * npm run fit:forecast: prints the weights of core/pricing/expected-output.ts, fitted by ridge regression on the recorded
 * prompts of one half, and how far the responses of that half lie from them. The other half is left for bench:forecast.
 */
import { createHash } from "node:crypto";
import { levelLog, outputFeatures } from "../../src/core/pricing/expected-output.ts";
import { recordedRuns } from "../support/recorded-runs.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

/** Keeps weights of rare features small. */
const penalty = 3;
const without: Record<number, readonly number[]> = {};

const rows = recordedRuns()
  .filter(({ half, prompt }) => half === "fitted" && prompt !== null)
  .map((run) => ({
    fold: foldOf(run.prompt ?? ""),
    model: `${run.provider}/${run.model}`,
    effort: levelLog(run.effort),
    prompt: run.prompt ?? "",
    features: outputFeatures(run),
    log: Math.log(run.outputTokens) - levelLog(run.effort),
  }));
const weights = solve(rows);
// Each prompt is judged by weights that never saw it, so that the spread is that of new prompts.
const judged = rows.map((row) => ({ ...row, residual: row.log - predicted(row.features, weightsWithout(row.fold)) }));
console.log(`${rows.length} responses; weights: [${weights.map((weight) => weight.toFixed(2)).join(", ")}]`);
for (const q of [0.06, 0.5, 0.94]) console.log(`residual at ${q}: ${quantile(q).toFixed(2)}`);
const total = mean(judged.map(({ residual }) => residual ** 2));
const pairs = judged.flatMap((one, i) => judged.slice(i + 1).map((other) => [one, other] as const));
const ofOneModel = pairs.filter(([one, other]) => one.model === other.model);
const repeats = ofOneModel.filter(([one, other]) => one.prompt === other.prompt && one.effort === other.effort);
const prompts = ofOneModel.filter(([one, other]) => one.prompt !== other.prompt);
const chance = mean(repeats.map(([one, other]) => (one.residual - other.residual) ** 2 / 2));
const model = mean(prompts.map(([one, other]) => one.residual * other.residual));
const parts = [`model ${model.toFixed(2)}`, `prompt ${(total - model - chance).toFixed(2)}`, `chance ${chance.toFixed(2)}`];
console.log(`deviation ${Math.sqrt(total).toFixed(2)}; variances: ${parts.join(", ")}`);

/** A prompt that was recorded often must not stand for all prompts: each of its responses counts less. */
function quantile(q: number): number {
  const sorted = judged.toSorted((one, other) => one.residual - other.residual);
  const weightOf = ({ prompt }: (typeof judged)[number]): number =>
    1 / Math.sqrt(judged.filter((other) => other.prompt === prompt).length);
  const all = sorted.reduce((sum, each) => sum + weightOf(each), 0);
  let seen = 0;
  return sorted.find((each) => (seen += weightOf(each)) >= q * all)?.residual ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
}

function foldOf(prompt: string): number {
  return (
    createHash("sha256")
      .update(`fold ${prompt.toLowerCase().slice(0, 40)}`)
      .digest()[0] ?? 0
  );
}

function weightsWithout(fold: number): readonly number[] {
  return (without[fold] ??= solve(rows.filter((row) => row.fold !== fold)));
}

function predicted(features: readonly number[], by: readonly number[]): number {
  return features.reduce((sum, feature, i) => sum + feature * (by[i] ?? 0), 0);
}

/** Ridge regression by its normal equations; the constant is not penalised. */
function solve(data: readonly { readonly features: readonly number[]; readonly log: number }[]): readonly number[] {
  const size = data[0]?.features.length ?? 0;
  const at = (i: number, j: number): number => {
    const sum = data.reduce((total, { features }) => total + (features[i] ?? 0) * (features[j] ?? 0), 0);
    return sum + (i === j && i > 0 ? penalty : 0);
  };
  const right = (i: number): number => data.reduce((total, { features, log }) => total + (features[i] ?? 0) * log, 0);
  const system = Array.from({ length: size }, (_, i) => [...Array.from({ length: size }, (_, j) => at(i, j)), right(i)]);
  for (let i = 0; i < size; i += 1) {
    const pivot = system[i] ?? [];
    const scaled = pivot.map((value) => value / (pivot[i] ?? 1));
    system.forEach((row, j) => {
      system[j] = j === i ? scaled : row.map((value, k) => value - (row[i] ?? 0) * (scaled[k] ?? 0));
    });
  }
  return system.map((row) => row[size] ?? 0);
}
