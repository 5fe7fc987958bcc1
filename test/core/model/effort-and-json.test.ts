import assert from "node:assert/strict";
import { effortText, parseEffort } from "../../../src/core/model/effort.ts";
import { mergeJson, numberAt } from "../../../src/core/model/json.ts";

describe("effort text", () => {
  it("reads tiers, default and token budgets, and writes them back", () => {
    for (const text of ["none", "xhigh", "default", "16384"]) {
      const effort = parseEffort(text);
      assert.ok(effort !== null);
      assert.equal(effortText(effort), text);
    }
  });

  it("refuses words and numbers that are neither", () => {
    for (const text of ["", "huge", "0", "-5", "1.5", "1e3", "99999999999"]) assert.equal(parseEffort(text), null, text);
  });
});

describe("json", () => {
  it("merges objects key by key and replaces everything else, without touching its arguments", () => {
    const base = { a: { b: 1, c: [1] }, d: "x" };
    assert.deepEqual(mergeJson(base, { a: { c: [2] }, e: null }), { a: { b: 1, c: [2] }, d: "x", e: null });
    assert.deepEqual(base, { a: { b: 1, c: [1] }, d: "x" });
  });

  it("treats __proto__ as data", () => {
    const merged = mergeJson({}, JSON.parse('{"__proto__": {"polluted": 1}}'));
    assert.equal(Object.getPrototypeOf(merged), Object.prototype);
    assert.deepEqual(Object.keys(merged), ["__proto__"]);
  });

  it("reads a count that is not a finite number as not reported", () => {
    assert.equal(numberAt({ n: "5" }, "n"), null);
    assert.equal(numberAt({}, "n"), null);
    assert.equal(numberAt({ n: 0 }, "n"), 0);
  });
});
