import assert from "node:assert/strict";
import { createRegistry } from "../../../src/core/adapters/registry.ts";
import { firstStepJob } from "../../../src/core/engine/first-step.ts";
import { forecastLaneOf } from "../../../src/core/engine/forecast-lane.ts";
import type { Lane } from "../../../src/core/model/session.ts";
import { estimateTokens } from "../../../src/core/model/token-estimate.ts";

const registry = createRegistry({ extra: [] });
const prompt = { system: "Be brief.", user: "What is 2 + 2?", variables: {} };

function laneOf(provider: string, model: string, over: Partial<Lane> = {}): Lane {
  const lane = {
    id: "l-1",
    provider,
    wire: null,
    model,
    effort: "default",
    maxOutputTokens: null,
    wantsSummary: false,
    head: null,
  };
  return { ...lane, effort: "default", ...over };
}

function asked(lane: Lane) {
  return forecastLaneOf(firstStepJob(prompt, lane), { registry, meters: undefined });
}

describe("what a forecast asks about a lane", () => {
  it("is its prompt, its input and the limit that will be sent", () => {
    const lane = asked(laneOf("openai", "gpt-6-sol", { maxOutputTokens: 700 }));
    assert.equal(lane?.prompt, "What is 2 + 2?");
    assert.equal(lane?.inputTokens, estimateTokens("Be brief.\nWhat is 2 + 2?"));
    assert.equal(lane?.maxOutputTokens, 700);
    assert.equal(lane?.hasTools, false);
    assert.equal(lane?.tokensPerSecond, null);
  });

  it("is what the model does by itself where no effort is asked", () => {
    assert.equal(asked(laneOf("openai", "gpt-6-astra"))?.defaultEffort, "medium");
    assert.equal(asked(laneOf("openai", "a-model-nobody-knows"))?.defaultEffort, "default");
  });

  it("is nothing for a lane that cannot be sent", () => {
    assert.equal(asked(laneOf("no-such-provider", "m")), null);
  });
});
