import assert from "node:assert/strict";
import canonicalize from "canonicalize";
import fc from "fast-check";
import type { Session } from "../../../src/core/model/session.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import type { DecodeResult } from "../../../src/core/session/decode-result.ts";
import { changedParts } from "../../../src/core/session/integrity.ts";
import { mergeSessionTexts } from "../../../src/core/session/merge-texts.ts";
import { sha256 } from "../../../src/host/sha256.ts";
import { arbitrarySession } from "../../support/arbitrary-session.ts";
import { smallAttempt, smallSession, smallStep } from "../../support/small-session.ts";

const options = { generator: "switchyard test", residue: null, sha256 };
const sound = encodeSession(smallSession(), options);

function read(text: string): DecodeResult & { readonly session: Session } {
  const result = decodeSession(text);
  assert.ok(result.session);
  return { ...result, session: result.session };
}

/** Paths of the parts that differ from their digests. */
function changed(text: string): readonly string[] {
  return [...changedParts(read(text), sha256)].flatMap((part) => (part === null ? [] : [part.path]));
}

describe("digests of a session file", () => {
  it("stand in each step and for the rest, as sha256 of the canonical form that anybody can compute", () => {
    const file = JSON.parse(sound);
    const { digest, ...step } = file.steps["s-001"];
    assert.equal(digest, `sha256:${sha256(canonicalize(step) ?? "")}`);
    const { digest: whole, steps: _steps, opaque: _opaque, generator: _generator, ...head } = file;
    for (const lane of head.lanes) delete lane.head;
    assert.equal(whole, `sha256:${sha256(canonicalize(head) ?? "")}`);
  });

  it("find nothing in what Switchyard wrote, for sessions of every feature, read and written again", () => {
    fc.assert(
      fc.property(arbitrarySession, (session) => {
        const text = encodeSession(session, options);
        assert.deepEqual(changed(text), []);
        const { session: again, problems, residue } = read(text);
        assert.deepEqual([again, problems, residue], [session, [], null]);
        assert.equal(encodeSession(again, options), text);
        // The same value, but no object that was seen before: everything is computed anew.
        assert.equal(encodeSession(structuredClone(session), options), text);
      }),
      { numRuns: 60 },
    );
  });

  it("mark what was changed by hand, step by step, and refuse nothing", () => {
    const answer = sound.replace('"is 4."', '"is 5."');
    assert.notEqual(answer, sound);
    assert.deepEqual(changed(answer), ["steps.s-001"]);
    assert.equal(read(answer).readOnlyReason, null);
    assert.deepEqual(read(answer).problems, []);
    assert.deepEqual(changed(sound.replace('"title": "Small"', '"title": "Large"')), [""]);
    assert.deepEqual(changed(sound.replace('"model": "deepseek-reasoner",\n      "effort"', '"model": "x",\n      "effort"')), [
      "",
    ]);
    assert.deepEqual(changed(sound.replaceAll(/sha256:[0-9a-f]{64}/g, `sha256:${"0".repeat(64)}`)), [
      "",
      "steps.s-001",
      "steps.s-002",
    ]);
    assert.deepEqual(changed(sound.replaceAll(/sha256:[0-9a-f]{64}/g, "forged")), ["", "steps.s-001", "steps.s-002"]);
  });

  it("say nothing of a file in other spelling, without digests, or continued on another machine", () => {
    assert.deepEqual(changed(JSON.stringify(JSON.parse(sound))), []);
    const file = JSON.parse(sound);
    const [first] = smallSession().lanes;
    assert.ok(first);
    file.lanes[0].head = "s-001";
    assert.deepEqual(changed(JSON.stringify(file)), []);
    assert.deepEqual(changed(encodeSession(smallSession(), { generator: "x", residue: null })), []);
  });

  it("keep the mark of a change through a save, until the step itself is replaced", () => {
    const forged = read(sound.replace('"is 4."', '"is 5."'));
    const titled = { ...forged.session, title: "Renamed" };
    const saved = encodeSession(titled, { ...options, residue: forged.residue });
    assert.deepEqual(changed(saved), ["steps.s-001"]);
    const rerun = { ...smallStep("s-001", null, "l-1"), attempts: [smallAttempt("Anew.")] };
    const replaced = { ...titled, steps: { ...titled.steps, "s-001": rerun } };
    assert.deepEqual(changed(encodeSession(replaced, { ...options, residue: forged.residue })), []);
  });

  it("cover what this version does not know, and follow when it is dropped", () => {
    const file = JSON.parse(sound);
    file.steps["s-001"]["x-new"] = { a: [1] };
    file["x-new"] = true;
    assert.deepEqual(changed(JSON.stringify(file)), ["", "steps.s-001"]);
    const { session, residue } = read(JSON.stringify(file));
    const fresh = structuredClone(session);
    const resealed = encodeSession(fresh, { ...options, residue });
    assert.deepEqual(changed(resealed), []);
    assert.match(resealed, /"x-new"/);
    const dropped = read(resealed);
    assert.deepEqual(changed(encodeSession(dropped.session, options)), []);
  });

  it("survive a merge of two branches, by whichever way it is done", () => {
    const base = smallSession();
    const withStep = (id: string): Session => ({ ...base, steps: { ...base.steps, [id]: smallStep(id, "s-001", "l-1") } });
    const [a, b] = [withStep("s-aa"), withStep("s-zz")].map((session) => encodeSession(session, options));
    const result = mergeSessionTexts(sound, a ?? "", b ?? "", sha256);
    assert.ok(result.type === "merged");
    assert.deepEqual(result.conflicts, []);
    assert.deepEqual(changed(result.text), []);
    assert.deepEqual(Object.keys(read(result.text).session.steps), ["s-001", "s-002", "s-aa", "s-zz"]);
    assert.match(result.text, /"digest": "sha256:[0-9a-f]{64}"\n\}\n$/);
  });

  it("have a form for half a character and for numbers beyond all bounds", () => {
    const odd = { ...smallSession(), title: "a\uD800" };
    assert.deepEqual(changed(encodeSession(odd, options)), []);
    const infinite = sound.replace('"durationMs": 900', '"durationMs": 1e999');
    assert.ok(decodeSession(infinite).session);
  });
});
