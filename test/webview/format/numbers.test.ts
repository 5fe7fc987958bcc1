import assert from "node:assert/strict";
import { countText, durationText, measureText, plural, steppedScale } from "../../../webview-ui/format/numbers.ts";

describe("numbers", () => {
  it("shows an unknown count as unknown, never as 0", () => {
    assert.equal(countText(null), "–");
    assert.equal(measureText({ value: null, basis: "estimate" }), "–");
    assert.equal(countText(0), "0");
  });

  it("marks an estimate", () => {
    assert.equal(measureText({ value: 1428, basis: "estimate" }), "≈ 1,428");
    assert.equal(measureText({ value: 1428, basis: "exact" }), "1,428");
  });

  it("writes durations at a precision that fits their length", () => {
    assert.deepEqual([null, 0, 449, 27_400, 99_949, 99_950, 128_000, 724_000].map(durationText), [
      "–",
      "0.0 s",
      "0.4 s",
      "27.4 s",
      "99.9 s",
      "100 s",
      "128 s",
      "12 min 4 s",
    ]);
  });

  it("scales by 1, 2, 5, 10 so that bars rarely rescale", () => {
    assert.deepEqual(
      [0, 150, 201, 900, 1001, 2001, 5001, 10_001].map((largest) => steppedScale(largest, 200)),
      [200, 200, 500, 1000, 2000, 5000, 10_000, 20_000],
    );
  });

  it("counts things in words", () => {
    assert.equal(plural(1, "lane"), "1 lane");
    assert.equal(plural(4, "lane"), "4 lanes");
  });
});
