import assert from "node:assert/strict";
import fc from "fast-check";
import type { SessionChange } from "../../src/core/model/session-change.ts";
import { ChangeBatch } from "../../src/protocol/merge-changes.ts";
import { changeLists, reduceAll, session } from "./arbitrary-changes.ts";

function merged(changes: readonly SessionChange[]): readonly SessionChange[] {
  const batch = new ChangeBatch();
  for (const change of changes) batch.add(change);
  return batch.take();
}

const delta = (step: string, text: string, at: number): SessionChange => ({
  type: "attempt-events",
  step,
  at,
  events: [{ type: "answer-delta", block: 0, text }],
});

describe("merging changes", () => {
  it("gives the same session as the single changes", () => {
    fc.assert(
      fc.property(changeLists, (changes) => {
        assert.deepEqual(reduceAll(session, merged(changes)), reduceAll(session, changes));
      }),
      { numRuns: 1000 },
    );
  });

  it("joins the deltas of each lane, however they are interleaved", () => {
    const changes = [delta("s-1", "a", 1), delta("s-2", "x", 1), delta("s-1", "b", 2), delta("s-2", "y", 2)];
    assert.deepEqual(merged(changes), [delta("s-1", "ab", 1), delta("s-2", "xy", 1)]);
  });

  it("keeps the time at which a block began", () => {
    const begin: SessionChange = {
      type: "attempt-events",
      step: "s-1",
      at: 900,
      events: [{ type: "answer-start", block: 0, channel: "answer" }],
    };
    assert.deepEqual(merged([delta("s-1", "a", 100), begin]), [delta("s-1", "a", 100), begin]);
  });

  it("moves nothing across a change of state", () => {
    const end: SessionChange = { type: "attempt-end", step: "s-2", status: "completed", at: 5, failure: null, cost: null };
    assert.deepEqual(merged([delta("s-1", "a", 1), end, delta("s-1", "b", 2)]), [
      delta("s-1", "a", 1),
      end,
      delta("s-1", "b", 2),
    ]);
  });

  it("is empty after it was taken", () => {
    const batch = new ChangeBatch();
    batch.add(delta("s-1", "a", 1));
    batch.take();
    assert.equal(batch.isEmpty, true);
    assert.deepEqual(batch.take(), []);
  });
});
