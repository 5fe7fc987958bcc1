import assert from "node:assert/strict";
import { modelBriefRequest, readModelBrief } from "../../../src/core/handoff/model-brief.ts";
import { printBrief } from "../../../src/core/handoff/print-brief.ts";

const source = { prompt: "What refund?", steps: [{ id: "s1", reasoning: "120 * 0.6 = 72.", answer: "$72" }] };
const entry = { kind: "result", text: "120 * 0.6 = 72", step: "s1", uses: [] };
const answer = (entries: readonly object[]): string => JSON.stringify({ goal: "The refund", entries });

function why(text: string, bound: number | null = null): string {
  const result = readModelBrief(text, source, bound);
  return result.type === "rejected" ? result.why : "accepted";
}

describe("a brief written by a model", () => {
  it("is asked for with the trace as JSON data, its bound, and no tool", () => {
    const request = modelBriefRequest(source, { model: "m-1", effort: "low" }, 200);
    assert.match(request.system, /at most 200 tokens/);
    const [message] = request.messages;
    assert.deepEqual(message?.role === "user" ? JSON.parse(message.text) : null, {
      question: "What refund?",
      steps: source.steps,
    });
  });

  it("is read with its edges, also out of a fence, and printed as data like any other", () => {
    const decision = { kind: "decision", text: "Refund $72, because 219 days are left", step: "s1", uses: [1] };
    const result = readModelBrief(`\`\`\`json\n${answer([entry, decision])}\n\`\`\``, source, null);
    assert.ok(result.type === "brief");
    assert.deepEqual(
      result.brief.entries.map(({ id, uses }) => [id, uses]),
      [
        ["b1", []],
        ["b2", ["b1"]],
      ],
    );
    assert.match(printBrief(result.brief), /- "120 \* 0\.6 = 72" \(s1\)/);
  });

  it("is rejected, with the reason, when it is anything else", () => {
    assert.match(why("Sure! Here is the brief."), /no brief/);
    assert.match(why(answer([{ ...entry, extra: 1 }])), /no brief/);
    assert.match(why(answer([{ ...entry, kind: "order" }])), /no brief/);
    assert.match(why(answer([{ ...entry, step: "s9" }])), /step that does not exist: s9/);
    assert.match(why(answer([{ ...entry, uses: [1] }])), /itself or on a later/);
    assert.match(why(answer([{ ...entry, text: "many words here ".repeat(30) }]), 20), /20 were allowed/);
  });
});
