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
const penalty = 2;
const without: Record<number, readonly number[]> = {};

const rows = recordedRuns()
  .filter(({ half, prompt }) => half === "fitted" && prompt !== null)
  .map((run) => ({
    fold: foldOf(run.prompt ?? ""),
    features: outputFeatures(run),
    log: Math.log(run.outputTokens) - levelLog(run.effort),
  }));
const weights = solve(rows);
// Each prompt is judged by weights that never saw it, so that the spread is that of new prompts.
const residuals = rows
  .toSorted((one, other) => one.fold - other.fold)
  .map(({ fold, features, log }) => log - predicted(features, weightsWithout(fold)))
  .toSorted((one, other) => one - other);
const quantile = (q: number): number => residuals[Math.floor((residuals.length - 1) * q)] ?? Number.NaN;
console.log(`${rows.length} responses; weights: [${weights.map((weight) => weight.toFixed(2)).join(", ")}]`);
for (const q of [0.07, 0.1, 0.5, 0.9, 0.93]) console.log(`residual at ${q}: ${quantile(q).toFixed(2)}`);
console.log(`deviation ${Math.sqrt(residuals.reduce((sum, each) => sum + each ** 2, 0) / residuals.length).toFixed(2)}`);

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
