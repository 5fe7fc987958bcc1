import assert from "node:assert/strict";
import { gaugePercent, leftOutText, parseBudget, rangeText } from "../../../webview-ui/format/forecast.ts";

describe("forecasts in words", () => {
  const ranges = [
    ["0.00312", "0.0262", "$0.003 – $0.026"],
    ["0.00091", "0.00243", "$0.0009 – $0.0024"],
    ["0.02", "0.14", "$0.02 – $0.14"],
    ["0.00001", "0.5", "$0.00001 – $0.50"],
    ["0", "0.03", "$0 – $0.030"],
    ["0.05", "0.05", "$0.050"],
    ["0", "0", "$0"],
  ] as const;
  for (const [low, high, text] of ranges) {
    it(`shows ${low} to ${high} as ${text}`, () => assert.equal(rangeText({ low, high }), text));
  }

  it("reads a typed budget exactly and refuses what is no amount", () => {
    assert.equal(parseBudget(" $0.05 "), "0.05");
    assert.equal(parseBudget(".5"), "0.5");
    assert.equal(parseBudget(""), null);
    for (const wrong of ["five", "-1", "0", "1e3", "1,5"]) assert.equal(parseBudget(wrong), undefined);
  });

  it("keeps a gauge inside its track", () => {
    assert.equal(gaugePercent("0.02", "0.05"), 40);
    assert.equal(gaugePercent("0.2", "0.05"), 100);
  });

  it("names the lanes that a total leaves out", () => {
    assert.equal(leftOutText([2]), "Lane 2 has no price and is not counted.");
    assert.equal(leftOutText([2, 5]), "Lanes 2 and 5 have no price and are not counted.");
  });
});
