import assert from "node:assert/strict";
import type { Effort } from "../../src/core/model/effort.ts";
import type { Message } from "../../src/core/model/model-request.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import { simulatedModels } from "../../src/simulator/models.ts";
import { answerOf, ask, closeTransport, prepare } from "./ask.ts";
import { useSimulator } from "./use-simulator.ts";

const prompt = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";

/** The first turn as a native continuation sends it back. */
function turn(model: string, first: Attempt, asked = prompt): readonly Message[] {
  const wire = prepare("http://127.0.0.1", { model, prompt: "" }).adapter.wire.id;
  const replay = { provider: "simulator", wire, items: first.items };
  return [
    { role: "user", text: asked },
    { role: "assistant", blocks: first.blocks, replay },
  ];
}

describe("continuity with the simulator", () => {
  const simulator = useSimulator(closeTransport);

  it("every wire takes back its own items as our adapter kept them", async () => {
    for (const { id, knob } of simulatedModels) {
      const effort: Effort = knob === "budget" ? { budgetTokens: 4096 } : knob === "none" ? "default" : "high";
      for (const wantsSummary of [false, true]) {
        const first = await ask(simulator.url, { model: id, prompt, system: "Be brief.", effort, wantsSummary });
        const next = {
          model: id,
          prompt: "What is 17 * 24?",
          system: "Be brief.",
          effort,
          wantsSummary,
          earlier: turn(id, first),
        };
        const second = await ask(simulator.url, next);
        assert.match(answerOf(second), /408/, id);
        assert.ok((second.inputTransformations ?? []).length === 0, `${id}: ${JSON.stringify(second.inputTransformations)}`);
        assert.ok((second.usage?.input.total ?? 0) > (first.usage?.input.total ?? 0), id);
      }
    }
  });

  it("reasoning behind an edited question is dropped on Responses, and reported", async () => {
    const first = await ask(simulator.url, { model: "steady-thinker", prompt });
    const second = await ask(simulator.url, {
      model: "steady-thinker",
      prompt: "What is 17 * 24?",
      earlier: turn("steady-thinker", first, "Another question"),
    });
    assert.deepEqual(
      second.inputTransformations?.map(
        (entry) => typeof entry === "object" && entry !== null && "reason" in entry && entry.reason,
      ),
      ["prefix_mismatch"],
    );
  });

  it("reasoning of another model is dropped and reported, too", async () => {
    const first = await ask(simulator.url, { model: "sealed-thinker", prompt, effort: "high" });
    const second = await ask(simulator.url, {
      model: "steady-thinker",
      prompt: "What is 17 * 24?",
      earlier: turn("sealed-thinker", first),
    });
    assert.deepEqual(
      second.inputTransformations?.map(
        (entry) => typeof entry === "object" && entry !== null && "reason" in entry && entry.reason,
      ),
      ["model_mismatch"],
    );
  });
});
