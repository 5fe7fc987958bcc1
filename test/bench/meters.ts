/*
 * npm run bench:meters: how close the live meter is just before the provider's final count, over the recorded traffic.
 * Hidden reasoning is left out: where it is counted apart, only the visible part is compared, and where it is not, the
 * response is not compared. Responses under 20 tokens are left out: there one token is five percent. The shipped factors
 * are fitted to these same responses; "held out" is by factors fitted without the response's own conversation.
 */
import { LiveMeter } from "../../src/core/model/live-meter.ts";
import { createMemoryCalibration } from "../../src/core/tokens/calibration.ts";
import { gptCounter } from "../../src/core/tokens/gpt-counter.ts";
import { createTokenMeters } from "../../src/core/tokens/token-meters.ts";
import { heldOutErrors } from "../support/fit-meter.ts";
import { meterSamples, visibleEstimate } from "../support/meter-samples.ts";
import type { MeterSample } from "../support/meter-samples.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

interface Measured {
  readonly sample: MeterSample;
  readonly estimated: number;
}

const learns = process.argv.includes("--calibrate");
const meters = createTokenMeters({
  loadGptCounter: () => Promise.resolve(gptCounter),
  calibration: createMemoryCalibration(),
});
const { samples, leftOut } = meterSamples();
const long = samples.filter(({ reported }) => reported >= 20);
const measured: Measured[] = [];
for (const sample of long) {
  await meters.prepare(sample.response.model);
  measured.push({ sample, estimated: estimateBeforeFinal(sample) });
}

const reasons = [...leftOut].map(([why, count]) => `${count} with ${why}`).join(", ");
console.log(`${samples.length} responses can be compared, ${long.length} of 20 tokens or more; left out: ${reasons}.`);
const plain = measured.filter(({ sample }) => !sample.isCoarse);
for (const family of new Set(plain.map(({ sample }) => sample.family.id))) {
  const own = plain.filter(({ sample }) => sample.family.id === family);
  const heldOut = heldOutErrors(own.map(({ sample }) => sample));
  console.log(`${line(family, own)} held out: median ${percent(quantile(heldOut, 0.5))}, p90 ${percent(quantile(heldOut, 0.9))}`);
}
console.log(line("all", plain));
const coarse = measured.filter(({ sample }) => sample.isCoarse);
if (coarse.length > 0) {
  console.log(`${line("gpt *", coarse)} * reasoning counted in steps of 64: up to 63 hidden tokens stand in the visible count`);
}
if (process.argv.includes("--list")) {
  for (const { sample, estimated } of measured) {
    const error = ((estimated - sample.reported) / sample.reported).toFixed(3).padStart(7);
    const { item, model } = sample.response;
    console.log(error, estimated, sample.reported, sample.isHidden ? "hidden" : "", model, item.id);
  }
}

/** All but the final count and what ends the response, which are what is guessed at. */
function estimateBeforeFinal(sample: MeterSample): number {
  const { events, response } = sample;
  const hints = meters.hintsFor(response.item.folder, response.model);
  const meter = new LiveMeter(hints);
  const lastUsage = events.findLastIndex(({ type }) => type === "usage");
  events.forEach((event, i) => {
    if (i !== lastUsage && event.type !== "finish") meter.add(event, i);
  });
  const estimated = visibleEstimate(sample, meter.reading(events.length));
  if (learns) {
    const whole = new LiveMeter(hints);
    events.forEach((event, i) => whole.add(event, i));
    meters.learn(response.item.folder, response.model, whole, events.length);
  }
  return estimated;
}

function line(name: string, own: readonly Measured[]): string {
  const errors = own.map(({ sample, estimated }) => Math.abs(estimated - sample.reported) / sample.reported);
  const ratios = own.map(({ sample, estimated }) => sample.reported / estimated);
  return [
    name.padEnd(10),
    String(own.length).padStart(4),
    `median ${percent(quantile(errors, 0.5))}`.padEnd(16),
    `p90 ${percent(quantile(errors, 0.9))}`.padEnd(14),
    `reported/estimated ${quantile(ratios, 0.5).toFixed(3)}`.padEnd(26),
  ].join(" ");
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
