import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { defaultRunOptions } from "../../../src/core/engine/engine.ts";
import { spentBudget, withMore } from "../../../src/core/engine/shared-budgets.ts";
import type { BudgetScope } from "../../../src/core/model/budget.ts";
import { formatUsd, parseUsd } from "../../../src/core/pricing/money.ts";
import { defaultTimeouts } from "../../../src/core/transport/transport.ts";
import { BudgetBook, spentBy, spentElsewhere } from "../../../src/extension/costs/budgets.ts";
import { smallRecord } from "../../support/small-record.ts";
import { smallSession, smallStep } from "../../support/small-session.ts";

const cost = (usd: string) => ({ usd, basis: "computed", reason: null, rows: [] }) as const;
const session = {
  ...smallSession(),
  steps: {
    "s-1": { ...smallStep("s-1", null, "l-1"), cost: cost("0.02") },
    "s-2": { ...smallStep("s-2", null, "l-1"), cost: cost("0.015") },
  },
};

function book(limits: Partial<Record<BudgetScope, string>>) {
  const facts = { today: "0.4", elsewhere: "0.1", refreshed: 0, watching: 0, tick: (): void => undefined };
  const budgets = new BudgetBook({
    runOptions: () => ({ ...defaultRunOptions, timeouts: defaultTimeouts, budgetUsd: limits.run ?? null }),
    limit: (scope) => limits[scope] ?? null,
    refreshToday: () => Promise.resolve(void (facts.refreshed += 1)),
    spentToday: () => facts.today,
    spentElsewhere: () => facts.elsewhere,
    every: (_ms, callback) => {
      facts.watching += 1;
      facts.tick = callback;
      return () => void (facts.watching -= 1);
    },
  });
  return { budgets, facts };
}

describe("budgets that outlive a run", () => {
  it("begin with what the session and the day have cost, and are left out where none is set", async () => {
    const { budgets, facts } = book({ session: "1", day: "2" });
    const owner = {};
    const { options } = await budgets.openRun(owner, () => session);
    assert.equal(facts.refreshed, 1);
    assert.deepEqual(
      options.sharedBudgets?.map(({ scope, limitUsd, spending }) => [scope, limitUsd, formatUsd(spending.spent)]),
      [
        ["session", "1", "0.035"],
        ["day", "2", "0.4"],
      ],
    );
    const none = await book({}).budgets.openRun(owner, () => session);
    assert.deepEqual(none.options.sharedBudgets, []);
  });

  it("are one purse for runs that overlap, and read again what is spent once none is under way", async () => {
    const { budgets, facts } = book({ day: "2" });
    const first = await budgets.openRun({}, () => session);
    first.options.sharedBudgets?.[0]?.spending.settle("1/l-1", parseUsd("0.1") ?? 0n);
    facts.today = "0.5";
    const second = await budgets.openRun({}, () => session);
    assert.equal(formatUsd(second.options.sharedBudgets?.[0]?.spending.spent ?? 0n), "0.5", "0.4 before and 0.1 of the first");
    assert.equal(budgets.view({}, session).day.spentUsd, "0.4", "what was spent before the runs under way");
    first.close();
    second.close();
    facts.today = "0.7";
    assert.equal(budgets.view({}, session).day.spentUsd, "0.7");
    const third = await budgets.openRun({}, () => session);
    assert.equal(formatUsd(third.options.sharedBudgets?.[0]?.spending.spent ?? 0n), "0.7");
  });

  it("see what other windows spend while a run is under way here, once, and stop looking when it has ended", async () => {
    const { budgets, facts } = book({ day: "2" });
    const { options, close } = await budgets.openRun({}, () => session);
    const spending = options.sharedBudgets?.[0]?.spending;
    spending?.settle("1/l-1", parseUsd("0.2") ?? 0n);
    // Of the $0.9 of the day $0.2 were spent here, $0.3 more than at the start by others.
    Object.assign(facts, { today: "0.9", elsewhere: "0.4" });
    for (const _ of [1, 2]) {
      facts.tick();
      await Promise.resolve();
    }
    assert.equal(formatUsd(spending?.spent ?? 0n), "0.9");
    assert.equal(budgets.view({}, session).day.spentUsd, "0.7", "before the runs under way, others included");
    Object.assign(facts, { today: "1.1", elsewhere: "0.6" });
    const second = await budgets.openRun({}, () => session);
    assert.equal(formatUsd(spending?.spent ?? 0n), "1.1", "read again before another run");
    Object.assign(facts, { today: "0", elsewhere: "0" });
    facts.tick();
    await Promise.resolve();
    assert.equal(formatUsd(spending?.spent ?? 0n), "1.1", "midnight gives nothing back to a run under way");
    close();
    second.close();
    assert.equal(facts.watching, 0);
  });

  it("do not look at other windows without a budget of the day", async () => {
    const { budgets, facts } = book({ session: "2" });
    const { close } = await budgets.openRun({}, () => session);
    assert.equal(facts.watching, 0);
    close();
  });

  it("know what others spent: the day without what was run here", () => {
    const record = { ...smallRecord, usd: "0.3" };
    assert.equal(spentElsewhere([record, { ...smallRecord, usd: "0.2" }, { ...smallRecord, usd: null }], [record]), "0.2");
    assert.equal(spentElsewhere([], [record]), "0", "a record that is not in the file yet is nobody else's");
  });

  it("say which one is spent before a run, and let a stopped lane go on by lifting only the one that stopped it", async () => {
    const { budgets } = book({ run: "0.05", session: "0.03", day: "0.4" });
    const { options } = await budgets.openRun({}, () => session);
    assert.equal(spentBudget(options)?.scope, "session");
    const more = withMore(options, "session", "0.05");
    assert.equal(more.budgetUsd, "0.05");
    assert.deepEqual(
      more.sharedBudgets?.map(({ scope, limitUsd }) => [scope, limitUsd]),
      [
        ["session", "0.085"],
        ["day", "0.4"],
      ],
    );
    assert.equal(spentBudget(more)?.scope, "day", "the day's is as spent as before");
  });

  it("count a step that still runs by its attempts' running estimate", () => {
    const running = { ...smallStep("s-3", null, "l-1"), cost: null, attempts: [] };
    assert.equal(spentBy({ ...session, steps: { ...session.steps, "s-3": running } }), "0.035");
  });
});
