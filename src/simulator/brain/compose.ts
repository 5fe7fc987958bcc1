import type { Task } from "./brain.ts";
import type { Solution } from "./solution.ts";

export function compose(task: Task): Solution {
  return {
    thoughts: [
      { from: 1, title: "Reading the prompt", summary: "I read it.", raw: `The prompt says: ${task.prompt.slice(0, 60)}` },
    ],
    answers: [{ from: 0, text: "This is a simulated model." }],
    isEasy: false,
  };
}
