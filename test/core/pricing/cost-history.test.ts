import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Usage } from "../../../src/core/model/usage.ts";
import type { CostRecord } from "../../../src/core/pricing/cost-history.ts";
import { forecastRecords, parseCostHistory, recordOf } from "../../../src/core/pricing/cost-history.ts";
import { costCsv } from "../../../src/core/pricing/cost-csv.ts";
import { costTotals, groupCosts } from "../../../src/core/pricing/cost-totals.ts";
import { smallAttempt, smallStep } from "../../support/small-session.ts";

const record: CostRecord = {
  at: "2026-11-22T09:00:01.000Z",
  provider: "deepseek",
  model: "deepseek-reasoner",
  effort: "high",
  inputTokens: 10,
  outputTokens: 30,
  reasoningTokens: 20,
  isReported: true,
  usd: "0.1",
  basis: "computed",
  status: "complete",
  attempts: 1,
  sessionId: "x-small",
  session: "Small",
  isSimulated: false,
};

const usage = (input: number | null, output: number, reasoning: number | null): Usage => ({
  input: { total: input, uncached: null, cacheRead: null, cacheWrite: null },
  output: { total: output, reasoning, visible: null },
  source: "reported",
  billedUsd: null,
  raw: null,
});

describe("the record of a step", () => {
  const session = { id: "x-small", title: "Small" };

  it("adds the counts of all attempts, and holds no text", () => {
    const attempts = [
      { ...smallAttempt("secret answer"), usage: usage(10, 5, null) },
      { ...smallAttempt("secret answer"), usage: usage(10, 30, 20) },
    ];
    const made = recordOf(session, { ...smallStep("s-1", null, "l-1"), input: "secret question", attempts }, "");
    assert.ok((made?.expectedTokens ?? 0) > 0, "a number is all that is kept of the prompt");
    assert.deepEqual(made, {
      ...record,
      expectedTokens: made?.expectedTokens,
      inputTokens: 20,
      outputTokens: 35,
      reasoningTokens: null,
      usd: "0.0012",
      attempts: 2,
    });
    assert.doesNotMatch(JSON.stringify(made), /secret/);
  });

  it("is not made while the step runs or when nothing was sent", () => {
    const step = smallStep("s-1", null, "l-1");
    assert.equal(recordOf(session, { ...step, status: "running" }, ""), null);
    assert.equal(recordOf(session, { ...step, status: "cancelled", attempts: [] }, ""), null);
  });

  it("has an unknown cost when none is known, and the file's name when the session has no title", () => {
    const made = recordOf({ ...session, title: " " }, { ...smallStep("s-1", null, "l-1"), cost: null }, "a.reasoning.json");
    assert.deepEqual([made?.usd, made?.basis, made?.session], [null, "unknown", "a.reasoning.json"]);
  });
});

describe("the local history of costs", () => {
  it("is read line by line; what is no record is counted", () => {
    const budget: CostRecord = { ...record, effort: { budgetTokens: 4096 }, usd: null, basis: "unknown", inputTokens: null };
    const bad = [
      '{"at":',
      "{}",
      JSON.stringify({ ...record, usd: "-1" }),
      JSON.stringify({ ...record, usd: null }),
      JSON.stringify({ ...record, session: "x".repeat(201) }),
    ];
    const text = [JSON.stringify(record), ...bad, "", JSON.stringify(budget)].join("\n");
    assert.deepEqual(parseCostHistory(text), { records: [record, budget], unreadLines: 5 });
  });

  it("teaches forecasts only single complete responses of other sessions", () => {
    const others = { ...record, sessionId: "x-other" };
    const useless: CostRecord[] = [
      record,
      { ...others, status: "partial" },
      { ...others, attempts: 2 },
      { ...others, outputTokens: null },
      { ...others, isReported: false },
    ];
    const { provider, model, effort } = record;
    assert.deepEqual(forecastRecords([...useless, others], "x-small"), [
      {
        provider,
        model,
        effort,
        inputTokens: 10,
        outputTokens: 30,
        reasoningTokens: record.reasoningTokens,
        expectedTokens: null,
        isSamePrompt: false,
      },
    ]);
  });
});

describe("totals of costs", () => {
  it("are exact, as sure as the least sure part, and count what they leave out", () => {
    const totals = costTotals([
      record,
      { ...record, usd: "0.2", basis: "billed", reasoningTokens: null },
      { ...record, usd: null, basis: "unknown" },
      { ...record, usd: "5", isSimulated: true },
    ]);
    assert.deepEqual(totals, {
      responses: 3,
      simulated: 1,
      simulatedUsd: "5",
      usd: "0.3",
      basis: "computed",
      withoutKnownCost: 1,
      input: { known: 40, missing: 0 },
      output: { known: 120, missing: 0 },
      reasoning: { known: 60, missing: 1 },
    });
  });

  it("are null, not zero, when no cost is known", () => {
    const totals = costTotals([{ ...record, usd: null, basis: "unknown" }]);
    assert.deepEqual([totals.usd, totals.basis, totals.withoutKnownCost], [null, "unknown", 1]);
  });

  it("group by a key, newest first, under the newest name", () => {
    const later = { ...record, at: "2026-11-23T09:00:00.000Z" };
    const groups = groupCosts([{ ...record, session: "Old" }, { ...record, sessionId: "x-2" }, later], (each) => ({
      key: each.sessionId,
      label: each.session,
    }));
    assert.deepEqual(
      groups.map(({ key, label, totals }) => [key, label, totals.usd]),
      [
        ["x-small", "Small", "0.2"],
        ["x-2", "Small", "0.1"],
      ],
    );
  });
});

describe("costs as CSV", () => {
  it("have a row each, oldest first, with unknown cells empty", () => {
    const later: CostRecord = { ...record, at: "2026-11-23T09:00:00.000Z", usd: null, basis: "unknown", reasoningTokens: null };
    const [head, first, second, end] = costCsv([later, record]).split("\r\n");
    assert.match(head ?? "", /^time,provider,model,effort,/);
    assert.equal(
      first,
      "2026-11-22T09:00:01.000Z,deepseek,deepseek-reasoner,high,complete,1,10,30,20,0.1,computed,no,Small,x-small",
    );
    assert.match(second ?? "", /,1,10,30,,,unknown,no,Small/);
    assert.equal(end, "");
  });

  it("quote commas, quotes and line breaks, and never start a formula", () => {
    const cellOf = (session: string) => costCsv([{ ...record, session, sessionId: "" }]).split(",no,")[1];
    assert.equal(cellOf('a, "b"\nc'), '"a, ""b""\nc",\r\n');
    for (const start of ["=", "+", "-", "@", "\t", " ="]) assert.equal(cellOf(`${start}1`), `'${start}1,\r\n`);
    assert.equal(cellOf('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")",\r\n`);
  });
});
