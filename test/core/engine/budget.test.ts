import assert from "node:assert/strict";
import { EngineHarness, answerEvents, untilAborted } from "../../support/engine-harness.ts";
import type { Script } from "../../support/engine-harness.ts";

// In the harness one token of model `paid` costs one dollar; its prompt is about nine tokens.
const talks: Script = async function* (_attempt, { signal }) {
  yield answerEvents("one two three four five ");
  yield [{ type: "answer-delta", block: 0, text: "six seven eight nine ten eleven twelve thirteen" }];
  await untilAborted(signal);
};

describe("budget", () => {
  it("stops a lane during the stream and keeps what arrived", async () => {
    const harness = new EngineHarness({ scripts: { paid: talks }, run: { laneBudgetUsd: "15" } });
    await harness.start("alpha/paid").done;
    const step = harness.step("l-1");
    assert.equal(step.status, "budget");
    assert.equal(step.failure, null);
    const [attempt] = step.attempts;
    assert.equal(attempt?.status, "stopped");
    assert.match(attempt?.blocks[0]?.type === "answer" ? attempt.blocks[0].text : "", /^one two .* thirteen$/);
    assert.equal(step.cost?.basis, "estimate");
    assert.ok(Number(step.cost?.usd) >= 15 && Number(step.cost?.usd) < 30, `cost ${step.cost?.usd}`);
    assert.equal(attempt?.usage?.source, "estimated");
  });

  it("does not start a lane whose input alone is more than the budget", async () => {
    const harness = new EngineHarness({ scripts: { paid: talks }, run: { budgetUsd: "0.5" } });
    await harness.start("alpha/paid").done;
    assert.equal(harness.step("l-1").status, "budget");
    assert.deepEqual(harness.step("l-1").attempts, []);
  });

  it("stops every lane when the run's budget is spent, the silent and the queued too", async () => {
    const silent: Script = async function* (_attempt, { signal }) {
      yield [];
      await untilAborted(signal);
    };
    const harness = new EngineHarness({ scripts: { paid: talks, silent }, run: { budgetUsd: "15", maxParallel: 2 } });
    const run = harness.start("alpha/silent", "alpha/paid", "beta/paid");
    const summary = await run.done;
    assert.deepEqual(
      summary.lanes.map((lane) => lane.status),
      ["budget", "budget", "budget"],
    );
    assert.deepEqual(harness.step("l-3").attempts, []);
  });

  it("stops only the lane whose own budget is spent", async () => {
    const harness = new EngineHarness({ scripts: { paid: talks, other: talks }, run: { laneBudgetUsd: "15" } });
    const run = harness.start("alpha/paid", "unpriced/other");
    await harness.clock.advance(1);
    assert.equal(harness.step("l-1").status, "budget");
    assert.equal(harness.step("l-2").status, "running");
    run.stop("user");
    await run.done;
  });

  it("says where a budget cannot stop a lane, because its price is unknown", async () => {
    const harness = new EngineHarness({ scripts: { m: talks }, run: { budgetUsd: "1" } });
    const run = harness.start("unpriced/m");
    await harness.clock.advance(1);
    run.stop("user");
    await run.done;
    const warnings = harness.step("l-1").attempts[0]?.warnings.map((warning) => warning.code);
    assert.deepEqual(warnings, ["budget-not-enforced"]);
  });

  it("counts a failed attempt's cost against the lane and sums it into the step", async () => {
    const script: Script = async function* (attempt) {
      yield answerEvents("one two three");
      const usage = {
        input: { total: 9, uncached: 9, cacheRead: 0, cacheWrite: 0 },
        output: { total: 3, reasoning: 0, visible: 3 },
        source: "reported",
        billedUsd: null,
        raw: null,
      } as const;
      yield [{ type: "usage", usage }];
      if (attempt === 1) throw new Error("cut");
      yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
    };
    const harness = new EngineHarness({ scripts: { paid: script } });
    await harness.start("alpha/paid").done;
    assert.equal(harness.step("l-1").status, "failed");
    assert.equal(harness.step("l-1").cost?.usd, "12");
  });

  it("refuses a budget that is not an amount before anything starts", () => {
    const harness = new EngineHarness({ scripts: {}, run: { budgetUsd: "cheap" } });
    assert.throws(() => harness.start("alpha/paid"), /A budget is an amount in USD such as 0.05, not "cheap"/);
    assert.deepEqual(harness.changes, []);
  });

  it("shows a running cost while the answer streams", async () => {
    const harness: EngineHarness = new EngineHarness({
      scripts: {
        paid: async function* (_attempt, { signal }) {
          yield answerEvents("one two ");
          await harness.clock.sleep(300, signal);
          yield [{ type: "answer-delta", block: 0, text: "three" }];
          yield [{ type: "finish", reason: "stop", raw: null, failure: null }];
        },
      },
    });
    const run = harness.start("alpha/paid");
    await harness.clock.advance(400);
    await run.done;
    const shown = harness.changes.filter((change) => change.type === "attempt-cost").map((change) => change.cost);
    assert.equal(shown.length, 1);
    assert.equal(shown[0]?.basis, "estimate");
  });

  it("stops by the asked model's price when a gateway answers under another name, and shows that cost as unknown", async () => {
    const renamed: Script = async function* (_attempt, { signal }) {
      yield [{ type: "response-start", responseId: "r-1", model: "internal-name" }];
      yield answerEvents("one two three four five six seven eight nine ten").slice(1);
      await untilAborted(signal);
    };
    const harness = new EngineHarness({ scripts: { paid: renamed }, run: { laneBudgetUsd: "15" } });
    await harness.start("alpha/paid").done;
    assert.equal(harness.step("l-1").status, "budget");
    assert.equal(harness.step("l-1").cost?.usd, null);
    assert.match(harness.step("l-1").cost?.reason ?? "", /internal-name/);
  });
});
