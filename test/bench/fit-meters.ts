/*
 * npm run fit:meters: for each family the factor and overheads of core/tokens/families.ts that fit the recorded responses
 * best, and how far off they are on responses they were not fitted to: each conversation by the fit to all others, and each
 * half by the fit to the other. What is compared and what is left out is the same as in bench:meters.
 */
import { createHash } from "node:crypto";
import { errorBy, fitMeter, heldOutErrors } from "../support/fit-meter.ts";
import { meterSamples } from "../support/meter-samples.ts";
import type { MeterSample } from "../support/meter-samples.ts";
import { hasRecordings } from "../support/recordings.ts";

if (!hasRecordings) {
  console.log("The recorded traffic in ../shared/recordings is not there.");
  process.exit(0);
}

const samples = meterSamples().samples.filter(({ reported, isCoarse }) => reported >= 20 && !isCoarse);
for (const family of new Set(samples.map((sample) => sample.family.id))) {
  const own = samples.filter((sample) => sample.family.id === family);
  const first = own.filter(isFirstHalf);
  const second = own.filter((sample) => !isFirstHalf(sample));
  const { factor, perResponse, perCall, perReasoning } = fitMeter(own);
  console.log(
    family.padEnd(10),
    String(own.length).padStart(3),
    `factor ${factor.toFixed(2)}, per response ${perResponse}, per call ${perCall}, per reasoning ${perReasoning}`.padEnd(64),
    `fitted to all ${median(own.map((sample) => errorBy(fitMeter(own), sample)))}`.padEnd(22),
    `held out ${median(heldOutErrors(own))}`.padEnd(18),
    `first half on second ${onOther(first, second)}`.padEnd(30),
    `second on first ${onOther(second, first)}`,
  );
}

function isFirstHalf({ conversation }: MeterSample): boolean {
  return (createHash("sha256").update(conversation).digest()[0] ?? 0) % 2 === 0;
}

/** Halves of a few responses say only which ones they are. */
function onOther(fitted: readonly MeterSample[], other: readonly MeterSample[]): string {
  if (fitted.length < 5 || other.length < 5) return "–";
  const fit = fitMeter(fitted);
  return median(other.map((sample) => errorBy(fit, sample)));
}

function median(errors: readonly number[]): string {
  const middle = errors.toSorted((one, other) => one - other)[Math.floor(errors.length / 2)];
  return middle === undefined ? "–" : `${(middle * 100).toFixed(1)} %`;
}
