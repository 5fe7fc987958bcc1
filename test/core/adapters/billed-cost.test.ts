import assert from "node:assert/strict";
import type { BilledCost } from "../../../src/core/adapters/billed-cost.ts";
import { readBilledUsd } from "../../../src/core/adapters/billed-cost.ts";
import type { JsonValue } from "../../../src/core/model/json.ts";

const usd: BilledCost = { path: ["usage", "cost"], unit: "usd" };
const ticks: BilledCost = { path: ["usage", "cost"], unit: "usd-ticks" };
const own: BilledCost = { ...usd, ownKey: { flag: ["usage", "is_byok"], path: ["usage", "upstream"] } };

describe("the billed cost of a response", () => {
  it("is an exact decimal, whatever form the number had", () => {
    const texts: readonly (readonly [JsonValue, string])[] = [
      [0.0003287, "0.0003287"],
      [7.159e-5, "0.00007159"],
      [1.5e-7, "0.00000015"],
      [0, "0"],
      [12, "12"],
      [1e21, "1000000000000000000000"],
      ["0.002997", "0.002997"],
      ["1.50", "1.5"],
    ];
    for (const [cost, text] of texts) assert.equal(readBilledUsd({ usage: { cost } }, usd), text);
  });

  it("turns ticks of 1e-10 USD into USD without rounding", () => {
    assert.equal(readBilledUsd({ usage: { cost: 37_756_000 } }, ticks), "0.0037756");
    assert.equal(readBilledUsd({ usage: { cost: 1 } }, ticks), "0.0000000001");
    assert.equal(readBilledUsd({ usage: { cost: 20_000_000_000 } }, ticks), "2");
    assert.equal(readBilledUsd({ usage: { cost: "90071992547409931" } }, ticks), "9007199.2547409931");
  });

  it("adds what the reader's own key is charged, only where the response says that it was used", () => {
    const usage = { cost: 0.1, upstream: 0.2, is_byok: true };
    assert.equal(readBilledUsd({ usage }, own), "0.3");
    assert.equal(readBilledUsd({ usage: { ...usage, is_byok: false } }, own), "0.1");
    assert.equal(readBilledUsd({ usage: { ...usage, upstream: null } }, own), "0.1");
  });

  it("is unknown when the response says nothing, or nothing that is a number", () => {
    assert.equal(readBilledUsd({}, usd), null);
    assert.equal(readBilledUsd({ usage: null }, usd), null);
    for (const cost of [null, "", "free", -1, { total_cost: 1 }, "0x10"])
      assert.equal(readBilledUsd({ usage: { cost } }, usd), null);
    assert.equal(readBilledUsd({ usage: { cost: 1 } }, null), null);
  });
});
