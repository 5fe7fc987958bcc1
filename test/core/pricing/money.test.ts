import assert from "node:assert/strict";
import fc from "fast-check";
import { formatUsd, parseUsd, priceOf } from "../../../src/core/pricing/money.ts";

describe("money", () => {
  it("reads plain and scientific decimals exactly", () => {
    assert.equal(parseUsd("1"), 10n ** 18n);
    assert.equal(parseUsd("0.1"), 10n ** 17n);
    assert.equal(parseUsd("1.2e-7"), 12n * 10n ** 10n);
    assert.equal(parseUsd(" 3.50 "), 35n * 10n ** 17n);
  });

  it("reads nothing else as an amount", () => {
    for (const text of ["", "-1", "abc", "1,5", "0x10", "NaN", "Infinity", "1e999", "1.2.3", "$1"]) {
      assert.equal(parseUsd(text), null, text);
    }
  });

  it("prints without trailing zeros and without exponents", () => {
    assert.equal(formatUsd(parseUsd("0.001234500") ?? 0n), "0.0012345");
    assert.equal(formatUsd(0n), "0");
    assert.equal(formatUsd(parseUsd("12.00") ?? 0n), "12");
    assert.equal(formatUsd(1n), "0.000000000000000001");
  });

  it("prices tokens exactly where floating point does not", () => {
    assert.equal(formatUsd(priceOf(3, "0.1")), "0.0000003");
    assert.equal(formatUsd(priceOf(1, "0.0825")), "0.0000000825");
    assert.equal(formatUsd(priceOf(123_456_789, "12.5")), "1543.2098625");
  });

  it("keeps every amount it can print", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (amount) => assert.equal(parseUsd(formatUsd(amount)), amount)),
    );
  });
});
