import assert from "node:assert/strict";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { guardSecrets } from "../../../src/core/session/guard-secrets.ts";
import { changedParts } from "../../../src/core/session/integrity.ts";
import { sha256 } from "../../../src/host/sha256.ts";
import { smallSession, smallStep } from "../../support/small-session.ts";

const secret = "sk-proj-a8Kf03jQz7LmP2xVb9Tn5RwY4cHd6SgE1uJo";
const own = "local-server-pass";
const tools = { known: [own, "none"], sha256 };
const options = { generator: "test", residue: null, sha256 };

describe("the guard of every way out", () => {
  it("lets a clean text pass as it is", () => {
    const text = encodeSession(smallSession(), options);
    const guarded = guardSecrets(text, tools);
    assert.deepEqual(guarded.found, []);
    assert.equal(guarded.redacted(), text);
  });

  it("takes secrets out of prompts and steps, lists where, and seals the file again", () => {
    const base = smallSession();
    const leaking = {
      ...base,
      prompt: { ...base.prompt, user: `Use ${secret}\nand ${own}.` },
      steps: { ...base.steps, "s-001": { ...smallStep("s-001", null, "l-1"), input: `Authorization: Bearer ${secret}` } },
    };
    const text = encodeSession(leaking, options);
    const guarded = guardSecrets(text, tools);
    assert.deepEqual(guarded.found.map(({ path }) => path).toSorted(), ["prompt.user", "prompt.user", "steps.s-001.input"]);
    const clean = guarded.redacted();
    assert.equal(clean.includes(secret) || clean.includes(own), false);
    const result = decodeSession(clean);
    assert.ok(result.session);
    assert.deepEqual(result.problems, []);
    assert.equal(result.session.prompt.user, "Use [redacted: API key]\nand [redacted: key].");
    assert.deepEqual(result.session.redactions, [
      { path: "prompt.user", kind: "one of your keys" },
      { path: "prompt.user", kind: "API key" },
      { path: "steps.s-001.input", kind: result.session.redactions?.[2]?.kind ?? "" },
    ]);
    assert.deepEqual(
      [...changedParts({ ...result, session: result.session }, sha256)].filter((part) => part !== null),
      [],
    );
    assert.equal(encodeSession(result.session, { ...options, residue: result.residue }), clean);
    assert.deepEqual(guardSecrets(clean, tools).found, []);
  });

  it("finds the user's own key in opaque state and in keys that this version does not know", () => {
    const file = JSON.parse(encodeSession(smallSession(), options));
    file["x-new"] = [{ note: own }];
    const guarded = guardSecrets(JSON.stringify(file), tools);
    assert.deepEqual(guarded.found, [{ path: "x-new.0.note", kind: "one of your keys" }]);
    assert.match(guarded.redacted(), /"note": "\[redacted: key\]"/);
  });

  it("leaves a text alone that is no session's", () => {
    assert.deepEqual(guardSecrets(`not JSON ${secret}`, tools).found, []);
  });
});
