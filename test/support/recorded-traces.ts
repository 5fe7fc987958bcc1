import type { Trace } from "./brief-measure.ts";
import { recordedFolders, recordedItems } from "./recordings.ts";

/** Every recorded response that shows reasoning, with what it concluded: its answer and what it called tools with. */
export function recordedTraces(): readonly Trace[] {
  return recordedFolders()
    .flatMap(recordedItems)
    .flatMap((item) => {
      const { reasoningParts, answerText, toolCalls } = item.expected;
      const reasoning = reasoningParts.join("\n\n");
      if (reasoning.trim() === "") return [];
      const answer = [answerText, ...toolCalls.map((call) => call.arguments)].join("\n");
      return [{ id: item.id, prompt: JSON.stringify(item.request() ?? "").slice(0, 3_000), reasoning, answer }];
    });
}
