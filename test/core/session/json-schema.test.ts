import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { encodeSession } from "../../../src/core/session/codec.ts";
import { sessionFile } from "../../../src/core/session/file-schema.ts";
import { sessionJsonSchema } from "../../../src/core/session/json-schema.ts";
import { arbitrarySession } from "../../support/arbitrary-session.ts";

const published = new URL("../../../media/reasoning.schema.json", import.meta.url);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(sessionJsonSchema());

function agree(file: unknown): boolean {
  const byZod = sessionFile.safeParse(file).success;
  const bySchema = validate(file);
  assert.equal(bySchema, byZod, JSON.stringify(file).slice(0, 2000));
  return byZod;
}

/** Every place in a value, as paths to it. */
function paths(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, child]) => paths(child, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((child, index) => (String(index) === key ? replaced(child, rest, change) : child));
  return { ...Object(value), [key]: replaced(Object(value)[key], rest, change) };
}

describe("the published JSON Schema", () => {
  it("is the one generated from the schema that reads files (write it with UPDATE_GOLDEN=1)", () => {
    const text = `${JSON.stringify(sessionJsonSchema(), null, 2)}\n`;
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(published, text);
    assert.equal(readFileSync(published, "utf8"), text);
  });

  it("accepts every session that is written, and so does the reader", () => {
    fc.assert(
      fc.property(arbitrarySession, (session) => {
        assert.equal(agree(JSON.parse(encodeSession(session, { generator: "test", residue: null }))), true);
      }),
      { numRuns: 150 },
    );
  });

  it("agrees with the reader on 600 files with one value wrong, missing or added", () => {
    const wrong = fc.constantFrom<unknown>(null, -1, 1.5, "", "x y", true, [], {}, ["line"], "2026-11-22", { budgetTokens: 0 });
    let refused = 0;
    fc.assert(
      fc.property(arbitrarySession, fc.nat(), wrong, (session, place, value) => {
        const file = JSON.parse(encodeSession(session, { generator: "test", residue: null }));
        const all = paths(file);
        const path = all[place % all.length] ?? [];
        if (!agree(replaced(file, path, () => value))) refused += 1;
      }),
      { numRuns: 600 },
    );
    assert.ok(refused > 150, `only ${refused} of 600 mutations were refused: the corpus does not test refusals`);
  });
});
