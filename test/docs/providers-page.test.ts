import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { providersPage } from "./providers-page.ts";

const page = path.resolve(import.meta.dirname, "../../src/core/adapters/providers/README.md");

describe("the page of providers", () => {
  it("is what the data says (npm run docs:providers)", () => {
    assert.ok(
      readFileSync(page, "utf8") === providersPage(),
      "src/core/adapters/providers/README.md is stale: run npm run docs:providers",
    );
  });
});
