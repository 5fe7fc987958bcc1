import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { builtinProviders } from "../../../src/core/adapters/builtin-providers.ts";

const source = path.resolve(import.meta.dirname, "../../../src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file: file.replaceAll(path.sep, "/"), text: readFileSync(path.join(source, file), "utf8") }));

describe("what knows providers by name", () => {
  it("is the list of built-in providers alone: nothing else imports one", () => {
    const importers = files.filter(({ text }) => /from "[^"]*\/providers\/[a-z]+\.ts"/.test(text)).map(({ file }) => file);
    assert.deepEqual(importers, ["core/adapters/builtin-providers.ts"]);
  });

  it("is no condition anywhere: none compares with a provider's id", () => {
    const ids = builtinProviders.map((provider) => provider.id).join("|");
    const comparison = new RegExp(`\\b(?:id|provider|providerId) [=!]== "(?:${ids})"`);
    // Other tools' files have their own names for vendors: data of those formats.
    const isForeign = (file: string) => /\/session\/(import|formats)\//.test(file);
    const guilty = files.filter(({ file, text }) => !isForeign(file) && comparison.test(text)).map(({ file }) => file);
    assert.deepEqual(guilty, []);
  });

  it("is no model's name either: only families, providers, prices and the simulator spell one", () => {
    const spelled = /(?:includes|startsWith|endsWith|test)\(\s*["'/^]*(?:gpt|claude|gemini|grok|deepseek|qwen|kimi|glm)-/i;
    const guilty = files.filter(({ text }) => spelled.test(text)).map(({ file }) => file);
    assert.deepEqual(guilty, []);
  });
});
