import assert from "node:assert/strict";
import type { InputUsage, Usage } from "../../../../src/core/model/usage.ts";
import { noUsage } from "../../../../src/core/model/usage.ts";
import { smallAttempt, smallSession, smallStep } from "../../../support/small-session.ts";
import { exportText, importJson, importText } from "./account.ts";

const wholly: InputUsage = { total: 100, uncached: 60, cacheRead: 30, cacheWrite: 10 };
/** As importers and look-alikes give it: the parts of the cache, and no word on the rest. */
const partly: InputUsage = { total: 100, uncached: null, cacheRead: 30, cacheWrite: null };

function sessionWith(input: InputUsage) {
  const usage: Usage = { ...noUsage, input, output: { total: 50, reasoning: 20, visible: 30 }, source: "reported" };
  const attempt = { ...smallAttempt("It is five."), usage };
  return { ...smallSession(1), steps: { "s-001": { ...smallStep("s-001", null, "l-1"), attempts: [attempt] } } };
}

function usageAfter(id: string, input: InputUsage): Usage {
  const { session } = importText(exportText(sessionWith(input), id).text, id);
  const usage = Object.values(session.steps)[0]?.attempts[0]?.usage;
  assert.ok(usage, `${id} lost the usage`);
  return usage;
}

describe("token counts in other formats", () => {
  for (const id of ["pi", "inspect", "langchain", "atif", "llm"]) {
    it(`come back from ${id} with the same total, whether or not the uncached part is known`, () => {
      for (const input of [wholly, partly]) {
        const { input: again, output } = usageAfter(id, input);
        assert.equal(again.total, 100, JSON.stringify(input));
        assert.equal(output.total, 50);
        const parts = (again.uncached ?? 0) + (again.cacheRead ?? 0) + (again.cacheWrite ?? 0);
        assert.ok(again.uncached === null || parts === 100, JSON.stringify(again));
        assert.ok(again.cacheRead === null || again.cacheRead === 30);
      }
    });
  }

  it("keep what was written to a cache, and the reasoning, where the format has words for them", () => {
    for (const id of ["pi", "inspect", "langchain"]) {
      const { input, output } = usageAfter(id, wholly);
      assert.deepEqual(input, wholly, id);
      assert.equal(output.reasoning, 20, id);
    }
  });

  it("of Inspect are read by the rule of the log: the cache beside the input, or in it where the total says so", () => {
    const log = (usage: Readonly<Record<string, number>>) => ({
      eval: { task: "t", created: "2026-11-20T08:00:00+00:00", model: "openai/gpt-6-sol" },
      samples: [{ id: 1, messages: [{ role: "assistant", content: "5" }], output: { usage } }],
    });
    const inputOf = (usage: Readonly<Record<string, number>>) =>
      Object.values(importJson(log(usage), "inspect").session.steps)[0]?.attempts[0]?.usage?.input;
    const counts = { output_tokens: 50, input_tokens_cache_read: 30 };
    const expected = { total: 100, uncached: 70, cacheRead: 30, cacheWrite: null };
    assert.deepEqual(inputOf({ ...counts, input_tokens: 70, total_tokens: 150 }), expected);
    assert.deepEqual(inputOf({ ...counts, input_tokens: 100, total_tokens: 150 }), expected);
  });
});
