import assert from "node:assert/strict";
import fc from "fast-check";
import { errorKinds, ProviderError } from "../../../src/core/model/errors.ts";
import type { StopReason } from "../../../src/core/model/errors.ts";
import { isEnded } from "../../../src/core/model/session.ts";
import { EngineHarness, answerEvents, failure, untilAborted } from "../../support/engine-harness.ts";
import type { Script } from "../../support/engine-harness.ts";

const behaviours = ["answer", "refuse", "cut", "error", "throw", "stall", "no-finish", "silent", "slow"] as const;
type Behaviour = (typeof behaviours)[number];

const stops: readonly StopReason[] = ["user", "budget", "deadline", "shutdown"];

const plan = fc.record({
  /** For each lane, what its attempts do in turn; the last one repeats. */
  lanes: fc.array(fc.array(fc.constantFrom(...behaviours), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
  kind: fc.constantFrom(...errorKinds),
  retryAfterMs: fc.option(fc.nat(100_000)),
  maxParallel: fc.integer({ min: 1, max: 4 }),
  budgetUsd: fc.option(fc.constantFrom("1", "12", "1000")),
  /** Steering: after a while, stop a lane (or all), or retry it now. */
  acts: fc.array(
    fc.record({
      afterMs: fc.nat(3_000),
      lane: fc.option(fc.nat(6)),
      act: fc.constantFrom("retry", ...stops),
    }),
    { maxLength: 5 },
  ),
});

describe("every lane", () => {
  it("ends exactly once and leaves nothing open, whatever its provider and the user do", async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ lanes, kind, retryAfterMs, maxParallel, budgetUsd, acts }) => {
        const scripts: Record<string, Script> = {};
        const harness = new EngineHarness({ scripts, run: { maxParallel, budgetUsd } });
        for (const [i, behaviour] of lanes.entries()) {
          const error = failure(kind, { retryAfterMs });
          // Two lanes have a price, so that budgets bite.
          const model = i === 0 ? "paid" : `m${i}`;
          scripts[model] = (attempt, options) => {
            const what = behaviour[Math.min(attempt, behaviour.length) - 1] ?? "answer";
            return act(what, error, harness, options.signal);
          };
        }
        const run = harness.start(...lanes.map((_, i) => (i === 0 ? "alpha/paid" : `beta/m${i}`)));
        for (const { afterMs, lane, act } of acts) {
          await harness.clock.advance(afterMs);
          const id = lane === null ? undefined : `l-${lane}`;
          if (act !== "retry") run.stop(act, id);
          else if (id !== undefined) run.retryNow(id);
        }
        await harness.clock.advance(400_000);
        run.stop("shutdown");
        const summary = await run.done;

        assert.equal(harness.ends(), lanes.length);
        assert.equal(summary.lanes.length, lanes.length);
        assert.equal(harness.clock.pendingTimers, 0);
        for (const step of Object.values(harness.session.steps)) {
          assert.ok(isEnded(step));
          assert.equal(step.wait, null);
          assert.notEqual(step.durationMs, null);
          for (const attempt of step.attempts) {
            assert.notEqual(attempt.status, "running");
            assert.ok(attempt.blocks.every((block) => !block.isOpen));
          }
          assert.equal(step.status === "failed" || step.status === "partial", step.failure !== null);
          if (step.status === "complete") assert.equal(step.attempts.at(-1)?.status, "completed");
        }
        assertOrder(harness);
      }),
      { numRuns: 150 },
    );
  });
});

/** Starts before attempts, attempts before ends, nothing after the end. */
function assertOrder(harness: EngineHarness): void {
  const state = new Map<string, "open" | "attempt" | "ended">();
  for (const change of harness.changes) {
    if (change.type === "step-start") {
      assert.equal(state.get(change.step.id), undefined);
      state.set(change.step.id, "open");
    } else if (change.type === "attempt-start") {
      assert.equal(state.get(change.step), "open");
      state.set(change.step, "attempt");
    } else if (change.type === "attempt-events" || change.type === "attempt-cost" || change.type === "attempt-meter") {
      assert.equal(state.get(change.step), "attempt");
    } else if (change.type === "attempt-end") {
      assert.equal(state.get(change.step), "attempt");
      state.set(change.step, "open");
    } else if (change.type === "step-end") {
      assert.equal(state.get(change.step), "open");
      state.set(change.step, "ended");
    }
  }
}

async function* act(
  what: Behaviour,
  error: ReturnType<typeof failure>,
  harness: EngineHarness,
  signal: AbortSignal,
): ReturnType<Script> {
  switch (what) {
    case "refuse":
      throw new ProviderError(error);
    case "answer":
      yield answerEvents("one two three four five six");
      yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
      return;
    case "cut":
      yield answerEvents("one two");
      yield [{ type: "finish", reason: "truncated", raw: null, failure: failure("stream-truncated") }];
      return;
    case "error":
      yield answerEvents("one two");
      yield [{ type: "finish", reason: "error", raw: null, failure: error }];
      return;
    case "throw":
      yield answerEvents("one two");
      throw new TypeError("a fault of our own");
    case "stall":
      yield answerEvents("one two");
      await untilAborted(signal);
      return;
    case "no-finish":
      yield answerEvents("one two");
      return;
    case "silent":
      await untilAborted(signal);
      return;
    case "slow":
      for (let i = 0; i < 5; i += 1) {
        await harness.clock.sleep(400, signal);
        yield i === 0 ? answerEvents("one ") : [{ type: "answer-delta", block: 0, text: "more " }];
      }
      yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
      return;
  }
}
