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
  it("takes what such prompts take at the effort when nothing is known of the model, and says so", () => {
    const { outputTokens, cost, basis, notes } = forecast({ prompt: "What is the capital of France?" });
    // exp(1.26 + 1.9 + 0.48 ln 31 + 0.12 ln(1050 / 57.5) + ln 0.55), and ×, ÷ the measured spread
    assert.deepEqual(outputTokens, { low: 21, likely: 95, high: 450 });
    // (1000 × 2 + 21 × 10, 95 × 10, 450 × 10) / 10^6
    assert.deepEqual(cost, { low: "0.00221", likely: "0.00295", high: "0.0065" });
    assert.equal(basis, "prior");
    assert.match(notes[0] ?? "", /such a prompt at effort low usually takes .* not been run here yet/);
  });

  it("expects more of a long task than of a short question, and of more effort", () => {
    const likely = (prompt: string, effort: ForecastLane["effort"] = "medium") =>
      forecast({ prompt, effort }).outputTokens.likely;
    const question = likely("Is 91 prime? Reply with one word.");
    const task = likely("Explain step by step how a hash map grows, and write the code of it in Rust with tests.");
    assert.ok(task > question * 2, `${question}, ${task}`);
    const tiers = (["none", "low", "medium", "high", "xhigh", "max"] as const).map((effort) => likely("Prove it.", effort));
    assert.deepEqual(
      tiers,
      tiers.toSorted((one, other) => one - other),
    );
  });

  it("expects a few tokens where the prompt leaves no room for more, and more in the middle of a long conversation", () => {
    const likely = (prompt: string, over: Partial<ForecastLane> = {}) =>
      forecast({ prompt, effort: "none", inputTokens: 20, ...over }).outputTokens.likely;
    assert.ok(likely("Reply with exactly: FOUR") * 2 < likely("Tell me about four"));
    assert.ok(likely("What is 2 + 2? Just the number.") < likely("What is 2 + 2? Show all your work."));
    assert.ok(likely("Go on with it.", { inputTokens: 20_000 }) > likely("Go on with it."));
  });

  it("is wider for a prompt that is not known", () => {
    const width = ({ outputTokens: { low, high } }: ReturnType<typeof forecast>) => high / low;
    assert.ok(width(forecast()) > width(forecast({ prompt: "What is the capital of France?" })));
  });

  it("splits the output by what was reasoning before, else by what such an effort usually gives", () => {
    const usual = forecast({ effort: "high", prompt: "Prove it." });
    assert.equal(usual.parts?.reasoning.likely, Math.round(usual.outputTokens.likely * 0.8));
    assert.equal((usual.parts?.reasoning.likely ?? 0) + (usual.parts?.answer.likely ?? 0), usual.outputTokens.likely);
    assert.deepEqual(forecast({ effort: "none" }).parts?.reasoning, { low: 0, likely: 0, high: 0 });
    const known = forecast(
      {},
      [25, 50, 75].map((reasoningTokens) => ({ ...ran(100, true), reasoningTokens })),
    );
    assert.equal(known.parts?.reasoning.likely, Math.round(known.outputTokens.likely / 2));
  });

  it("says how long it takes where the model's own speed is known", () => {
    assert.equal(forecast().timeMs, null);
    const { timeMs, outputTokens } = forecast({ tokensPerSecond: 50 });
    assert.deepEqual(timeMs, { low: outputTokens.low * 20, likely: outputTokens.likely * 20, high: outputTokens.high * 20 });
    assert.match(
      forecast({ tokensPerSecond: 50 }).notes.join(" "),
      /tokens of reasoning and \d+ of answer; [\d.]+ to [\d.]+ s at the speed/,
    );
    assert.match(forecast({ effort: "none" }).notes.join(" "), /No reasoning is expected\./);
  });

  it("reads the model's own default where the effort is left to it", () => {
    const prompt = "What is the capital of France?";
    const asNone = forecast({ effort: "default", defaultEffort: "none", prompt });
    assert.deepEqual(asNone.outputTokens, forecast({ effort: "none", prompt }).outputTokens);
  });

  it("narrows with what the model has done, most with the same prompt", () => {
    const width = ({ outputTokens: { low, high } }: ReturnType<typeof forecast>) => high / low;
    const prior = forecast();
    const others = forecast({}, [ran(200, false), ran(260, false), ran(300, false), ran(220, false)]);
    const same = forecast({}, [ran(200, true), ran(220, true), ran(210, true)]);
    assert.ok(width(others) < width(prior), `${width(others)}`);
    assert.ok(width(same) < width(others) * 0.6, `${width(same)}`);
    assert.ok(same.outputTokens.low <= 200 && 220 <= same.outputTokens.high);
    assert.deepEqual([others.basis, same.basis], ["history", "session"]);
  });

  it("learns nothing from another model, and how the model differs from another effort of it", () => {
    assert.equal(forecast({}, [{ ...ran(9000, true), model: "gpt-6-astra" }]).basis, "prior");
    const wordy = forecast({}, [{ ...ran(9000, true), effort: "high" }]);
    assert.equal(wordy.basis, "history");
    assert.ok(wordy.outputTokens.likely > forecast().outputTokens.likely);
  });

  it("learns less from a long response to a prompt that calls for one", () => {
    const long = { ...ran(3000, false), expectedTokens: 3000 };
    const surprising = { ...ran(3000, false), expectedTokens: 100 };
    assert.ok(forecast({}, [long]).outputTokens.likely < forecast({}, [surprising]).outputTokens.likely);
  });

  it("never goes above the user's limit", () => {
    const { outputTokens, notes } = forecast({ maxOutputTokens: 120 });
    assert.equal(outputTokens.high, 120);
    assert.match(notes.join(" "), /limit of 120 tokens caps it/);
  });

  it("counts what may be cached at the low end only", () => {
    const { cost } = forecast({ cachedTokens: 800, prompt: "What is the capital of France?" });
    // (200 × 2 + 800 × 0.2 + 21 × 10) / 10^6
    assert.equal(cost?.low, "0.00077");
    assert.equal(cost?.high, "0.0065");
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
