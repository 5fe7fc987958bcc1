import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { defaultRunOptions } from "../../src/core/engine/engine.ts";
import { createSpending } from "../../src/core/engine/spending.ts";
import type { Step } from "../../src/core/model/session.ts";
import { parseUsd } from "../../src/core/pricing/money.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import { SessionDocument } from "../../src/extension/editor/session-document.ts";
import { SessionRunner } from "../../src/extension/editor/session-runner.ts";
import { spentBy } from "../../src/extension/costs/budgets.ts";
import { createHost } from "../../src/host/create-host.ts";
import { createEnvironmentCredentials } from "../../src/host/environment-credentials.ts";
import { smallSession, smallStep } from "../support/small-session.ts";

const engine = createHost({
  registry: createRegistry({ extra: [] }),
  transport: { send: () => Promise.reject(new Error("nothing is sent here")) },
  credentials: createEnvironmentCredentials({ environment: {}, provider: () => null }),
});

/** A runner whose services tell in which order things happen. */
function open(spentUsd = "0") {
  const document = new SessionDocument(smallSession(), "test");
  const told: string[] = [];
  const runner = new SessionRunner(
    document,
    {
      engine: () => Promise.resolve(engine),
      openRun: () =>
        Promise.resolve({
          options: {
            ...defaultRunOptions,
            timeouts: defaultTimeouts,
            sharedBudgets: [{ scope: "session", limitUsd: "1", spending: createSpending(spentUsd) }],
          },
          close: () => told.push(`closed with $${spentBy(document.session)} of the session spent`),
        }),
      stepEnded: ({ id, steps }, step) => told.push(`history: ${id} ${steps[step]?.cost?.usd}`),
    },
    () => undefined,
  );
  return { document, runner, told };
}

const paid = (usd: string): Step => ({
  ...smallStep("s-judge", null, "l-judge"),
  cost: { usd, basis: "computed", reason: null, rows: [] },
});

describe("what is paid beside a session's steps", () => {
  it("stands in the history and the ledger before its budgets are closed, so that the next run counts it", async () => {
    const { document, runner, told } = open();
    const before = parseUsd(spentBy(document.session)) ?? 0n;
    const { verdict } = await runner.beside("verdict", null, () => Promise.resolve({ step: paid("0.25"), verdict: "same" }));
    assert.equal(verdict, "same");
    assert.equal((parseUsd(spentBy(document.session)) ?? 0n) - before, parseUsd("0.25"));
    assert.deepEqual(told, ["history: x-small 0.25", `closed with $${spentBy(document.session)} of the session spent`]);
    const [entry] = document.session.ledger ?? [];
    assert.deepEqual(
      [entry?.what, entry?.provider, entry?.model, entry?.step],
      ["verdict", "deepseek", "deepseek-reasoner", null],
    );
  });

  it("is a brief of the step it is for", async () => {
    const { document, runner } = open();
    await runner.beside("brief", "s-001", () => Promise.resolve({ step: paid("0.01") }));
    assert.deepEqual(
      document.session.ledger?.map(({ what, step }) => [what, step]),
      [["brief", "s-001"]],
    );
  });

  it("leaves no trace in the ledger when nothing was paid, and is not begun when a budget is spent", async () => {
    const { document, runner, told } = open();
    await runner.beside("verdict", null, () => Promise.resolve({ step: null }));
    assert.equal(document.session.ledger, undefined);
    assert.equal(told.length, 1);
    const spent = open("1");
    await assert.rejects(
      spent.runner.beside("verdict", null, () => Promise.reject(new Error("it was begun"))),
      /The session’s budget of \$1 is spent, so nothing was sent\./,
    );
    assert.equal(spent.told.length, 1, "closed");
  });
});
