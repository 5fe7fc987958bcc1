import assert from "node:assert/strict";
import fc from "fast-check";
import type { OpaqueState } from "../../../src/core/model/block.ts";
import type { Session } from "../../../src/core/model/session.ts";
import { decodeSession, encodeSession } from "../../../src/core/session/codec.ts";
import { mergeSessionTexts } from "../../../src/core/session/merge-texts.ts";
import { splitText } from "../../../src/core/session/side-file.ts";
import { arbitrarySession } from "../../support/arbitrary-session.ts";
import { smallAttempt, smallSession, smallStep } from "../../support/small-session.ts";

interface Files {
  readonly text: string;
  readonly side: string;
}

function filesOf(session: Session): Files {
  const whole = encodeSession(session, { generator: "switchyard test", residue: null });
  const { text, side } = splitText(whole, { opaque: "side", rawReasoning: "side" });
  return { text, side: side ?? "" };
}

function textOf(base: string, ours: string, theirs: string): string {
  if (ours === "" || theirs === "") return ours + theirs; // only one side has the file: git takes it
  const merged = mergeSessionTexts(base, ours, theirs);
  assert.ok(merged.type === "merged", merged.type === "unreadable" ? merged.message : "");
  return merged.text;
}

/** As git does it: each file by itself, neither knowing of the other. */
function merged(base: Files | null, ours: Files, theirs: Files): { session: Session; files: Files } {
  const files = {
    text: textOf(base?.text ?? "", ours.text, theirs.text),
    side: textOf(base?.side ?? "", ours.side, theirs.side),
  };
  const { session, problems } = decodeSession(files.text, files.side === "" ? null : files.side);
  assert.ok(session);
  assert.deepEqual(problems, []);
  return { session, files };
}

function withStep(session: Session, id: string, text: string, data: string): Session {
  const [lane] = session.lanes;
  assert.ok(lane);
  const state: OpaqueState = { kind: "signature", block: 0, data, format: "anthropic-claude-v1" };
  const attempt = { ...smallAttempt("It is five."), opaque: [state], items: [] };
  const blocks = attempt.blocks.map((block) => (block.type === "reasoning" ? { ...block, text } : block));
  const step = { ...smallStep(id, null, `l-${id}`), attempts: [{ ...attempt, blocks }] };
  return {
    ...session,
    lanes: [...session.lanes, { ...lane, id: `l-${id}`, head: id }],
    steps: { ...session.steps, [id]: step },
  };
}

function heldBy(session: Session, id: string): readonly [string, string] {
  const attempt = session.steps[id]?.attempts[0];
  const block = attempt?.blocks.find((each) => each.type === "reasoning");
  return [block?.text ?? "", attempt?.opaque[0]?.data ?? ""];
}

describe("merging side files", () => {
  const base = smallSession();

  it("unites what both sides added, in either order, as a save of the merged session would write it", () => {
    const [a, b] = [withStep(base, "s-a", "A thought", "YQ=="), withStep(base, "s-b", "B thought", "Yg==")];
    for (const [ours, theirs] of [
      [a, b],
      [b, a],
    ] as const) {
      const { session, files } = merged(filesOf(base), filesOf(ours), filesOf(theirs));
      assert.deepEqual(heldBy(session, "s-a"), ["A thought", "YQ=="]);
      assert.deepEqual(heldBy(session, "s-b"), ["B thought", "Yg=="]);
      assert.deepEqual(filesOf(session), files);
    }
  });

  it("keeps the state of both where two sides made a step under one id, each with its own step", () => {
    const [ours, theirs] = [withStep(base, "s-x", "Ours", "b3Vycw=="), withStep(base, "s-x", "Theirs", "dGhlaXJz")];
    const changed = { ...theirs, title: "Theirs" };
    const step = theirs.steps["s-x"];
    assert.ok(step);
    const { session } = merged(
      filesOf(base),
      filesOf(ours),
      filesOf({ ...changed, steps: { ...theirs.steps, "s-x": { ...step, input: "Another question" } } }),
    );
    assert.deepEqual(heldBy(session, "s-x"), ["Ours", "b3Vycw=="]);
    assert.deepEqual(heldBy(session, "s-x-theirs"), ["Theirs", "dGhlaXJz"]);
    assert.equal(session.steps["s-x-theirs"]?.input, "Another question");
  });

  it("gives a step that was renamed its state also where that is the same on both sides", () => {
    const ours = withStep(base, "s-x", "The same", "c2FtZQ==");
    const step = ours.steps["s-x"];
    assert.ok(step);
    const theirs = { ...ours, steps: { ...ours.steps, "s-x": { ...step, input: "Another question" } } };
    const { session } = merged(filesOf(base), filesOf(ours), filesOf(theirs));
    assert.deepEqual(heldBy(session, "s-x"), ["The same", "c2FtZQ=="]);
    assert.deepEqual(heldBy(session, "s-x-theirs"), ["The same", "c2FtZQ=="]);
  });

  it("loses no state of a step that one side removed, and keeps a change of either side", () => {
    const both = withStep(withStep(base, "s-a", "A thought", "YQ=="), "s-b", "B thought", "Yg==");
    const { "s-a": _gone, ...steps } = both.steps;
    const ours = { ...both, steps, lanes: both.lanes.filter(({ id }) => id !== "l-s-a") };
    const theirs = withStep({ ...base, lanes: base.lanes }, "s-a", "A thought", "YQ==");
    const later = withStep(theirs, "s-b", "[redacted: key]", "Yg==");
    const { session } = merged(filesOf(both), filesOf(ours), filesOf(later));
    assert.deepEqual(heldBy(session, "s-a"), ["A thought", "YQ=="]);
    assert.deepEqual(heldBy(session, "s-b"), ["[redacted: key]", "Yg=="]);
  });

  it("refuses those of two sessions, and a side file against a session", () => {
    const [one, other] = [filesOf(base), filesOf({ ...base, id: "x-other" })];
    const refused = mergeSessionTexts("", one.side, other.side);
    assert.ok(refused.type === "unreadable");
    assert.deepEqual([refused.side, refused.message], ["theirs", "It is the side file of another session."]);
    assert.equal(mergeSessionTexts("", one.side, one.text).type, "unreadable");
    const foreign = mergeSessionTexts(other.side, one.side, one.side);
    assert.ok(foreign.type === "merged");
    assert.equal(foreign.text, one.side);
  });

  it("loses no answer, thought or state of either side, for any two sessions without an ancestor", () => {
    fc.assert(
      fc.property(arbitrarySession, arbitrarySession, (a, other) => {
        const b = { ...other, id: a.id };
        const { session } = merged(null, filesOf(a), filesOf(b));
        const attempts = new Set(Object.values(session.steps).map((step) => JSON.stringify(step.attempts)));
        for (const step of [...Object.values(a.steps), ...Object.values(b.steps)]) {
          assert.ok(attempts.has(JSON.stringify(step.attempts)), `lost ${step.id}`);
        }
      }),
      { numRuns: 80 },
    );
  });
});
