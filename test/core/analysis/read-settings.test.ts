import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readComparisonSettings } from "../../../src/core/analysis/read-settings.ts";

describe("comparison settings from a page", () => {
  it("are taken as they are when they are sound", () => {
    for (const assertion of [
      null,
      { type: "contains", text: "37" },
      { type: "regex", pattern: "^\\d+$", flags: "i" },
      { type: "json-schema", name: "a.json", schema: { type: "object" } },
      { type: "judge", judge: "simulator/open-book", verdict: null },
    ]) {
      const settings = { same: "auto", assertion };
      assert.deepEqual(readComparisonSettings(settings), settings);
    }
  });

  it("are refused with a reason when they are not, a judge's verdict from outside included", () => {
    const bad: readonly (readonly [assertion: unknown, problem: RegExp])[] = [
      [{ type: "regex", pattern: "(", flags: "" }, /Invalid regular expression/],
      [{ type: "regex", pattern: "a", flags: "g" }, /cannot be read/],
      [{ type: "json-schema", name: "a.json", schema: { not: { type: "string" } } }, /^a\.json cannot be used as a JSON Schema/],
      [{ type: "judge", judge: "x", verdict: { groups: [], cost: null, problem: null } }, /cannot be read/],
      [{ type: "code", text: "rm" }, /cannot be read/],
    ];
    for (const [assertion, problem] of bad) {
      const read = readComparisonSettings({ same: "auto", assertion });
      assert.ok("problem" in read);
      assert.match(read.problem, problem);
    }
  });
});
