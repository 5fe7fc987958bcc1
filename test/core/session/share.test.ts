import assert from "node:assert/strict";
import fc from "fast-check";
import type { Session } from "../../../src/core/model/session.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { shareCopy } from "../../../src/core/session/share.ts";
import { arbitrarySession } from "../../support/arbitrary-session.ts";
import { smallSession } from "../../support/small-session.ts";

const nothing = {
  withoutReasoning: false,
  withoutAnswers: false,
  withoutOpaque: false,
  withoutPrompts: false,
  withoutAccounts: false,
};
const options = { generator: "test", residue: null };
const text = (left: Partial<typeof nothing>): string =>
  encodeSession(shareCopy(smallSession(), { ...nothing, ...left }), options);

describe("a copy to share", () => {
  it("leaves out what was chosen and nothing else", () => {
    const parts = { withoutReasoning: "Two and two.", withoutPrompts: "Be brief.", withoutAccounts: "a1b2c3" } as const;
    const opaque = "c2lnbmF0dXJlLW9mLXRoZS1ibG9jaw==";
    for (const chosen of ["withoutReasoning", "withoutPrompts", "withoutAccounts"] as const) {
      const copy = text({ [chosen]: true });
      for (const [option, phrase] of Object.entries(parts))
        assert.equal(copy.includes(phrase), option !== chosen, `${chosen}: ${phrase}`);
      assert.equal(copy.includes(opaque), chosen !== "withoutReasoning");
      assert.ok(copy.includes("is 4."));
    }
    const light = text({ withoutOpaque: true });
    assert.deepEqual([light.includes(opaque), light.includes("Two and two.")], [false, true]);
    const unanswered = text({ withoutAnswers: true });
    assert.deepEqual(
      ["is 4.", opaque, "Two and two.", "Be brief."].map((phrase) => unanswered.includes(phrase)),
      [false, false, true, true],
    );
    assert.equal(text({ withoutPrompts: true }).includes("What is"), false);
  });

  it("is a sound file, whatever is left out of whatever session", () => {
    const choice = fc.record({
      withoutReasoning: fc.boolean(),
      withoutAnswers: fc.boolean(),
      withoutOpaque: fc.boolean(),
      withoutPrompts: fc.boolean(),
      withoutAccounts: fc.boolean(),
    });
    fc.assert(
      fc.property(arbitrarySession, choice, (session, left) => {
        const copy = shareCopy(session, left);
        const { session: read, problems } = decodeSession(encodeSession(copy, options));
        assert.deepEqual(problems, []);
        assert.deepEqual(read, copy);
      }),
      { numRuns: 60 },
    );
    assert.deepEqual(shareCopy(smallSession(), nothing), smallSession());
  });

  it("does not tell in a title, a plan or an assertion what was left out", () => {
    const base = smallSession();
    const [lane] = base.lanes;
    assert.ok(lane);
    const session: Session = {
      ...base,
      title: "What is…",
      lanes: [{ ...lane, plan: ["And what is 3 + 3?"] }],
      comparison: { same: "auto", assertion: { type: "contains", text: "is 4" } },
    };
    const bare = shareCopy(session, { ...nothing, withoutPrompts: true });
    assert.deepEqual([bare.title, bare.lanes[0]?.plan, bare.comparison], ["", undefined, session.comparison]);
    const quiet = shareCopy(session, { ...nothing, withoutAnswers: true });
    assert.deepEqual([quiet.title, quiet.comparison, quiet.lanes], [session.title, undefined, session.lanes]);
  });
});
