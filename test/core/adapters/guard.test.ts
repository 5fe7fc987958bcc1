import assert from "node:assert/strict";
import fc from "fast-check";
import { createClassify } from "../../../src/core/adapters/classify-error.ts";
import { createGuard } from "../../../src/core/adapters/guard.ts";
import type { StreamEvent } from "../../../src/core/model/stream-event.ts";
import { noUsage } from "../../../src/core/model/usage.ts";

const classify = createClassify({ headers: {}, provider: "acme", label: "Acme", nowMs: 0, secrets: [] });
const stop: StreamEvent = { type: "finish", reason: "stop", raw: "stop", failure: null };

function guarded(...batches: readonly (readonly StreamEvent[])[]): readonly StreamEvent[] {
  const guard = createGuard(classify);
  const into: StreamEvent[] = [];
  for (const batch of batches) guard.push(batch, into);
  guard.end(into);
  return into;
}

function types(events: readonly StreamEvent[]): readonly string[] {
  return events.map((event) => ("block" in event ? `${event.type} ${event.block}` : event.type));
}

describe("guard", () => {
  it("passes a proper stream on as it is", () => {
    const events: readonly StreamEvent[] = [
      { type: "response-start", responseId: "r", model: "m" },
      { type: "reasoning-start", block: 0, visibility: "raw" },
      { type: "reasoning-delta", block: 0, text: "a" },
      { type: "reasoning-end", block: 0, visibility: "raw" },
      { type: "opaque", kind: "signature", block: 0, data: "s", format: "f" },
      { type: "answer-start", block: 1, channel: "answer" },
      { type: "answer-delta", block: 1, text: "b" },
      { type: "answer-end", block: 1 },
      { type: "usage", usage: noUsage },
      stop,
    ];
    assert.deepEqual(guarded(events), events);
  });

  it("ends a stream that just stops as truncated, with its open blocks ended and everything kept", () => {
    const events = guarded([
      { type: "reasoning-start", block: 0, visibility: "raw" },
      { type: "answer-start", block: 1, channel: "answer" },
      { type: "answer-delta", block: 1, text: "half" },
    ]);
    assert.deepEqual(types(events), [
      "reasoning-start 0",
      "answer-start 1",
      "answer-delta 1",
      "reasoning-end 0",
      "answer-end 1",
      "finish",
    ]);
    const last = events.at(-1);
    assert.ok(last?.type === "finish" && last.reason === "truncated");
    assert.equal(last.failure?.kind, "stream-truncated");
    assert.equal(last.failure.provider, "acme");
    // Reasoning that never showed a word is not raw.
    assert.deepEqual(events[3], { type: "reasoning-end", block: 0, visibility: "omitted" });
  });

  it("ends as truncated even when nothing came at all", () => {
    assert.deepEqual(types(guarded()), ["finish"]);
  });

  it("ends open blocks before the provider's own finish", () => {
    assert.deepEqual(types(guarded([{ type: "answer-start", block: 0, channel: "answer" }, stop])), [
      "answer-start 0",
      "answer-end 0",
      "finish",
    ]);
  });

  it("drops what follows a finish, a second finish included", () => {
    const late: StreamEvent = { type: "answer-delta", block: 0, text: "late" };
    assert.deepEqual(types(guarded([stop, late], [late, stop])), ["finish"]);
  });

  it("starts a block for text that has none, and says so once", () => {
    const events = guarded([{ type: "answer-delta", block: 3, text: "a" }, { type: "answer-delta", block: 3, text: "b" }, stop]);
    assert.deepEqual(types(events), ["warning", "answer-start 0", "answer-delta 0", "answer-delta 0", "answer-end 0", "finish"]);
  });

  it("renumbers blocks that leave a gap, and what belongs to them", () => {
    const events = guarded([
      { type: "reasoning-start", block: 2, visibility: "raw" },
      { type: "reasoning-delta", block: 2, text: "a" },
      { type: "reasoning-end", block: 2, visibility: "raw" },
      { type: "opaque", kind: "signature", block: 2, data: "s", format: "f" },
      stop,
    ]);
    assert.deepEqual(types(events), [
      "warning",
      "reasoning-start 0",
      "reasoning-delta 0",
      "reasoning-end 0",
      "opaque 0",
      "finish",
    ]);
  });

  it("ends the first of two blocks with the same number instead of mixing them", () => {
    const events = guarded([
      { type: "answer-start", block: 0, channel: "answer" },
      { type: "answer-start", block: 0, channel: "answer" },
      { type: "answer-delta", block: 0, text: "x" },
      stop,
    ]);
    assert.deepEqual(types(events), [
      "answer-start 0",
      "warning",
      "answer-end 0",
      "answer-start 1",
      "answer-delta 1",
      "answer-end 1",
      "finish",
    ]);
  });

  it("does not end a block twice", () => {
    const end: StreamEvent = { type: "answer-end", block: 0 };
    const events = guarded([{ type: "answer-start", block: 0, channel: "answer" }, end, end, stop]);
    assert.deepEqual(types(events), ["answer-start 0", "answer-end 0", "warning", "finish"]);
  });

  it("sets a failure exactly when the reason is error or truncated", () => {
    const failure = classify({ status: null, message: "x", code: null, type: null, raw: null });
    const [error] = guarded([{ type: "finish", reason: "error", raw: "boom", failure: null }]);
    assert.ok(error?.type === "finish" && error.failure?.code === "boom");
    const [complete] = guarded([{ type: "finish", reason: "stop", raw: null, failure }]);
    assert.ok(complete?.type === "finish" && complete.failure === null);
  });

  it("keeps the invariants for any events in any order, loses no text and never throws", () => {
    const block = fc.integer({ min: 0, max: 3 });
    const text = fc.string({ maxLength: 3 });
    const event = fc.oneof(
      fc.record({ type: fc.constant("reasoning-start" as const), block, visibility: fc.constant("raw" as const) }),
      fc.record({ type: fc.constant("answer-start" as const), block, channel: fc.constant("answer" as const) }),
      fc.record({ type: fc.constant("tool-call-start" as const), block, callId: text, name: text }),
      fc.record({
        type: fc.constantFrom("reasoning-delta" as const, "answer-delta" as const, "tool-call-delta" as const),
        block,
        text,
      }),
      fc.record({ type: fc.constant("reasoning-end" as const), block, visibility: fc.constant("raw" as const) }),
      fc.record({ type: fc.constantFrom("answer-end" as const, "tool-call-end" as const), block }),
      fc.record({ type: fc.constant("reasoning-progress" as const), block, estimatedTokens: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const passed = guarded(events, [stop]);
        assertInvariants(passed);
        assert.equal(textOf(passed), textOf(events));
      }),
    );
  });
});

function textOf(events: readonly StreamEvent[]): string {
  return events.map((event) => ("text" in event ? event.text : "")).join("");
}

function assertInvariants(events: readonly StreamEvent[]): void {
  const open = new Map<number, string>();
  let started = 0;
  events.forEach((event, index) => {
    assert.equal(event.type === "finish", index === events.length - 1);
    if (!("block" in event) || event.block === null) return;
    const kind = event.type.replace(/-(?:start|delta|end|progress)$/, "");
    if (event.type.endsWith("-start")) {
      assert.equal(event.block, started);
      started += 1;
      open.set(event.block, kind);
    } else {
      assert.equal(open.get(event.block), kind);
      if (event.type.endsWith("-end")) open.delete(event.block);
    }
  });
  assert.equal(open.size, 0);
}
