import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { fileStep, sessionFile } from "../../../src/core/session/file-schema.ts";
import { changedParts } from "../../../src/core/session/integrity.ts";
import { sessionJsonSchema } from "../../../src/core/session/json-schema.ts";
import { sideFileName, splitText } from "../../../src/core/session/side-file.ts";
import { sha256 } from "../../../src/host/sha256.ts";
import { exampleSessions } from "../../support/example-sessions.ts";
import { assertGolden } from "../../support/golden.ts";

const options = { generator: "switchyard", residue: null, sha256 };
const validate = new Ajv({ strict: false, validateFormats: false }).compile(sessionJsonSchema());
const page = readFileSync(new URL("../../../src/core/session/README.md", import.meta.url), "utf8");
const golden = new URL("../../golden/sessions/", import.meta.url);

function changed(text: string, side: string | null = null): readonly string[] {
  const result = decodeSession(text, side);
  assert.ok(result.session);
  return [...changedParts({ ...result, session: result.session }, sha256)].flatMap((part) => (part === null ? [] : [part.path]));
}

/** Every path of keys in a value, with places in lists and ids as `*`. */
function shapes(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => shapes(item, `${path}.*`))];
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => shapes(item, `${path}.${key}`))];
}

describe("the examples of the session format", () => {
  for (const [name, session] of Object.entries(exampleSessions)) {
    it(`${name}: is what a save writes, valid by both schemas, unchanged by a read and a save`, () => {
      const text = encodeSession(session, options);
      assertGolden(`sessions/${name}.reasoning.json`, text);
      assert.equal(sessionFile.safeParse(JSON.parse(text)).success, true);
      assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
      const { session: read, problems, residue } = decodeSession(text);
      assert.deepEqual([read, problems, residue], [session, [], null]);
      assert.deepEqual(changed(text), []);
    });
  }

  it("side: the same as tools, in two files", () => {
    const whole = { ...exampleSession("tools"), id: "x-side", title: "Opaque state and raw reasoning in a side file" };
    const { text, side } = splitText(encodeSession(whole, options), { opaque: "side", rawReasoning: "side" });
    assert.ok(side !== null);
    assertGolden("sessions/side.reasoning.json", text);
    assertGolden(`sessions/${sideFileName("side.reasoning.json")}`, side);
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
    assert.deepEqual(decodeSession(text, side).session, whole);
    assert.deepEqual(changed(text, side), []);
  });

  it("changed: an answer was edited by hand, which is marked and not refused", () => {
    const sound = encodeSession(
      { ...exampleSession("comparison"), id: "x-changed", title: "An answer changed by hand" },
      options,
    );
    const text = sound.replace('"2 hours and 55 minutes."', '"3 hours."');
    assertGolden("sessions/changed.reasoning.json", text);
    assert.deepEqual(changed(text), ["steps.s-1"]);
    assert.deepEqual(decodeSession(text).problems, []);
  });

  it("newer: a version to come opens read-only and loses nothing", () => {
    const file = JSON.parse(
      encodeSession({ ...exampleSession("prompt"), id: "x-newer" }, { ...options, generator: "switchyard 9" }),
    );
    const { format, version: _version, ...rest } = file;
    const text = `${JSON.stringify({ format, version: "2.0", ...rest, weather: { unknown: "to this version" } }, null, 2)}\n`;
    assertGolden("sessions/newer.reasoning.json", text);
    const { session, readOnlyReason, residue } = decodeSession(text);
    assert.ok(session);
    assert.match(readOnlyReason ?? "", /version 2\.0/);
    assert.deepEqual(JSON.parse(encodeSession(session, { generator: "x", residue })).weather, { unknown: "to this version" });
  });

  it("stand on the page of the format: its own is valid, too", () => {
    const text = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const { session, problems } = decodeSession(text);
    assert.deepEqual(problems, []);
    assert.equal(session?.steps["s-1"]?.attempts[0]?.blocks.length, 2);
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  });

  it("show every key of the format, and its page names every one", () => {
    const shown = new Set(
      ["prompt", "comparison", "attempts", "tools", "handoff", "redacted", "side"]
        .map((name): unknown => JSON.parse(readFileSync(new URL(`${name}.reasoning.json`, golden), "utf8")))
        .flatMap((value) => shapes(value))
        .map((path) => path.split(".").at(-1)),
    );
    const keys = [...Object.keys(sessionFile.shape), ...Object.keys(fileStep.shape)];
    assert.deepEqual(
      keys.filter((key) => !shown.has(key)),
      [],
    );
    assert.deepEqual(
      keysOfSchema().filter((key) => !page.includes(`\`${key}\``)),
      [],
    );
  });
});

function exampleSession(name: string): (typeof exampleSessions)[string] {
  const session = exampleSessions[name];
  assert.ok(session);
  return session;
}

/** Names of properties anywhere in the published schema. */
function keysOfSchema(): readonly string[] {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === "properties") for (const name of Object.keys(Object(item))) names.add(name);
      walk(item);
    }
  };
  walk(sessionJsonSchema());
  return [...names];
}
