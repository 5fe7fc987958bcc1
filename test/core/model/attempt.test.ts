import assert from "node:assert/strict";
import fc from "fast-check";
import { applyEvents, mergeDeltas, newAttempt } from "../../../src/core/model/attempt.ts";
import type { StreamEvent } from "../../../src/core/model/stream-event.ts";

const answer: readonly StreamEvent[] = [
  { type: "response-start", responseId: "r-1", model: "m" },
  { type: "reasoning-start", block: 0, visibility: "summary" },
  { type: "reasoning-delta", block: 0, text: "first " },
  { type: "reasoning-delta", block: 0, text: "thought" },
  { type: "reasoning-end", block: 0, visibility: "summary" },
  { type: "answer-start", block: 1, channel: "answer" },
  { type: "answer-delta", block: 1, text: "four" },
  { type: "answer-end", block: 1 },
  { type: "finish", reason: "stop", raw: "completed", failure: null },
];

describe("an attempt", () => {
  it("collects reasoning apart from the answer", () => {
    const attempt = applyEvents(newAttempt(1, 0), answer, 40);
    assert.deepEqual(attempt.blocks, [
      { type: "reasoning", visibility: "summary", text: "first thought", estimatedTokens: null, isOpen: false },
      { type: "answer", channel: "answer", text: "four", isOpen: false },
    ]);
    assert.equal(attempt.respondedModel, "m");
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "completed" });
  });

  it("remembers when the first byte, reasoning and answer came, and only the first of each", () => {
    let attempt = applyEvents(newAttempt(1, 0), [], 10);
    attempt = applyEvents(attempt, answer.slice(0, 3), 25);
    attempt = applyEvents(attempt, answer.slice(3), 90);
    assert.deepEqual(attempt.timing, { firstByteMs: 10, firstReasoningMs: 25, firstAnswerMs: 90, totalMs: null });
  });

  it("keeps the earlier value untouched, so a snapshot stays a snapshot", () => {
    const before = applyEvents(newAttempt(1, 0), answer.slice(0, 3), 1);
    const copy = structuredClone(before);
    applyEvents(before, answer.slice(3), 2);
    assert.deepEqual(before, copy);
  });

  it("ignores text for a block that never started", () => {
    const attempt = applyEvents(newAttempt(1, 0), [{ type: "answer-delta", block: 3, text: "ghost" }], 1);
    assert.deepEqual(attempt.blocks, []);
  });

  it("replaces usage, and shows the running count of hidden reasoning", () => {
    const attempt = applyEvents(
      newAttempt(1, 0),
      [
        { type: "reasoning-start", block: 0, visibility: "omitted" },
        { type: "reasoning-progress", block: 0, estimatedTokens: 20 },
        { type: "reasoning-progress", block: 0, estimatedTokens: 50 },
      ],
      1,
    );
    assert.equal(attempt.blocks[0]?.type === "reasoning" && attempt.blocks[0].estimatedTokens, 50);
  });

  it("gives the same result however its events are cut into batches or merged", () => {
    const text = fc.string({ maxLength: 5 });
    const delta = fc.oneof(
      fc.record({ type: fc.constant("reasoning-delta" as const), block: fc.constant(0), text }),
      fc.record({ type: fc.constant("answer-delta" as const), block: fc.constant(1), text }),
    );
    const starts: readonly StreamEvent[] = [
      { type: "reasoning-start", block: 0, visibility: "raw" },
      { type: "answer-start", block: 1, channel: "answer" },
    ];
    fc.assert(
      fc.property(fc.array(delta), fc.array(fc.nat(20)), (deltas, cuts) => {
        const whole = applyEvents(newAttempt(1, 0), [...starts, ...deltas], 0);
        let pieces = applyEvents(newAttempt(1, 0), starts, 0);
        let rest: readonly StreamEvent[] = deltas;
        for (const cut of [...cuts, deltas.length]) {
          pieces = applyEvents(pieces, mergeDeltas(rest.slice(0, cut)), 0);
          rest = rest.slice(cut);
        }
        assert.deepEqual(pieces.blocks, whole.blocks);
      }),
    );
  });
});

describe("merging deltas", () => {
  it("joins neighbours of one block and keeps the order of everything else", () => {
    const merged = mergeDeltas([
      { type: "reasoning-delta", block: 0, text: "a" },
      { type: "reasoning-delta", block: 0, text: "b" },
      { type: "answer-delta", block: 1, text: "c" },
      { type: "reasoning-delta", block: 0, text: "d" },
      { type: "reasoning-delta", block: 2, text: "e" },
    ]);
    assert.deepEqual(
      merged.map((event) => ("text" in event ? `${event.block}${event.text}` : event.type)),
      ["0ab", "1c", "0d", "2e"],
    );
  });
});
