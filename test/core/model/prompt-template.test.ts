import assert from "node:assert/strict";
import { placeholderNames, renderPrompt } from "../../../src/core/model/prompt-template.ts";

describe("prompt templates", () => {
  it("names each placeholder once, in order of first use", () => {
    assert.deepEqual(placeholderNames({ system: "{{b}}", user: "{{ a }} {{b}} {{1}} {{}}", variables: {} }), ["b", "a"]);
  });

  it("fills what has a value and leaves the rest as written", () => {
    const prompt = { system: "", user: "from {{from}} to {{to}} {{constructor}}", variables: { from: "$40 {{to}}" } };
    assert.equal(renderPrompt(prompt).user, "from $40 {{to}} to {{to}} {{constructor}}");
  });
});
