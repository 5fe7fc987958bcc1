import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { diffTraces } from "../../../src/core/analysis/diff-traces.ts";
import { readTrace } from "../../../src/core/analysis/read-trace.ts";
import type { TraceDiff } from "../../../src/core/model/trace-diff.ts";
import { prorationSummary, prorationTrace } from "../../support/proration-traces.ts";

describe("the reasoning of two lanes side by side", () => {
  it("finds where they part, what follows from it and what only one of them thinks", () => {
    const diff = compare(prorationSummary, prorationTrace, ["summary", "raw"]);
    assert.equal(diff.finding, "They part at segment 2: 18.5 against 18 left. Everything that differs later follows from it.");
    assert.deepEqual(
      diff.rows.map(({ relation, segments, note }) => [relation, ...segments.map((places) => places.join()), note]),
      [
        ["same", "0", "0", null],
        ["parts", "1", "1", "18.5 against 18 left"],
        ["follows", "2", "2", "same steps, other numbers"],
        ["one", "3", "", null],
        ["one", "4", "", null],
        ["other", "", "3", null],
        ["other", "", "4", "comes back to 3, keeps 18"],
      ],
    );
    assert.equal(diff.partsAt, 1);
  });

  it("underlines the values that differ, and none that only say more", () => {
    const { rows } = compare(prorationSummary, prorationTrace);
    const marked = (row: number, side: 0 | 1, text: string) =>
      rows[row]?.marks[side].map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(marked(0, 0, prorationSummary), []);
    assert.deepEqual(marked(1, 0, prorationSummary), ["18.5"]);
    assert.deepEqual(marked(1, 1, prorationTrace), ["18", "18"]);
    assert.deepEqual(marked(2, 0, prorationSummary), ["18.5", "24.67", "18.5", "61.67"]);
  });

  it("says what limits it: a summary beside a raw text, and going back over itself", () => {
    assert.equal(
      compare(prorationSummary, prorationTrace, ["summary", "raw"]).caveat,
      "Paired by shared terms and numbers, without a model. Lane 1 is a summary and lane 2 the raw text, so lengths do not " +
        "compare, and what only lane 2 says may have been thought in lane 1 too. Lane 2 goes back over itself once, ≈ 13 of 160 tok.",
    );
    assert.match(compare(prorationTrace, prorationTrace, ["summary", "summary"]).caveat, /Both are the providers’ summaries/);
  });

  it("calls a rounded value and another way of writing it the same", () => {
    const diff = compare("The credit is 740 / 30 = 24.6667 dollars.", "Credit: 740 / 30 = 24.67 dollars, so 1,000.50 credit.");
    assert.equal(diff.partsAt, null);
    assert.equal(diff.finding, "No values differ where they can be paired.");
  });

  it("does not part them over a value that one of them takes back", () => {
    const diff = compare(
      "There are 12 letters in the word strawberry patch.\n\nCount the letters again: no, there are 10 letters in strawberry.",
      "Counting letters of the word strawberry patch gives 10 letters.\n\nSo there are 10 letters in strawberry, as counted.",
    );
    assert.equal(diff.partsAt, null);
    assert.match(diff.finding, /none of that lasts/);
    assert.equal(diff.rows[0]?.relation, "differs");
  });

  it("claims nothing for traces that share too little", () => {
    const diff = compare(
      "Bake bread with flour and salt. Wait an hour.\n\nThen knead the dough.",
      "Prime gaps grow slowly; sieve them in segments.\n\nUse a wheel of size 30.",
    );
    assert.equal(diff.isAligned, false);
    assert.match(diff.finding, /nothing is claimed/);
    assert.deepEqual(new Set(diff.rows.map(({ relation }) => relation)), new Set(["one", "other"]));
  });

  it("pairs traces in Chinese, and across languages by their numbers", () => {
    const chinese = "十一月有30天，中午升级，还剩18.5天。\n\n退款：40 × 18.5 / 30 = 24.67，收费：100 × 18.5 / 30 = 61.67。";
    const whole = "十一月有30天，中午升级，还剩18天。\n\n退款：40 × 18 / 30 = 24，收费：100 × 18 / 30 = 60。";
    assert.equal(compare(chinese, whole).partsAt, 0);
    const english = "November has 30 days.\n\nRefund 40 × 18.5 / 30 = 24.67 and charge 100 × 18.5 / 30 = 61.67 in total.";
    assert.deepEqual(compare(chinese, english).rows.at(-1)?.segments, [[1], [1]]);
  });

  it("says the same whichever lane comes first", () => {
    const [diff, swapped] = [compare(prorationSummary, prorationTrace), compare(prorationTrace, prorationSummary)];
    assert.equal(swapped.partsAt, diff.partsAt);
    assert.match(swapped.finding, /18 against 18\.5 left/);
  });

  it("puts every segment of both into exactly one row, in order, with marks inside it", () => {
    const sentence = fc.array(
      fc.constantFrom("credit", "days", "40", "18.5", "18", "×", "=", "left", "wait", "天数", "count", "."),
      {
        maxLength: 14,
      },
    );
    const trace = fc.array(sentence, { maxLength: 14 }).map((parts) => parts.map((words) => words.join(" ")).join("\n\n"));
    fc.assert(
      fc.property(trace, trace, (one, other) => {
        const diff = compare(one, other);
        for (const side of [0, 1] as const) {
          const places = diff.rows.flatMap(({ segments }) => segments[side]);
          assert.deepEqual(
            places,
            diff.sides[side].segments.map((_, at) => at),
          );
          for (const { segments, marks } of diff.rows) {
            for (const { start, end } of marks[side]) {
              const holders = segments[side].map((at) => diff.sides[side].segments[at]);
              assert.ok(holders.some((segment) => segment !== undefined && start >= segment.start && end <= segment.end));
            }
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("stays bounded on traces of a megabyte", () => {
    const long = (seed: number) =>
      Array.from({ length: 11_000 }, (_, at) => {
        const n = (at * 7919 + seed) % 1013;
        return `Step over item ${n}: with ${n} × 3 = ${n * 3 + seed} I get the remainder of part ${at}, and go on from there to the next.`;
      }).join("\n\n");
    const [one, other] = [long(0), long(1)];
    assert.ok(one.length > 1_000_000);
    const begin = performance.now();
    const diff = compare(one, other);
    const ms = performance.now() - begin;
    assert.ok(diff.rows.length <= 640);
    // Many times what it takes: a guard against quadratic pairing, not a benchmark.
    assert.ok(ms < 40_000, `${Math.round(ms)} ms`);
  }).timeout(120_000);
});

function compare(one: string, other: string, basis: readonly ["raw" | "summary", "raw" | "summary"] = ["raw", "raw"]): TraceDiff {
  return diffTraces(
    readTrace({ number: 1, trace: { basis: basis[0], text: one } }),
    readTrace({ number: 2, trace: { basis: basis[1], text: other } }),
  );
}
