import assert from "node:assert/strict";
import { createSpending } from "../../../src/core/engine/spending.ts";
import { formatUsd, parseUsd } from "../../../src/core/pricing/money.ts";
import { EngineHarness, answerEvents, answers, untilAborted } from "../../support/engine-harness.ts";
import type { Script } from "../../support/engine-harness.ts";
import type { VirtualClock } from "../../support/virtual-clock.ts";

// In the harness one token of model `paid` costs one dollar; its prompt is nine tokens, and at most fourteen.
// This model ignores the output limit it is sent.
const talks: Script = async function* (_attempt, { signal }) {
  yield answerEvents("one two three four five ");
  for (let i = 0; i < 30; i += 1) {
    yield [{ type: "answer-delta", block: 0, text: "and on ".repeat(5) }];
    signal.throwIfAborted();
  }
  await untilAborted(signal);
};

/** Ten tokens each tenth of a second, whatever limit it was sent. */
function talksBy(clock: VirtualClock): Script {
  return async function* (_attempt, { signal }) {
    yield answerEvents("one two three four five ");
    for (let i = 0; i < 30; i += 1) {
      await clock.sleep(100, signal);
      yield [{ type: "answer-delta", block: 0, text: "and on ".repeat(5) }];
    }
  };
}

describe("budget", () => {
  it("stops a lane during the stream and keeps what arrived", async () => {
    const harness = new EngineHarness({ scripts: { paid: talks }, run: { laneBudgetUsd: "100" } });
    await harness.start("alpha/paid").done;
    const step = harness.step("l-1");
    assert.equal(step.status, "budget");
    assert.equal(step.failure, null);
    const [attempt] = step.attempts;
    assert.equal(attempt?.status, "stopped");
    assert.match(attempt?.blocks[0]?.type === "answer" ? attempt.blocks[0].text : "", /^one two .* on $/);
    assert.equal(step.cost?.basis, "estimate");
    assert.ok(Number(step.cost?.usd) >= 90 && Number(step.cost?.usd) <= 110, `cost ${step.cost?.usd}`);
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
    const harness = new EngineHarness({ scripts: { paid: talks, silent }, run: { budgetUsd: "100", maxParallel: 2 } });
    const run = harness.start("alpha/silent", "alpha/paid", "beta/paid");
    const summary = await run.done;
    assert.deepEqual(
      summary.lanes.map((lane) => lane.status),
      ["budget", "budget", "budget"],
    );
    assert.deepEqual(harness.step("l-3").attempts, []);
  });

  it("stops only the lane whose own budget is spent", async () => {
    const harness = new EngineHarness({ scripts: { paid: talks, other: talks }, run: { laneBudgetUsd: "100" } });
    const run = harness.start("alpha/paid", "unpriced/other");
    await harness.clock.advance(1);
    assert.equal(harness.step("l-1").status, "budget");
    assert.equal(harness.step("l-2").status, "running");
    run.stop("user");
    await run.done;
  });

  it("sends the output limit that the budget can pay for, says so, and ends as a budget stop when the provider stops there", async () => {
    let sent: unknown = null;
    const starved: Script = async function* () {
      yield answerEvents("one two three ");
      const usage = {
        input: { total: 12, uncached: 12, cacheRead: 0, cacheWrite: 0 },
        output: { total: 85, reasoning: 82, visible: 3 },
        source: "reported",
        billedUsd: null,
        raw: null,
      } as const;
      yield [
        { type: "usage", usage },
        { type: "finish", reason: "length", raw: "length", failure: null },
      ];
    };
    const harness = new EngineHarness({
      scripts: { paid: starved },
      run: { laneBudgetUsd: "100" },
      onPrepared: (limit) => (sent = limit),
    });
    const summary = await harness.start("alpha/paid").done;
    const step = harness.step("l-1");
    assert.equal(sent, 85);
    assert.equal(step.maxOutputTokens, 85);
    assert.equal(step.status, "budget");
    assert.equal(step.cost?.usd, "97");
    assert.equal(summary.lanes[0]?.budgetStop?.outputLimitTokens, 85);
    const [attempt] = step.attempts;
    assert.deepEqual(
      attempt?.warnings.map(({ code }) => code),
      ["output-limit-by-budget", "budget-stopped"],
    );
    assert.equal(attempt?.finish?.reason, "length");
  });

  it("holds a session's budget for the sum of two runs at once, a judge's beside a lane's", async () => {
    const spending = createSpending("20");
    const sharedBudgets = [{ scope: "session", limitUsd: "120", spending }] as const;
    const harness: EngineHarness = new EngineHarness({
      scripts: { paid: (...given) => talksBy(harness.clock)(...given) },
      run: { sharedBudgets },
    });
    const run = harness.start("alpha/paid");
    await harness.clock.advance(300);
    const judge = harness.start("beta/paid");
    await harness.clock.advance(10_000);
    await Promise.all([run.done, judge.done]);
    const costs = ["l-1", "l-2"].map((lane) => Number(harness.step(lane).cost?.usd));
    assert.ok(
      costs.every((usd) => usd > 20),
      `both had begun: ${costs.join(", ")}`,
    );
    const sum = costs.reduce((all, usd) => all + usd, 20);
    assert.ok(sum > 100 && sum <= 120 + 10, `spent ${sum} of 120: no more than a chunk over it`);
    assert.deepEqual(
      ["l-1", "l-2"].map((lane) => harness.step(lane).status),
      ["budget", "budget"],
    );
    assert.equal(formatUsd(spending.spent), String(sum));
  });

  it("stops a run when others have spent the rest of the day's budget", async () => {
    const spending = createSpending("0");
    const sharedBudgets = [{ scope: "day", limitUsd: "1000", spending }] as const;
    const harness: EngineHarness = new EngineHarness({
      scripts: { paid: (...given) => talksBy(harness.clock)(...given) },
      run: { sharedBudgets },
    });
    const run = harness.start("alpha/paid");
    await harness.clock.advance(150);
    assert.equal(harness.step("l-1").status, "running");
    spending.elsewhere(parseUsd("990") ?? 0n);
    await harness.clock.advance(150);
    await run.done;
    assert.equal(harness.step("l-1").status, "budget");
  });

  it("says by how much the smallest output limit that can be sent may pass what is left", async () => {
    const harness = new EngineHarness({ scripts: { paid: answers("Four.") }, run: { laneBudgetUsd: "16" } });
    await harness.start("alpha/paid").done;
    // Of $16 the input takes up to $14, and 16 tokens cost $16.
    assert.equal(
      harness.step("l-1").attempts[0]?.warnings[0]?.message,
      "The output limit sent is 16 tokens, thinking included: the smallest that providers take, which may cost up to $14 more than the $16 left.",
    );
  });

  it("sends no output limit of its own where the budget pays for more than the model can write", async () => {
    const harness = new EngineHarness({ scripts: { paid: answers("Four.") }, run: { laneBudgetUsd: "9000" } });
    await harness.start("alpha/paid").done;
    assert.equal(harness.step("l-1").maxOutputTokens, null);
    assert.deepEqual(harness.step("l-1").attempts[0]?.warnings, []);
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
      yield answerEvents("one two three four five ".repeat(20)).slice(1);
      await untilAborted(signal);
    };
    const harness = new EngineHarness({ scripts: { paid: renamed }, run: { laneBudgetUsd: "100" } });
    await harness.start("alpha/paid").done;
    assert.equal(harness.step("l-1").status, "budget");
    assert.equal(harness.step("l-1").cost?.usd, null);
    assert.match(harness.step("l-1").cost?.reason ?? "", /internal-name/);
  });
});
