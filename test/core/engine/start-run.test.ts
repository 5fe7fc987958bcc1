import assert from "node:assert/strict";
import { ProviderError } from "../../../src/core/model/errors.ts";
import { EngineHarness, answerEvents, answers, failure, untilAborted } from "../../support/engine-harness.ts";
import type { Script } from "../../support/engine-harness.ts";

const failing = (details: Parameters<typeof failure>): Script =>
  // oxlint-disable-next-line require-yield -- a refused request yields nothing
  async function* () {
    throw new ProviderError(failure(...details));
  };

const answersThenStalls: Script = async function* (_attempt, { signal }) {
  yield answerEvents("four, because");
  await untilAborted(signal);
};

describe("startRun", () => {
  it("tells a lane from step-start to exactly one step-end", async () => {
    const harness = new EngineHarness({ scripts: { m: answers("four") } });
    const summary = await harness.start("alpha/m").done;
    assert.deepEqual(
      harness.changes.map((change) => change.type),
      ["step-start", "attempt-start", "attempt-events", "attempt-events", "attempt-meter", "attempt-end", "step-end"],
    );
    assert.deepEqual(summary, { lanes: [{ lane: "l-1", step: "s-1", status: "complete" }] });
    const step = harness.step("l-1");
    assert.equal(step.attempts[0]?.status, "completed");
    assert.equal(step.origin.accountScope, "scope-1");
    assert.match(step.origin.prefixDigest ?? "", /^[0-9a-f]{64}$/);
    assert.equal(step.wait, null);
  });

  it("starts with a queued step that waits", async () => {
    const harness = new EngineHarness({ scripts: { m: answers("four") } });
    await harness.start("alpha/m").done;
    const [start] = harness.changes;
    assert.equal(start?.type === "step-start" && start.step.status, "queued");
    assert.deepEqual(start?.type === "step-start" && start.step.wait, { reason: "queue" });
  });

  it("fails without an attempt when the provider is unknown", async () => {
    const harness = new EngineHarness({ scripts: {} });
    await harness.start("nobody/m").done;
    const step = harness.step("l-1");
    assert.equal(step.status, "failed");
    assert.equal(step.failure?.kind, "not-found");
    assert.deepEqual(step.attempts, []);
    assert.equal(step.origin.prefixDigest, null);
  });

  it("fails without an attempt when there is no key, and names the variable", async () => {
    const harness = new EngineHarness({ scripts: { m: answers("four") }, keys: { alpha: null } });
    await harness.start("alpha/m").done;
    const step = harness.step("l-1");
    assert.equal(step.failure?.kind, "auth");
    assert.match(step.failure?.message ?? "", /no API key for ALPHA/);
    assert.match(step.failure?.advice ?? "", /ALPHA_API_KEY/);
    assert.deepEqual(step.attempts, []);
  });

  it("ends the lane as failed when planning throws anything at all", async () => {
    const harness = new EngineHarness({ scripts: {}, prepareError: new TypeError("boom") });
    await harness.start("alpha/m").done;
    assert.equal(harness.step("l-1").status, "failed");
    assert.match(harness.step("l-1").failure?.message ?? "", /boom/);
    assert.equal(harness.ends(), 1);
  });

  it("keeps partial text when the user stops a lane, and leaves the others running", async () => {
    const harness = new EngineHarness({ scripts: { a: answersThenStalls, b: answersThenStalls } });
    const run = harness.start("alpha/a", "beta/b");
    await harness.clock.advance(10);
    run.stop("user", "l-1");
    run.stop("user", "l-1");
    await harness.clock.advance(10);
    const step = harness.step("l-1");
    assert.equal(step.status, "cancelled");
    assert.equal(step.attempts[0]?.status, "stopped");
    assert.equal(step.attempts[0]?.blocks[0]?.type === "answer" && step.attempts[0].blocks[0].text, "four, because");
    assert.equal(harness.step("l-2").status, "running");
    run.stop("shutdown");
    const summary = await run.done;
    assert.deepEqual(
      summary.lanes.map((lane) => lane.status),
      ["cancelled", "cancelled"],
    );
    assert.equal(harness.ends(), 2);
  });

  it("stops lanes that never left the queue, without an attempt", async () => {
    const harness = new EngineHarness({ scripts: { a: answersThenStalls }, run: { maxParallel: 1 } });
    const run = harness.start("alpha/a", "alpha/a", "beta/a");
    await harness.clock.advance(1);
    run.stop("user");
    await run.done;
    assert.deepEqual(
      ["l-1", "l-2", "l-3"].map((lane) => [harness.step(lane).status, harness.step(lane).attempts.length]),
      [
        ["cancelled", 1],
        ["cancelled", 0],
        ["cancelled", 0],
      ],
    );
  });

  it("stops a lane whose credentials never answer", async () => {
    const harness = new EngineHarness({
      scripts: { m: answers("four") },
      credentials: { keyFor: () => new Promise(() => undefined) },
    });
    const run = harness.start("alpha/m");
    await harness.clock.advance(1);
    run.stop("user");
    await run.done;
    assert.equal(harness.step("l-1").status, "cancelled");
  });

  it("ends a lane at the deadline as failed and says so", async () => {
    const harness = new EngineHarness({ scripts: { a: answersThenStalls } });
    const run = harness.start("alpha/a");
    await harness.clock.advance(1);
    run.stop("deadline");
    await run.done;
    assert.equal(harness.step("l-1").status, "failed");
    assert.equal(harness.step("l-1").failure?.kind, "timeout");
  });

  it("gives each provider its own limit and a global one, first come first served", async () => {
    let open = 0;
    let most = 0;
    const counted: Script = async function* (_attempt, { signal }) {
      open += 1;
      most = Math.max(most, open);
      await harness.clock.sleep(10, signal);
      open -= 1;
      yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
    };
    const harness: EngineHarness = new EngineHarness({
      scripts: { m: counted },
      run: { maxParallel: 3, maxParallelPerProvider: 2 },
    });
    const run = harness.start("alpha/m", "alpha/m", "alpha/m", "beta/m", "beta/m");
    await harness.clock.advance(100);
    await run.done;
    assert.equal(most, 3);
    const started = harness.changes.filter((change) => change.type === "attempt-start").map((change) => change.step);
    assert.equal(started.length, 5);
  });

  it("shares the limits between runs that are under way at once", async () => {
    const harness = new EngineHarness({ scripts: { m: answersThenStalls }, run: { maxParallelPerProvider: 1 } });
    const first = harness.start("alpha/m");
    const second = harness.start("alpha/m");
    await harness.clock.advance(1);
    assert.equal(harness.step("l-2").status, "queued");
    first.stop("user");
    await harness.clock.advance(1);
    assert.equal(harness.step("l-2").status, "running");
    second.stop("user");
    await Promise.all([first.done, second.done]);
  });

  it("retries an overloaded provider as a new attempt and succeeds", async () => {
    const script: Script = async function* (attempt) {
      if (attempt === 1) throw new ProviderError(failure("overloaded", { status: 529 }));
      yield* answers("four")(attempt, { ...unused, signal: new AbortController().signal });
    };
    const harness = new EngineHarness({ scripts: { m: script } });
    const run = harness.start("alpha/m");
    await harness.clock.advance(1);
    const waiting = harness.step("l-1");
    assert.deepEqual(waiting.wait, { reason: "retry", until: 375, nextAttempt: 2, serverAskedMs: null });
    await harness.clock.advance(375);
    await run.done;
    const step = harness.step("l-1");
    assert.equal(step.status, "complete");
    assert.deepEqual(
      step.attempts.map((attempt) => attempt.status),
      ["failed", "completed"],
    );
    assert.equal(step.attempts[0]?.failure?.kind, "overloaded");
  });

  it("waits as long as the server asked, and retries at once when told to", async () => {
    const script: Script = async function* (attempt) {
      if (attempt === 1) throw new ProviderError(failure("rate-limited", { status: 429, retryAfterMs: 20_000 }));
      yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
    };
    const harness = new EngineHarness({ scripts: { m: script } });
    const run = harness.start("alpha/m");
    await harness.clock.advance(19_000);
    assert.equal(harness.step("l-1").attempts.length, 1);
    assert.equal(harness.step("l-1").wait?.reason === "retry" && harness.step("l-1").wait?.reason, "retry");
    run.retryNow("l-2");
    run.retryNow("l-1");
    await run.done;
    assert.equal(harness.step("l-1").status, "complete");
    assert.equal(harness.clock.pendingTimers, 0);
  });

  it("frees its place while it waits for a retry", async () => {
    const limited: Script = async function* (attempt) {
      if (attempt === 1) throw new ProviderError(failure("rate-limited", { retryAfterMs: 30_000 }));
      yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
    };
    const harness = new EngineHarness({ scripts: { a: limited, b: answers("x") }, run: { maxParallel: 1 } });
    const run = harness.start("alpha/a", "alpha/b");
    await harness.clock.advance(5);
    assert.equal(harness.step("l-2").status, "complete");
    await harness.clock.advance(30_000);
    await run.done;
    assert.equal(harness.step("l-1").status, "complete");
  });

  it("can be stopped in the pause before a retry", async () => {
    const harness = new EngineHarness({ scripts: { m: failing(["overloaded"]) } });
    const run = harness.start("alpha/m");
    await harness.clock.advance(1);
    run.stop("user");
    await run.done;
    assert.equal(harness.step("l-1").status, "cancelled");
    assert.equal(harness.step("l-1").wait, null);
    assert.equal(harness.clock.pendingTimers, 0);
  });

  it("gives up after the last retry and says how often it tried", async () => {
    const harness = new EngineHarness({ scripts: { m: failing(["server", { status: 500 }]) }, run: { maxRetries: 2 } });
    const run = harness.start("alpha/m");
    await harness.clock.advance(60_000);
    await run.done;
    const step = harness.step("l-1");
    assert.equal(step.attempts.length, 3);
    assert.equal(step.status, "failed");
    assert.match(step.failure?.advice ?? "", /^Tried 3 times\./);
  });

  it("does not wait longer than the cap and says what the server asked", async () => {
    const harness = new EngineHarness({ scripts: { m: failing(["rate-limited", { retryAfterMs: 36_000_000 }]) } });
    await harness.start("alpha/m").done;
    const step = harness.step("l-1");
    assert.equal(step.attempts.length, 1);
    assert.match(step.failure?.advice ?? "", /asks to wait 10 hours/);
  });

  it("retries a cut stream from nothing and keeps the partial in its own attempt", async () => {
    const script: Script = async function* (attempt) {
      yield answerEvents(attempt === 1 ? "fo" : "four");
      const cut = failure("stream-truncated");
      if (attempt === 1) yield [{ type: "finish", reason: "truncated", raw: null, failure: cut }];
      else yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
    };
    const harness = new EngineHarness({ scripts: { m: script } });
    const run = harness.start("alpha/m");
    await harness.clock.advance(1_000);
    await run.done;
    const texts = harness.step("l-1").attempts.map((attempt) => attempt.blocks[0]?.type === "answer" && attempt.blocks[0].text);
    assert.deepEqual(texts, ["fo", "four"]);
    assert.deepEqual(
      harness.step("l-1").attempts.map((attempt) => attempt.status),
      ["truncated", "completed"],
    );
  });

  it("ends as partial when the stream was cut and no retry is left", async () => {
    const script: Script = async function* () {
      yield answerEvents("fo");
      yield [{ type: "finish", reason: "truncated", raw: null, failure: failure("stream-truncated") }];
    };
    const harness = new EngineHarness({ scripts: { m: script }, run: { maxRetries: 0 } });
    await harness.start("alpha/m").done;
    assert.equal(harness.step("l-1").status, "partial");
    assert.equal(harness.step("l-1").failure?.kind, "stream-truncated");
  });

  it("ends as failed when a stream breaks its promise of a finish event", async () => {
    const script: Script = async function* () {
      yield answerEvents("fo");
    };
    const harness = new EngineHarness({ scripts: { m: script } });
    await harness.start("alpha/m").done;
    assert.equal(harness.step("l-1").status, "failed");
    assert.match(harness.step("l-1").failure?.message ?? "", /without a finish/);
  });

  it("explains an empty answer that thinking used up", async () => {
    const script: Script = async function* () {
      yield [{ type: "reasoning-start", block: 0, visibility: "raw" }];
      yield [{ type: "finish", reason: "length", raw: "length", failure: null }];
    };
    const harness = new EngineHarness({ scripts: { m: script }, maxOutputTokens: 256 });
    await harness.start("alpha/m").done;
    const attempt = harness.step("l-1").attempts[0];
    assert.equal(attempt?.warnings[0]?.code, "length-empty-answer");
    assert.match(attempt?.warnings[0]?.message ?? "", /output limit of 256 tokens was reached before any answer/);
    assert.equal(attempt?.finish?.reason, "length");
  });

  it("says of an answer that the provider has not finished that the rest is a request of its own", async () => {
    const hop: Script = async function* () {
      yield answerEvents("The first part");
      yield [{ type: "finish", reason: "continue", raw: "CONTINUATION", failure: null }];
    };
    const harness = new EngineHarness({ scripts: { m: hop } });
    await harness.start("alpha/m").done;
    const { status, attempts } = harness.step("l-1");
    assert.equal(status, "complete");
    assert.equal(attempts[0]?.finish?.reason, "continue");
    assert.deepEqual(
      attempts[0].warnings.map(({ code }) => code),
      ["answer-goes-on"],
    );
  });

  it("shows planning warnings even when the provider refuses, and invents no first byte", async () => {
    const warnings = [{ code: "effort-rounded", message: "xhigh was sent as high." }];
    const harness = new EngineHarness({ scripts: { m: failing(["invalid-request", { status: 400 }]) }, warnings });
    await harness.start("alpha/m").done;
    const attempt = harness.step("l-1").attempts[0];
    assert.deepEqual(attempt?.warnings, warnings);
    assert.equal(attempt?.timing.firstByteMs, null);
    assert.equal(attempt?.cost, null);
  });

  it("measures times from the attempt's start", async () => {
    const harness: EngineHarness = new EngineHarness({
      scripts: {
        m: async function* (_attempt, { signal }) {
          await harness.clock.sleep(40, signal);
          yield [];
          await harness.clock.sleep(60, signal);
          yield answerEvents("four");
          await harness.clock.sleep(100, signal);
          yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
        },
      },
    });
    const run = harness.start("alpha/m");
    await harness.clock.advance(500);
    await run.done;
    const step = harness.step("l-1");
    assert.deepEqual(step.attempts[0]?.timing, { firstByteMs: 40, firstReasoningMs: null, firstAnswerMs: 100, totalMs: 200 });
    assert.equal(step.durationMs, 200);
  });

  it("asks for the key at every attempt", async () => {
    const harness = new EngineHarness({ scripts: { m: failing(["overloaded"]) }, run: { maxRetries: 1 } });
    const run = harness.start("alpha/m");
    await harness.clock.advance(10_000);
    await run.done;
    assert.deepEqual(harness.keysUsed, ["key-1", "key-1"]);
  });
});

const unused = {
  transport: { send: () => Promise.reject(new Error("unused")) },
  key: null,
  timeouts: { connectMs: 1, headersMs: 1, idleMs: 1 },
  now: () => 0,
};
