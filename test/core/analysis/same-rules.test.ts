import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { finalValue } from "../../../src/core/analysis/final-value.ts";
import { findBy, isSame } from "../../../src/core/analysis/same-rules.ts";
import type { Rule } from "../../../src/core/analysis/same-rules.ts";
import { segmentTrace } from "../../../src/core/model/segments.ts";

describe("the result an answer commits to", () => {
  const results: readonly (readonly [answer: string, result: string | null])[] = [
    ["So it is\n\n**$37.00**", "$37.00"],
    ["Answer: B.", "B"],
    ["Thus $\\boxed{\\frac{2}{3}}$.", "2/3"],
    ["The ball costs **$0.05**, the bat $1.05.", "$0.05"],
    ["17 × 24 = 408", "408"],
    ["Yes, but look at the query first.", "yes, but …"],
    ["It came in 2015 and multiplexes streams over one connection, which helps.", null],
    ["- web: 80\n- tls: 443", null],
  ];
  for (const [answer, result] of results) {
    it(`of ${JSON.stringify(answer)} is ${result ?? "not marked"}`, () => assert.equal(finalValue(answer)?.text ?? null, result));
  }
});

describe("two answers", () => {
  const pairs: readonly (readonly [rule: Rule, one: string, other: string, isSame: boolean])[] = [
    ["number", "**1,204.50**", "**1.204,50**", true],
    ["number", "**3/8**", "**37.5 %**", true],
    ["number", "**24.67**", "**24.6667**", true],
    ["number", "**24.6**", "**24.7**", false],
    ["number", "**5 cents**", "**5 dollars**", false],
    ["number", "**€37**", "**$37**", false],
    ["number", "**22**", "**22 times**", true],
    ["json", '{"a":1,"b":[2]}', '```json\n{ "b": [2], "a": 1.0 }\n```', true],
    ["json", '{"a":1}', '{"a":"1"}', false],
    ["code", "```js\nf( 'x' ) // note\n```", '```js\nf("x");\n```', true],
    ["code", "```py\na = 1 # one\n```", "```py\na = 1\n```", true],
    ["code", "```js\nf('X')\n```", "```js\nf('x')\n```", false],
    ["text", "Measure **twice**, cut once.", "measure twice - cut once", true],
    ["text", "Measure **twice**, cut once.", "measure twice; cut once", true],
    ["exact", "a", "a ", false],
  ];
  for (const [rule, one, other, expected] of pairs) {
    it(`are ${expected ? "the same" : "different"} by ${rule}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
      const [left, right] = [findBy(rule, one), findBy(rule, other)];
      assert.ok(left !== null && right !== null);
      assert.equal(isSame(left, right), expected);
    });
  }
});

describe("the segments of a trace", () => {
  const titles = (trace: string) => segmentTrace(trace).map(({ title, start, end }) => title ?? trace.slice(start, end));

  it("follow its titles", () => {
    assert.deepEqual(titles("**Reading**\n\nFirst.\n\nStill first.\n\n**Checking**\n\nSecond."), ["Reading", "Checking"]);
  });

  it("follow paragraphs and steps in any language where it has none", () => {
    assert.deepEqual(titles("Erst das.\n\nDann jenes."), ["Erst das.", "Dann jenes."]);
    assert.deepEqual(titles("第1步 看题\n第2步 计算"), ["第1步 看题", "第2步 计算"]);
  });

  it("cut one long paragraph where the model turns round", () => {
    const thought = "The first route gives 37 and uses the noon of the twelfth, which leaves eighteen and a half days. ".repeat(
      8,
    );
    assert.equal(segmentTrace(`${thought}Wait, ${thought}Hmm, ${thought}`).length, 3);
  });

  it("cover all of its text and never overlap", () => {
    const trace = "a\n\n**T**\nb\n\n1. c\n2. d\n\n\n";
    const segments = segmentTrace(trace);
    segments.forEach(({ start, end }, i) => assert.ok(start < end && start >= (segments[i - 1]?.end ?? 0)));
    assert.equal(
      segments
        .map(({ start, end }) => trace.slice(start, end))
        .join("")
        .replace(/\s/g, ""),
      trace.replace(/\s/g, ""),
    );
  });
});
