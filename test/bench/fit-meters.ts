/*
 * npm run fit:meters: for each family the factor and overheads of core/tokens/families.ts that fit the recorded responses
 * best, and how far off those of one half are on the other half. Conversations stay whole: a half holds all their turns.
 */
import { createHash } from "node:crypto";
import { LiveMeter, plainHints } from "../../src/core/model/live-meter.ts";
import { tokenFamily } from "../../src/core/tokens/families.ts";
import { gptCounter } from "../../src/core/tokens/gpt-counter.ts";
import { StreamingCounter } from "../../src/core/tokens/streaming-counter.ts";
import { hasUnseenWork } from "../support/unseen-work.ts";
import { recordedResponses } from "../support/recorded-responses.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

interface Sample {
  readonly isFirstHalf: boolean;
  readonly text: number;
  readonly answers: number;
  readonly calls: number;
  readonly reported: number;
}

interface Fit {
  readonly factor: number;
  readonly perResponse: number;
  readonly perCall: number;
}

const byFamily = new Map<string, Sample[]>();
for (const { item, batches, usage, model } of recordedResponses()) {
  const events = batches.flat();
  if (usage === null || usage.source !== "reported" || hasUnseenWork(events)) continue;
  const meter = new LiveMeter({ ...plainHints, newTextMeter: () => new StreamingCounter(gptCounter) });
  events.forEach((event, i) => meter.add(event, i));
  const family = tokenFamily(model);
  const hasReasoning = events.some(({ type }) => type === "reasoning-start");
  const isHidden = meter.reading(events.length).isReasoningHidden || (hasReasoning && family.isSummarised === true);
  const isRaw = hasReasoning && !isHidden;
  const { total, visible } = usage.output;
  const reported = isRaw ? total : (visible ?? (isHidden ? null : total));
  const text = meter.text.answer + (isRaw ? meter.text.reasoning : 0);
  if (reported === null || reported < 20 || text === 0) continue;
  const conversation = item.id.replace(/\.t\d+$/, "");
  const sample = {
    isFirstHalf: (createHash("sha256").update(conversation).digest()[0] ?? 0) % 2 === 0,
    text,
    answers: events.some(({ type }) => type === "answer-delta" || type === "tool-call-start") ? 1 : 0,
    calls: events.filter(({ type }) => type === "tool-call-start").length,
    reported,
  };
  byFamily.set(family.id, [...(byFamily.get(family.id) ?? []), sample]);
}

for (const [family, samples] of byFamily) {
  const halves = [true, false].map((isFirst) => samples.filter(({ isFirstHalf }) => isFirstHalf === isFirst));
  const [first = [], second = []] = halves;
  const { factor, perResponse, perCall } = fit(samples);
  console.log(
    family.padEnd(10),
    String(samples.length).padStart(3),
    `factor ${factor.toFixed(2)}, per response ${perResponse}, per call ${perCall}`.padEnd(46),
    `fitted to all ${percent(medianError(samples, fit(samples)))}`.padEnd(22),
    `first half on second ${percent(medianError(second, fit(first)))}`.padEnd(30),
    `second on first ${percent(medianError(first, fit(second)))}`,
  );
}

/** Small families must not drift: a plain factor and usual overheads cost nothing, others must earn their place. */
function fit(samples: readonly Sample[]): Fit {
  let best: Fit = { factor: 1, perResponse: 2, perCall: 10 };
  let least = Number.POSITIVE_INFINITY;
  for (let factor = 0.85; factor <= 1.25; factor += 0.01) {
    for (let perResponse = 0; perResponse <= 8; perResponse += 1) {
      for (const perCall of [0, 3, 6, 9, 12, 16, 20, 25, 32, 40, 47]) {
        const candidate = { factor, perResponse, perCall };
        const drift = Math.abs(factor - 1) * 3 + Math.abs(perResponse - 2) * 0.04 + Math.abs(perCall - 10) * 0.004;
        const errors = samples.reduce((sum, sample) => sum + Math.min(0.3, errorOf(sample, candidate)), drift);
        if (errors < least) [least, best] = [errors, candidate];
      }
    }
  }
  return best;
}

function errorOf({ text, answers, calls, reported }: Sample, { factor, perResponse, perCall }: Fit): number {
  return Math.abs(text * factor + answers * perResponse + calls * perCall - reported) / reported;
}

function medianError(samples: readonly Sample[], by: Fit): number {
  const errors = samples.map((sample) => errorOf(sample, by)).toSorted((one, other) => one - other);
  return errors[Math.floor(errors.length / 2)] ?? Number.NaN;
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(share * 100).toFixed(1)} %`;
}
