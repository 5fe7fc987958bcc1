import assert from "node:assert/strict";
import type { MeterReading } from "../../../src/core/model/live-meter.ts";
import { createMemoryCalibration } from "../../../src/core/tokens/calibration.ts";
import { createTokenMeters } from "../../../src/core/tokens/token-meters.ts";
import { EngineHarness } from "../../support/engine-harness.ts";
import type { Script } from "../../support/engine-harness.ts";

const entry = { estimated: 1000, reported: 1000, error: 0.02, tokensPerSecond: 100, responses: 9 };

function harnessOf(script: (harness: () => EngineHarness) => Script, isKnown: boolean): EngineHarness {
  const meters = createTokenMeters({
    loadGptCounter: () => Promise.reject(new Error("no file")),
    calibration: createMemoryCalibration(isKnown ? { "alpha/m": entry } : {}),
  });
  const harness: EngineHarness = new EngineHarness({ scripts: { m: script(() => harness) }, meters });
  return harness;
}

function readings(harness: EngineHarness): readonly MeterReading[] {
  return harness.changes.flatMap((change) => (change.type === "attempt-meter" ? [change.meter] : []));
}

const usage = {
  input: { total: 9, uncached: 9, cacheRead: 0, cacheWrite: 0 },
  output: { total: 520, reasoning: 512, visible: 8 },
  source: "reported",
  billedUsd: null,
  raw: null,
} as const;

/** Thinks out of sight for five seconds, then answers. */
const silent = (harness: () => EngineHarness): Script =>
  async function* (_, { signal }) {
    yield [
      { type: "response-start", responseId: "r-1", model: null },
      { type: "reasoning-start", block: 0, visibility: "omitted" },
    ];
    await harness().clock.sleep(5_000, signal);
    yield [
      { type: "reasoning-end", block: 0, visibility: "omitted" },
      { type: "answer-start", block: 1, channel: "answer" },
      { type: "answer-delta", block: 1, text: "The result is three hundred and ninety-one." },
      { type: "usage", usage },
      { type: "finish", reason: "stop", raw: null, failure: null },
    ];
  };

describe("the meter of a running attempt", () => {
  it("moves by the model's own speed while nothing comes, at most four times a second, marked as such", async () => {
    const harness = harnessOf(silent, true);
    const run = harness.start("alpha/m");
    await harness.clock.advance(4_000);
    const [first, last] = [readings(harness)[0], readings(harness).at(-1)];
    assert.equal(last?.reasoning.basis, "time");
    assert.ok((last.reasoning.tokens ?? 0) >= 360 && (last.reasoning.tokens ?? 0) <= 400, String(last.reasoning.tokens));
    assert.ok((first?.reasoning.tokens ?? 0) < 60);
    assert.ok(readings(harness).length <= 16, String(readings(harness).length));
    assert.equal(last.isReasoningHidden, true);
    await harness.clock.advance(5_000);
    await run.done;
  });

  it("claims nothing of hidden reasoning when the model's speed is not known", async () => {
    const harness = harnessOf(silent, false);
    const run = harness.start("alpha/m");
    await harness.clock.advance(10_000);
    await run.done;
    assert.deepEqual(
      readings(harness).filter(({ reasoning }) => reasoning.basis === "time"),
      [],
    );
  });

  it("settles by the provider's count at the end, and says how far off the text's estimate was", async () => {
    const harness = harnessOf(silent, true);
    const run = harness.start("alpha/m");
    await harness.clock.advance(10_000);
    await run.done;
    const { meter, status } = harness.step("l-1").attempts[0] ?? {};
    assert.equal(status, "completed");
    assert.deepEqual(meter?.reasoning, { tokens: 512, basis: "final" });
    assert.deepEqual(meter.answer, { tokens: 8, basis: "final" });
    assert.equal(meter.settled?.reported, 8);
    assert.ok((meter.settled.estimated ?? 0) > 0);
    assert.equal(harness.clock.pendingTimers, 0);
  });
});
