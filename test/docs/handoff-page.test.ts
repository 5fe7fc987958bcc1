import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { handoffPage } from "./handoff-page.ts";

const page = path.resolve(import.meta.dirname, "../../src/core/handoff/README.md");

describe("the page of handoff rules", () => {
  it("is what the rules and the data say (npm run docs:handoff)", () => {
    assert.ok(readFileSync(page, "utf8") === handoffPage(), "src/core/handoff/README.md is stale: run npm run docs:handoff");
  });
});
