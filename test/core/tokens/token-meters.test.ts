import assert from "node:assert/strict";
import fc from "fast-check";
import { LiveMeter, plainHints } from "../../../src/core/model/live-meter.ts";
import { normaliseUsage } from "../../../src/core/model/usage.ts";
import { createMemoryCalibration } from "../../../src/core/tokens/calibration.ts";
import { gptCounter } from "../../../src/core/tokens/gpt-counter.ts";
import { StreamingCounter } from "../../../src/core/tokens/streaming-counter.ts";
import { createTokenMeters } from "../../../src/core/tokens/token-meters.ts";

const text = "The quick brown fox jumps over the lazy dog, and then it rests a while. ".repeat(20);

function usage(output: number, reasoning: number) {
  const counts = { input: 10, cacheRead: 0, cacheWrite: 0, output, reasoning };
  return normaliseUsage(counts, { reasoning: "included", cache: "included" }, null);
}

function answered(meter: LiveMeter, answer: string, reported: number): LiveMeter {
  meter.add({ type: "response-start", responseId: null, model: null }, 0);
  meter.add({ type: "answer-start", block: 0, channel: "answer" }, 100);
  meter.add({ type: "answer-delta", block: 0, text: answer }, 200);
  meter.add({ type: "usage", usage: usage(reported, 0) }, 2000);
  meter.add({ type: "finish", reason: "stop", raw: null, failure: null }, 2000);
  return meter;
}

describe("StreamingCounter", () => {
  it("counts prose in pieces exactly as in one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const counter = new StreamingCounter(gptCounter);
        let at = 0;
        for (const size of sizes) {
          counter.add(text.slice(at, at + size));
          at += size;
        }
        assert.equal(counter.tokens, gptCounter.count(text.slice(0, at)));
      }),
      { numRuns: 50 },
    );
  });

  it("does not stall on text without a place to cut", () => {
    const counter = new StreamingCounter(gptCounter);
    counter.add("a".repeat(20_000));
    assert.ok(Math.abs(counter.tokens - 2500) <= 10, String(counter.tokens));
  });
});

describe("the marks of a message that a tokenizer does not see", () => {
  /** Counted over a visible text by the hints of a model, minus the text itself. */
  async function marksOf(model: string, parts: { readonly reasons?: boolean; readonly calls?: number }): Promise<number> {
    const meters = createTokenMeters({
      loadGptCounter: () => Promise.resolve(gptCounter),
      calibration: createMemoryCalibration(),
    });
    await meters.prepare(model);
    const meter = new LiveMeter(meters.hintsFor("openai", model));
    if (parts.reasons === true) meter.add({ type: "reasoning-start", block: 0, visibility: "encrypted" }, 0);
    if (parts.calls === undefined) meter.add({ type: "answer-delta", block: 1, text }, 10);
    for (let block = 1; block <= (parts.calls ?? 0); block += 1) {
      meter.add({ type: "tool-call-start", block, callId: `c-${block}`, name: "get_weather" }, 10);
    }
    return (meter.reading(20).answer.tokens ?? 0) - meter.text.answer;
  }

  it("are those that every recorded response of the GPT models has: fewer before GPT-5, more after hidden reasoning", async () => {
    assert.equal(await marksOf("gpt-5.4-2026-03-05", {}), 4);
    assert.equal(await marksOf("gpt-5.3-codex", { reasons: true }), 6);
    assert.equal(await marksOf("openai/gpt-5.2", { calls: 1 }), 11);
    assert.equal(await marksOf("gpt-5.5-2026-04-23", { calls: 1, reasons: true }), 13);
    assert.equal(await marksOf("gpt-4o-2024-08-06", {}), 0);
    assert.equal(await marksOf("gpt-4.1-mini", { calls: 1 }), 8);
  });

  it("stand beside an estimate where the tokenizer is an older one", async () => {
    const meters = createTokenMeters({
      loadGptCounter: () => Promise.resolve(gptCounter),
      calibration: createMemoryCalibration(),
    });
    await meters.prepare("gpt-4-turbo");
    assert.equal(meters.hintsFor("openai", "gpt-4-turbo").textBasis, "estimate");
    assert.equal(meters.hintsFor("openai", "gpt-4o").textBasis, "tokenizer");
  });
});

describe("createTokenMeters", () => {
  const create = () =>
    createTokenMeters({ loadGptCounter: () => Promise.resolve(gptCounter), calibration: createMemoryCalibration() });

  it("counts by the tokenizer where it is public, and estimates elsewhere", async () => {
    const meters = create();
    await meters.prepare("gpt-6-sol");
    assert.equal(meters.hintsFor("openai", "gpt-6-sol").textBasis, "tokenizer");
    assert.equal(meters.hintsFor("anthropic", "claude-opus-5-5").textBasis, "estimate");
    assert.equal(meters.count("openai", "gpt-6-sol", text), gptCounter.count(text));
  });

  it("estimates when the tokenizer cannot be loaded", async () => {
    const meters = createTokenMeters({
      loadGptCounter: () => Promise.reject(new Error("no file")),
      calibration: createMemoryCalibration(),
    });
    await meters.prepare("gpt-6-sol");
    assert.equal(meters.hintsFor("openai", "gpt-6-sol").textBasis, "estimate");
  });

  it("learns from the final count, so that the next estimate is nearer", () => {
    const meters = create();
    const actual = 500;
    const errors = [1, 2, 3, 4].map(() => {
      const meter = answered(new LiveMeter(meters.hintsFor("anthropic", "claude-opus-5-5")), text, actual);
      meters.learn("anthropic", "claude-opus-5-5", meter, 2000);
      const { estimated, reported } = meter.reading(2000).settled ?? { estimated: 0, reported: actual };
      return Math.abs(estimated - reported) / reported;
    });
    assert.ok((errors[0] ?? 0) > 0.2, String(errors));
    assert.ok((errors[3] ?? 1) < 0.06, String(errors));
    assert.equal(meters.hintsFor("anthropic", "claude-opus-5-5").tokensPerSecond, 250);
    assert.equal(meters.hintsFor("anthropic", "claude-opus-5").tokensPerSecond, null, "another model learns nothing");
  });
});

describe("LiveMeter", () => {
  it("estimates hidden reasoning from time and the model's own speed, marked so, and settles on the final count", () => {
    const meter = new LiveMeter({ ...plainHints, tokensPerSecond: 250 });
    meter.add({ type: "response-start", responseId: null, model: null }, 0);
    assert.deepEqual(meter.reading(2000).reasoning, { tokens: 500, basis: "time" });
    assert.equal(meter.reading(2000).isReasoningHidden, true);
    meter.add({ type: "usage", usage: usage(640, 600) }, 2000);
    meter.add({ type: "finish", reason: "stop", raw: null, failure: null }, 2000);
    assert.deepEqual(meter.reading(2000).reasoning, { tokens: 600, basis: "final" });
    assert.deepEqual(meter.reading(2000).answer, { tokens: 40, basis: "final" });
  });

  it("says unknown, not zero, of hidden reasoning at an unknown speed", () => {
    const meter = new LiveMeter();
    meter.add({ type: "reasoning-start", block: 0, visibility: "encrypted" }, 0);
    assert.deepEqual(meter.reading(5000).reasoning, { tokens: null, basis: "unknown" });
  });

  it("takes the provider's own running count before any guess", () => {
    const meter = new LiveMeter();
    meter.add({ type: "reasoning-start", block: 0, visibility: "omitted" }, 0);
    meter.add({ type: "reasoning-progress", block: 0, estimatedTokens: 321 }, 900);
    assert.deepEqual(meter.reading(1000).reasoning, { tokens: 321, basis: "running" });
  });

  it("adds what came after a count on the way to it, once", () => {
    const meter = new LiveMeter();
    meter.add({ type: "answer-start", block: 0, channel: "answer" }, 0);
    meter.add({ type: "answer-delta", block: 0, text: "one two three four " }, 0);
    meter.add({ type: "usage", usage: usage(100, 0) }, 0);
    assert.equal(meter.reading(0).answer.tokens, 100);
    meter.add({ type: "answer-delta", block: 0, text: "five six seven eight" }, 1);
    assert.deepEqual(meter.reading(1).answer, { tokens: 104, basis: "running" });
  });
});

describe("what a running response may hold beyond its counts", () => {
  const hidden = (): LiveMeter => {
    const meter = new LiveMeter(plainHints);
    meter.add({ type: "response-start", responseId: null, model: null }, 0);
    meter.add({ type: "reasoning-start", block: 0, visibility: "omitted" }, 100);
    return meter;
  };

  it("is all of the silence while nothing is counted", () => {
    assert.equal(hidden().uncountedMs(600), 600);
    assert.equal(hidden().ownTokensPerSecond, null);
  });

  it("is the time since the provider's last count, at the speed of its counts", () => {
    const meter = hidden();
    meter.add({ type: "reasoning-progress", block: 0, estimatedTokens: 250 }, 500);
    assert.equal(meter.uncountedMs(540), 40);
    assert.equal(meter.ownTokensPerSecond, 500);
  });

  it("is the pause after the last piece of text, but not a long one", () => {
    const meter = hidden();
    meter.add({ type: "reasoning-end", block: 0, visibility: "omitted" }, 300);
    meter.add({ type: "reasoning-progress", block: 0, estimatedTokens: 90 }, 300);
    meter.add({ type: "answer-start", block: 1, channel: "answer" }, 300);
    meter.add({ type: "answer-delta", block: 1, text: "Four." }, 400);
    assert.equal(meter.uncountedMs(450), 50);
    assert.equal(meter.uncountedMs(60_000), 1000);
  });
});
