import assert from "node:assert/strict";
import { tokenFamily } from "../../src/core/tokens/families.ts";
import { heldOutErrors } from "../support/fit-meter.ts";
import { meterSamples } from "../support/meter-samples.ts";
import type { MeterSample } from "../support/meter-samples.ts";
import { skipWithoutRecordings } from "../support/recordings.ts";

/** Fewer responses than this say little about a family; `npm run bench:meters` prints them all. */
const enough = 5;

describe("meters over the recorded responses", function () {
  this.timeout(120_000);
  if (skipWithoutRecordings()) return;
  const byFamily = new Map<string, MeterSample[]>();
  before(() => {
    for (const sample of meterSamples().samples) {
      if (sample.reported < 20 || sample.isCoarse) continue;
      byFamily.set(sample.family.id, [...(byFamily.get(sample.family.id) ?? []), sample]);
    }
  });

  it("are within 5 % in the middle where a tokenizer is public, and within 12 % elsewhere, for conversations no figure was fitted to", () => {
    let families = 0;
    for (const [id, samples] of byFamily) {
      if (samples.length < enough) continue;
      families += 1;
      const errors = heldOutErrors(samples).toSorted((one, other) => one - other);
      const median = errors[Math.floor(errors.length / 2)] ?? Number.NaN;
      const target = tokenFamily(samples[0]?.response.model ?? "").o200k === "exact" ? 0.05 : 0.12;
      assert.ok(median <= target, `${id}: ${(median * 100).toFixed(1)} % over ${samples.length}`);
    }
    assert.ok(families >= 10, `${families} families`);
  });
});
