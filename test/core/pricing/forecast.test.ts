import assert from "node:assert/strict";
import type { HistoryRecord } from "../../../src/core/model/forecast.ts";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { forecastRun } from "../../../src/core/pricing/forecast.ts";
import type { ForecastLane } from "../../../src/core/pricing/forecast.ts";

const prices = createPriceBook({ notBilled: { simulator: "simulated: nothing is billed" } });
const at = Date.UTC(2026, 10, 22, 12);
const lane: ForecastLane = {
  lane: "l-1",
  provider: "openai",
  model: "gpt-6-sol",
  effort: "low",
  inputTokens: 1000,
  cachedTokens: 0,
  maxOutputTokens: null,
};

function forecast(over: Partial<ForecastLane> = {}, history: readonly HistoryRecord[] = []) {
  const result = forecastRun({ lanes: [{ ...lane, ...over }], history, prices, at });
  const [first] = result.lanes;
  assert.ok(first !== undefined);
  return { ...first, run: result };
}

function ran(outputTokens: number, isSamePrompt: boolean): HistoryRecord {
  return { provider: "openai", model: "gpt-6-sol", effort: "low", inputTokens: 1000, outputTokens, isSamePrompt };
}

describe("forecastRun", () => {
  it("takes the effort's prior when nothing is known, and says so", () => {
    const { outputTokens, cost, basis, notes } = forecast();
    assert.deepEqual(outputTokens, { low: 16, likely: 110, high: 750 });
    // (1000 × 2 + 16, 110, 750 × 10) / 10^6
    assert.deepEqual(cost, { low: "0.00216", likely: "0.0031", high: "0.0095" });
    assert.equal(basis, "prior");
    assert.match(notes[0] ?? "", /effort low usually takes .* not been run here yet/);
  });

  it("narrows with what the model has done, most with the same prompt", () => {
    const width = ({ outputTokens: { low, high } }: ReturnType<typeof forecast>) => high / low;
    const prior = forecast();
    const others = forecast({}, [ran(200, false), ran(260, false), ran(300, false), ran(220, false)]);
    const same = forecast({}, [ran(200, true), ran(220, true), ran(210, true)]);
    assert.ok(width(others) < width(prior) / 2, `${width(others)}`);
    assert.ok(width(same) < width(others) / 2, `${width(same)}`);
    assert.ok(same.outputTokens.low <= 200 && 220 <= same.outputTokens.high);
    assert.deepEqual([others.basis, same.basis], ["history", "session"]);
  });

  it("learns nothing from another model or effort", () => {
    const other: HistoryRecord = { ...ran(9000, true), effort: "high" };
    assert.equal(forecast({}, [other, { ...ran(9000, true), model: "gpt-6-astra" }]).basis, "prior");
  });

  it("never goes above the user's limit", () => {
    const { outputTokens, notes } = forecast({ maxOutputTokens: 120 });
    assert.deepEqual(outputTokens, { low: 16, likely: 110, high: 120 });
    assert.match(notes.join(" "), /limit of 120 tokens caps it/);
  });

  it("counts what may be cached at the low end only", () => {
    const { cost } = forecast({ cachedTokens: 800 });
    // (200 × 2 + 800 × 0.2 + 16 × 10) / 10^6
    assert.equal(cost?.low, "0.00072");
    assert.equal(cost?.high, "0.0095");
  });

  it("names lanes whose price is unknown and leaves them out of the total", () => {
    const result = forecastRun({ lanes: [lane, { ...lane, lane: "l-2", model: "nothing" }], history: [], prices, at });
    assert.deepEqual(result.unknownLanes, ["l-2"]);
    assert.equal(result.lanes[1]?.cost, null);
    assert.match(result.lanes[1]?.reason ?? "", /No price is known for nothing/);
    assert.deepEqual(result.total, result.lanes[0]?.cost);
    assert.equal(forecastRun({ lanes: [], history: [], prices, at }).total, null);
  });

  it("says when the price itself is in doubt", () => {
    const { notes } = forecast({ provider: "zai", model: "glm-5.3-flash" });
    assert.match(notes.join(" "), /price is uncertain: two sources contradict/);
  });
});
