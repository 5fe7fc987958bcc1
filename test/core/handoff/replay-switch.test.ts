import assert from "node:assert/strict";
import { prepareCall } from "../../../src/core/adapters/call.ts";
import { planHandoff } from "../../../src/core/handoff/plan-handoff.ts";
import { objectAt } from "../../../src/core/model/json.ts";
import { endedStep, handoffQuestion, thought } from "../../support/handoff-steps.ts";

describe("chat models that keep earlier reasoning only when asked", () => {
  const glm = { provider: "zai", wire: "openai-chat", model: "glm-5.3" } as const;
  const items = [{ role: "assistant", content: "$0.05", reasoning_content: thought.type }];

  function bodyFor(mode: "auto" | "answers") {
    const question = handoffQuestion([endedStep({ ...glm, opaque: [], items })], glm, { mode });
    const { system, messages, tools } = planHandoff(question);
    const rest = { model: glm.model, effort: "high" as const, maxOutputTokens: null, wantsSummary: false, isStreaming: true };
    return prepareCall(question.adapter, { system, messages, tools, ...rest }, { parameters: {} }).body;
  }

  it("are asked when their reasoning goes back, in the field it came in, and only then", () => {
    assert.equal(objectAt(bodyFor("auto"), "thinking")?.["clear_thinking"], false);
    assert.match(JSON.stringify(bodyFor("auto")["messages"]), /"reasoning_content":"reasoning"/);
    assert.equal(objectAt(bodyFor("answers"), "thinking")?.["clear_thinking"], undefined);
    assert.doesNotMatch(JSON.stringify(bodyFor("answers")["messages"]), /reasoning_content/);
  });
});
