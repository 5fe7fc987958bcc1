import assert from "node:assert/strict";
import fc from "fast-check";
import type { Session } from "../../../src/core/model/session.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import type { EncodeOptions } from "../../../src/core/session/codec.ts";
import { changedParts } from "../../../src/core/session/integrity.ts";
import { joinTexts, sideFileName, splitText } from "../../../src/core/session/side-file.ts";
import type { Places } from "../../../src/core/session/side-file.ts";
import { sha256 } from "../../../src/host/sha256.ts";
import { arbitrarySession } from "../../support/arbitrary-session.ts";
import { smallSession } from "../../support/small-session.ts";

const options = { generator: "switchyard test", residue: null, sha256 };
const beside: Places = { opaque: "side", rawReasoning: "side" };
const blob = "c2lnbmF0dXJlLW9mLXRoZS1ibG9jaw==";

function apart(session: Session, encoding: EncodeOptions, places: Places): ReturnType<typeof splitText> {
  return splitText(encodeSession(session, encoding), places);
}

function paths(result: ReturnType<typeof decodeSession>): readonly string[] {
  return result.problems.map(({ severity, path }) => `${severity} ${path}`);
}

describe("a side file", () => {
  it("holds opaque state and raw reasoning, and brings them back to the byte, for sessions of every feature", () => {
    const place = fc.constantFrom("file" as const, "side" as const);
    fc.assert(
      fc.property(arbitrarySession, place, place, (session, opaque, rawReasoning) => {
        const places = { opaque, rawReasoning };
        const { text, side } = apart(session, options, places);
        const back = decodeSession(text, side);
        assert.deepEqual(back.problems, []);
        assert.deepEqual(back.session, session);
        assert.ok(back.session);
        assert.deepEqual(apart(back.session, { ...options, residue: back.residue }, places), { text, side });
        const whole = encodeSession(session, options);
        assert.equal(encodeSession(back.session, { ...options, residue: back.residue }), whole);
        // The same without a session in between, as an editor does with files on disk.
        assert.deepEqual(splitText(whole, places), { text, side });
        assert.equal(joinTexts(text, side), whole);
      }),
      { numRuns: 80 },
    );
  });

  it("takes nobody's place in the session, which reads well without it and is saved as it was", () => {
    const { text, side } = apart(smallSession(), options, beside);
    assert.ok(side !== null);
    for (const hidden of [blob, "Two and two."]) assert.deepEqual([text.includes(hidden), side.includes(hidden)], [false, true]);
    const alone = decodeSession(text);
    assert.deepEqual(paths(alone), ["warning steps", "warning opaque"]);
    assert.ok(alone.session);
    assert.equal(encodeSession(alone.session, { ...options, residue: alone.residue }), text);
    assert.deepEqual(
      [...changedParts({ ...alone, session: alone.session }, sha256)].filter((part) => part !== null),
      [],
    );
    assert.equal(alone.session.steps["s-001"]?.attempts[0]?.blocks[1]?.type, "answer");
    // Items hold the reasoning verbatim, and a part of an item is of no use.
    assert.deepEqual(alone.session.steps["s-001"]?.attempts[0]?.items, []);
  });

  it("can be left out for good: nothing of it is in the session, and no side file is written", () => {
    const { text, side } = apart(smallSession(), options, { opaque: "none", rawReasoning: "none" });
    assert.equal(side, null);
    for (const hidden of [blob, "Two and two."]) assert.equal(text.includes(hidden), false);
    assert.ok(decodeSession(text).session);
  });

  it("of another session, of another format or damaged is named, and nothing is taken from it", () => {
    const { text } = apart(smallSession(), options, beside);
    const foreign = apart({ ...smallSession(), id: "x-other" }, options, beside).side;
    for (const [side, message] of [
      [foreign, /belongs to another session/],
      ['{"format":"notebook"}', /not one of a session/],
      ["<<<<<<< ours", /cannot be read: .*conflict markers/],
      ["[]", /holds no object/],
      [`{"format":"reasoning-session-side","session":"x-small","reasoning":7,"opaque":[1]}`, null],
    ] as const) {
      const result = decodeSession(text, side);
      assert.ok(result.session);
      assert.equal(result.session.steps["s-001"]?.attempts[0]?.opaque.length, 0);
      if (message !== null) assert.match(result.problems[0]?.message ?? "", message);
    }
  });

  it("of an earlier save adds nothing that the session does not speak of", () => {
    const two = apart(smallSession(2), options, beside);
    const one = apart(smallSession(1), options, beside);
    assert.equal(joinTexts(one.text, two.side), encodeSession(smallSession(1), options));
    assert.equal(joinTexts("not JSON", one.side), "not JSON");
    assert.equal(joinTexts(one.text, "not JSON"), one.text);
  });

  it("lies beside its session under a name that sorts with it", () => {
    assert.equal(sideFileName("run.reasoning.json"), "run.reasoning.opaque.json");
    assert.equal(sideFileName("run"), "run.opaque.json");
  });
});
