/*
 * npm run bench:meters: how close the live meter is just before the provider's final count, over the recorded traffic.
 * Hidden reasoning is left out: where it is counted apart, only the visible part is compared, and where it is not, the
 * response is not compared. Responses under 20 tokens are listed apart: there one token is five percent.
 */
import { LiveMeter } from "../../src/core/model/live-meter.ts";
import { createMemoryCalibration } from "../../src/core/tokens/calibration.ts";
import { tokenFamily } from "../../src/core/tokens/families.ts";
import { gptCounter } from "../../src/core/tokens/gpt-counter.ts";
import { createTokenMeters } from "../../src/core/tokens/token-meters.ts";
import { recordedResponses } from "../support/recorded-responses.ts";
import { hasRecordings } from "../support/recordings.ts";
import { hasUnseenWork } from "../support/unseen-work.ts";

interface Sample {
  readonly id: string;
  readonly model: string;
  readonly family: string;
  readonly estimated: number;
  readonly running: boolean;
  readonly reported: number;
  readonly isHidden: boolean;
}

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

const samples: Sample[] = [];
const learns = process.argv.includes("--calibrate");
const calibration = createMemoryCalibration();
const meters = createTokenMeters({ loadGptCounter: () => Promise.resolve(gptCounter), calibration });
let skipped = 0;
let unseen = 0;
for (const { item, batches, usage, model } of recordedResponses()) {
  if (usage === null || usage.source !== "reported") continue;
  await meters.prepare(model);
  const meter = new LiveMeter(meters.hintsFor(item.folder, model));
  batches.flat().forEach((event, i) => meter.add(event, i));
  const before = beforeFinal(batches.flat(), item.folder, model);
  const { visible, total } = usage.output;
  const family = tokenFamily(model);
  const hasReasoning = batches.flat().some((event) => event.type === "reasoning-start");
  const isHidden = before.isReasoningHidden || (hasReasoning && family.isSummarised === true);
  const isRaw = hasReasoning && !isHidden;
  const reported = isRaw ? total : (visible ?? (isHidden ? null : total));
  const estimated = isRaw ? (before.answer.tokens ?? 0) + (before.reasoning.tokens ?? 0) : (before.answer.tokens ?? 0);
  if (hasUnseenWork(batches.flat())) {
    unseen += 1;
    continue;
  }
  if (reported === null || reported === 0 || estimated === 0) {
    skipped += 1;
    continue;
  }
  samples.push({
    id: item.id,
    model,
    family: family.id,
    estimated,
    running: before.answer.basis === "running",
    reported,
    isHidden,
  });
  if (learns) meters.learn(item.folder, model, meter, batches.flat().length);
}

function beforeFinal(events: Parameters<LiveMeter["add"]>[0][], provider: string, model: string) {
  const meter = new LiveMeter(meters.hintsFor(provider, model));
  const lastUsage = events.findLastIndex(({ type }) => type === "usage");
  events.forEach((event, i) => {
    // The final count and what ends the response are what is guessed at.
    if (i !== lastUsage && event.type !== "finish") meter.add(event, i);
  });
  return meter.reading(events.length);
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const long = samples.filter(({ reported }) => reported >= 20);
console.log(
  `${samples.length} responses compared, ${long.length} of 20 tokens or more; ${skipped} without a visible count, ${unseen} with work of the provider's own that is counted and never shown.`,
);
for (const family of new Set(long.map(({ family }) => family))) {
  const own = long.filter((sample) => sample.family === family);
  const errors = own.map(({ estimated, reported }) => Math.abs(estimated - reported) / reported);
  const ratios = own.map(({ estimated, reported }) => reported / estimated);
  console.log(
    family.padEnd(10),
    String(own.length).padStart(4),
    `median ${percent(quantile(errors, 0.5))}`.padEnd(16),
    `p90 ${percent(quantile(errors, 0.9))}`.padEnd(14),
    `reported/estimated ${quantile(ratios, 0.5).toFixed(3)}`,
  );
}
if (process.argv.includes("--list")) {
  for (const { id, model, estimated, reported, isHidden } of long) {
    console.log(
      ((estimated - reported) / reported).toFixed(3).padStart(7),
      estimated,
      reported,
      isHidden ? "hidden" : "",
      model,
      id,
    );
  }
}
