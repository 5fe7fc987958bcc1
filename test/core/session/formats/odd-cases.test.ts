import assert from "node:assert/strict";
import { assertSound, importJson, outline, stateOf } from "./account.ts";
import { oddCases } from "./odd-case-samples.ts";

describe("odd cases of formats", () => {
  for (const [name, { format, value, outline: expected, state = [], lost = [] }] of Object.entries(oddCases)) {
    it(`reads ${name}`, () => {
      const imported = importJson(value);
      assert.equal(imported.format.id, format);
      assert.deepEqual(outline(imported), expected);
      assert.deepEqual(stateOf(imported), state);
      const paths = imported.losses.map(({ path }) => path);
      for (const end of lost)
        assert.ok(
          paths.some((path) => path.endsWith(end)),
          `${end} is not named: ${paths.join(", ")}`,
        );
      assertSound(imported);
    });
  }

  it("keeps of an llm log the effort, the model that answered and the details of the counts", () => {
    const { session } = importJson(oddCases["fragments, options and details in the logs of llm"]?.value ?? null);
    const [step] = Object.values(session.steps);
    const [attempt] = step?.attempts ?? [];
    assert.deepEqual([step?.effort.requested, attempt?.respondedModel], ["high", "gpt-6-2026-10-01"]);
    assert.deepEqual(attempt?.usage?.input, { total: 110, uncached: 70, cacheRead: 40, cacheWrite: null });
    assert.deepEqual(attempt?.usage?.output, { total: 90, reasoning: 60, visible: 30 });
  });

  it("keeps the failure of an Anthropic error, and the number that an ATIF agent gave as its effort", () => {
    const [failed] = Object.values(importJson(oddCases["an error of Anthropic as the response"]?.value ?? null).session.steps);
    assert.deepEqual([failed?.status, failed?.failure?.kind], ["failed", "overloaded"]);
    const atif = importJson(oddCases["parts, a number as the effort, and results of subagents in ATIF"]?.value ?? null);
    assert.equal(Object.values(atif.session.steps)[0]?.effort.sentLabel, "0.75");
  });
});
