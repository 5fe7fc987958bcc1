import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { formatsPage } from "./formats-page.ts";

const page = path.resolve(import.meta.dirname, "../../src/core/session/formats/README.md");

describe("the page of formats", () => {
  it("is what the formats write (npm run docs:formats)", () => {
    assert.ok(
      readFileSync(page, "utf8") === formatsPage(),
      "src/core/session/formats/README.md is stale: run npm run docs:formats",
    );
  });
});
