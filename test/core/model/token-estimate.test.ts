import assert from "node:assert/strict";
import fc from "fast-check";
import { TokenMeter, estimateTokens } from "../../../src/core/model/token-estimate.ts";

/** Text and its true count in o200k, counted once with gpt-tokenizer. */
const samples: readonly (readonly [string, string, number])[] = [
  ["English", "The reader should see at once what the model did with the question.", 14],
  ["Chinese", "首先，我需要计算它们之间的距离。一列火车中午离开车站。", 20],
  ["Russian", "Сначала нужно вычислить расстояние между поездами.", 12],
  ["digits", "3141592653589793238462643383279502884197169399375105820974944592307816406286", 26],
];

describe("estimateTokens", () => {
  for (const [name, text, count] of samples) {
    it(`is within a quarter of the true count for ${name}`, () => {
      const estimate = estimateTokens(text);
      assert.ok(Math.abs(estimate - count) <= count / 4 + 1, `${estimate} instead of ${count}`);
    });
  }

  it("is zero only for nothing", () => {
    assert.equal(estimateTokens(""), 0);
    assert.equal(estimateTokens(" "), 1);
  });

  it("does not depend on where a stream is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (parts) => {
        const meter = new TokenMeter();
        for (const part of parts) meter.add(part);
        assert.equal(meter.tokens, estimateTokens(parts.join("")));
      }),
    );
  });
});
