import assert from "node:assert/strict";
import type { JsonObject } from "../../../src/core/model/json.ts";
import { isJsonObject, objectAt } from "../../../src/core/model/json.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { formatVersion } from "../../../src/core/session/file-schema.ts";
import { migrate } from "../../../src/core/session/migrate.ts";
import type { Migration } from "../../../src/core/session/migrate.ts";
import { smallSession } from "../../support/small-session.ts";

/** Version 0.1 as it might have been: one text under `question`. Version 0.2: under `prompt`, as a string. */
const ladder: readonly Migration[] = [
  { from: "0.1", to: "0.2", change: ({ question, ...rest }) => ({ ...rest, prompt: question ?? "" }) },
  { from: "0.2", to: formatVersion, change: (file) => ({ ...file, prompt: { user: file["prompt"] ?? "" } }) },
];

function old(version: string, parts: JsonObject): JsonObject {
  const { prompt: _prompt, ...rest } = JSON.parse(encodeSession(smallSession(), { generator: "x", residue: null }));
  return { ...rest, version, ...parts, "x-unknown": { kept: true } };
}

describe("files of older versions", () => {
  it("climb from whatever version they have, keep what nobody knows, and say where they come from", () => {
    for (const [version, parts] of [
      ["0.1", { question: "What is 2 + 2?" }],
      ["0.2", { prompt: "What is 2 + 2?" }],
    ] as const) {
      const { file, from } = migrate(old(version, parts), ladder);
      assert.equal(from, version);
      assert.deepEqual(objectAt(file, "prompt"), { user: "What is 2 + 2?" });
      assert.deepEqual(file["x-unknown"], { kept: true });
      const { session, problems } = decodeSession(JSON.stringify(file));
      assert.deepEqual(
        [session?.prompt.user, Object.keys(session?.steps ?? {}), problems],
        ["What is 2 + 2?", ["s-001", "s-002"], []],
      );
    }
  });

  it("of this version, a newer one or one that was never published are left as they are", () => {
    for (const version of [formatVersion, "2.0", "0.05", "x"]) {
      const file = old(version, {});
      assert.deepEqual(migrate(file, ladder), { file, from: null });
    }
    assert.ok(isJsonObject(migrate({}, ladder).file));
  });

  it("that are newer open read-only: a save could lose what they say in a new way", () => {
    const text = JSON.stringify({ ...old("2.0", {}), prompt: { user: "x" } });
    const { session, readOnlyReason } = decodeSession(text);
    assert.ok(session);
    assert.match(readOnlyReason ?? "", /version 2\.0/);
  });
});
