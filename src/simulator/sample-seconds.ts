import { renderPrompt } from "../core/model/prompt-template.ts";
import { depthOf, depthOfBudget, think } from "./brain/brain.ts";
import type { Depth } from "./brain/solution.ts";
import { simulatedModels } from "./models.ts";
import type { SimulatedModel } from "./simulated-model.ts";
import type { SampleLane, SimulatedSample } from "./samples/sample.ts";

/** About how long a sample runs at the models' own pace: the slowest of its lanes, in whole seconds. Faults aside. */
export function sampleSeconds(sample: SimulatedSample): number {
  const { system, user } = renderPrompt(sample);
  const lanes = sample.lanes.flatMap((lane) => {
    const model = simulatedModels.find(({ id }) => id === lane.model.split("+", 1)[0]);
    if (model === undefined) return [];
    const { maxOutputTokens } = lane;
    const { reasoningTokens, answerTokens } = think({
      system,
      prompt: user,
      earlierMessages: 0,
      model,
      depth: depthFor(lane, model),
      maxOutputTokens,
    });
    return [model.firstByteMs / 1000 + (reasoningTokens + answerTokens) / model.tokensPerSecond];
  });
  return Math.ceil(Math.max(0, ...lanes));
}

/** What is asked, or what comes nearest among what the model takes: from above, as the planner rounds. */
function depthFor({ effort }: SampleLane, model: SimulatedModel): Depth {
  if (typeof effort !== "string") return depthOfBudget(effort.budgetTokens);
  if (effort === "default") return depthOf(model.defaultTier);
  const depths = model.tiers.map(depthOf);
  const wanted = depthOf(effort);
  return depths.find((depth) => depth >= wanted) ?? depths.at(-1) ?? 0;
}
