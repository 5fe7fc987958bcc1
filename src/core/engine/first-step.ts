import { renderPrompt } from "../model/prompt-template.ts";
import type { Lane, Prompt } from "../model/session.ts";
import type { LaneJob } from "./engine.ts";

/** The job of a lane's first step: the prompt with its variables filled in, nothing before it. */
export function firstStepJob(prompt: Prompt, lane: Lane): LaneJob {
  const { system, user } = renderPrompt(prompt);
  return {
    lane,
    parent: null,
    input: user,
    request: {
      model: lane.model,
      system,
      messages: [{ role: "user", text: user }],
      tools: [],
      effort: lane.effort,
      maxOutputTokens: lane.maxOutputTokens,
      wantsSummary: lane.wantsSummary,
      isStreaming: true,
    },
  };
}
