import type { Tool } from "./model-request.ts";
import type { Step } from "./session.ts";

/** All tools that these steps offered: each names what it added, and the last word on a name counts. */
export function toolsOf(steps: readonly Step[]): readonly Tool[] {
  return steps.reduce<readonly Tool[]>((tools, step) => withTools(tools, step.tools ?? []), []);
}

export function withTools(tools: readonly Tool[], more: readonly Tool[]): readonly Tool[] {
  const names = new Set(more.map(({ name }) => name));
  return [...tools.filter(({ name }) => !names.has(name)), ...more];
}
