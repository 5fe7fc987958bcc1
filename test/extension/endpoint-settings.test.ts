import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { customProviderSetting } from "../../src/core/adapters/custom-provider.ts";
import { defaultEffortBudgets } from "../../src/core/adapters/effort-budgets.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import { arrayAt, isJsonObject, objectAt } from "../../src/core/model/json.ts";

describe("the settings for endpoints and efforts, as the settings editor shows them", () => {
  const shown = at(contributed("switchyard.providers"), "additionalProperties", "properties");
  const read = at(parse(JSON.stringify(z.toJSONSchema(customProviderSetting))), "properties");

  it("offer exactly the properties of a custom provider that are read", () => {
    assert.deepEqual(Object.keys(shown).toSorted(), Object.keys(read).toSorted());
  });

  it("offer exactly the words that are read", () => {
    for (const path of [["wire"], ["reasoning"], ["thinkTags"], ["countsReasoning"], ["effort", "properties", "style"]]) {
      assert.deepEqual(arrayAt(at(shown, ...path), "enum"), arrayAt(at(read, ...path), "enum"), path.join("."));
    }
  });

  it("show the table of tiers and token budgets that applies", () => {
    assert.deepEqual(contributed("switchyard.effortBudgets")["default"], defaultEffortBudgets);
  });
});

function contributed(setting: string): JsonObject {
  const manifest = parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const sections = arrayAt(at(manifest, "contributes"), "configuration").filter(isJsonObject);
  const found = sections
    .map((section) => objectAt(objectAt(section, "properties") ?? {}, setting))
    .filter((each) => each !== null);
  const [only] = found;
  assert.ok(only !== undefined && found.length === 1, `${setting} is contributed once`);
  return only;
}

function at(object: JsonObject, ...path: readonly string[]): JsonObject {
  return path.reduce((inner, key) => {
    const next = objectAt(inner, key);
    assert.ok(next, `there is ${key} in ${path.join(".")}`);
    return next;
  }, object);
}

function parse(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  assert.ok(isJsonObject(value));
  return value;
}
