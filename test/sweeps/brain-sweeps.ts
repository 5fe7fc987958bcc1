import type { Effort, EffortTier } from "../../src/core/model/effort.ts";
import { renderPrompt } from "../../src/core/model/prompt-template.ts";
import { depthOf, think } from "../../src/simulator/brain/brain.ts";
import { rawTrace } from "../../src/simulator/brain/script.ts";
import { simulatedModels } from "../../src/simulator/models.ts";
import type { SimulatedModel } from "../../src/simulator/simulated-model.ts";
import { samples } from "../../src/simulator/samples.ts";
import type { Sweep } from "./sweep.ts";

/** The least tier from which a sample's answers say what its deepest answer says, read by a person. */
const firstRight: Readonly<Record<string, EffortTier>> = {
  "effort-pays": "low",
  "cannot-read": "low",
  "eaten-limit": "none",
  "famous-puzzle": "medium",
  "first-thought": "low",
  "over-thinking": "none",
  // These say more and better things with more effort, up to high.
  "sql-bug": "high",
  "migration-plan": "high",
  "code-review": "high",
  "rounded-effort": "medium",
  // Yes throughout, but "look at the query first" is other advice.
  decision: "high",
  trouble: "medium",
};

/** What the simulator works out exactly comes out the same at every tier. */
const computed = [
  "What is 17 * 24?",
  "Which is larger, 9.11 or 9.9?",
  "How many times does the letter r occur in strawberry?",
  "Sort 5, 3, 9, 1",
];

/** Each sample and each calculation on models with different knobs, as the simulator's brain answers them. */
export function brainSweeps(): readonly Sweep[] {
  const models = simulatedModels.filter(({ id }) => id === "steady-thinker" || id === "open-book");
  return models.flatMap((model) => [
    ...samples.map((sample) => brainSweep(model, sample.id, renderPrompt(sample).user, firstRight[sample.id] ?? "max")),
    ...computed.map((prompt) => brainSweep(model, prompt, prompt, "none")),
  ]);
}

function brainSweep(model: SimulatedModel, name: string, prompt: string, from: EffortTier): Sweep {
  const tiers = model.tiers.map((effort) => {
    const script = think({ system: "", prompt, earlierMessages: 0, model, depth: depthOf(effort), maxOutputTokens: null });
    const trace = model.trace === "raw" ? rawTrace(script) : "";
    return { effort, answers: [script.answer], reasoningTokens: script.reasoningTokens, trace };
  });
  const keeps: readonly Effort[] = model.tiers.slice(0, -1).filter((effort) => depthOf(effort) >= depthOf(from));
  return { name: `${name} on ${model.id}`, prompt, tiers, keeps };
}
