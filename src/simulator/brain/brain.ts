import type { EffortTier } from "../../core/model/effort.ts";
import { fractionOf } from "../digest.ts";
import type { SimulatedModel } from "../simulated-model.ts";
import { findSample } from "../samples.ts";
import { changedProration } from "../samples/changed-proration.ts";
import { countTokens } from "../tokens.ts";
import { resultsText, toolCalls, type ToolTurn } from "./call-tools.ts";
import { compose } from "./compose.ts";
import { judgeAnswers } from "./judge-answers.ts";
import { limited, rawTrace, type Script, type Thought } from "./script.ts";
import { secondPasses } from "./second-passes.ts";
import { digestSteps } from "./digest-steps.ts";
import type { Depth, Solution } from "./solution.ts";

/** What a wire read out of a request. */
export interface Task {
  readonly system: string;
  /** The last thing the user said, without directives to the simulator. */
  readonly prompt: string;
  /** Messages before it. */
  readonly earlierMessages: number;
  readonly model: SimulatedModel;
  readonly depth: Depth;
  readonly maxOutputTokens: number | null;
  /** What may be called, and what calls brought; left out: nothing. */
  readonly turn?: ToolTurn;
}

/** Pure: the same task gives the same script, on every wire and every run. */
export function think(task: Task): Script {
  const solution = findSample(task.prompt)?.solution ?? changedProration(task.prompt) ?? compose(task);
  const thoughts = thoughtsFor(solution, task);
  const { turn = noTools } = task;
  const calls = toolCalls(task.prompt, turn);
  const asked = judgeAnswers(task.system, task.prompt) ?? digestSteps(task.system, task.prompt);
  const answer = calls.length > 0 ? "" : (asked ?? answerFor(solution, task.depth) + resultsText(turn));
  const script: Script = {
    thoughts,
    reasoningTokens: 0,
    answer,
    answerTokens: countTokens(calls.length > 0 ? JSON.stringify(calls) : answer),
    finish: calls.length > 0 ? "tool-calls" : "stop",
    calls,
  };
  return limited({ ...script, reasoningTokens: reasoningTokens(script, task) }, task.maxOutputTokens);
}

const noTools: ToolTurn = { tools: [], results: [], rounds: 0 };

export function depthOf(tier: EffortTier): Depth {
  return { none: 0, minimal: 0.5, low: 1, medium: 2, high: 3, xhigh: 4, max: 5 }[tier];
}

/** A budget is a limit, not a wish: it decides how deep a model may go. */
export function depthOfBudget(tokens: number): Depth {
  if (tokens <= 0) return 0;
  if (tokens < 2_000) return 1;
  if (tokens < 6_000) return 2;
  if (tokens < 16_000) return 3;
  return tokens < 40_000 ? 4 : 5;
}

function thoughtsFor(solution: Solution, { depth, model }: Task): readonly Thought[] {
  if (depth === 0 || model.trace === "none") return [];
  if (solution.isEasy && model.isAdaptive && depth <= 1) return [];
  const thoughts = solution.thoughts.filter((thought) => thought.from <= Math.max(depth, 1));
  return depth > 3 ? [...thoughts, ...secondPasses(thoughts, depth)] : thoughts;
}

function answerFor(solution: Solution, depth: Depth): string {
  return solution.answers.findLast((answer) => answer.from <= depth)?.text ?? "";
}

/** A trace that is shown costs what it is long; a hidden one is longer than its digest, by the model's habit. */
function reasoningTokens(script: Script, { model, prompt, depth }: Task): number {
  const written = countTokens(rawTrace(script));
  if (model.trace === "raw" || model.trace === "think-tags" || written === 0) return written;
  const habit = 0.9 + 0.2 * fractionOf(`${model.id}\n${prompt}\n${depth}`);
  return Math.round(written * model.verbosity * habit);
}
