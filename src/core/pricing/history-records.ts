import type { HistoryRecord } from "../model/forecast.ts";
import { isEnded } from "../model/session.ts";
import type { Session } from "../model/session.ts";
import { expectedTokens } from "./expected-output.ts";

/** What a session's own steps teach a forecast. Stopped and cut responses are left out: they say only "at least". */
export function historyRecords(
  session: Session,
  prompt: { readonly input: string; readonly system: string },
): readonly HistoryRecord[] {
  return Object.values(session.steps).flatMap((step) => {
    if (!isEnded(step)) return [];
    return step.attempts.flatMap(({ status, usage }): HistoryRecord[] => {
      const outputTokens = usage?.output.total ?? null;
      if (status !== "completed" || outputTokens === null || usage?.source !== "reported") return [];
      const { provider, model } = step.origin;
      const isSamePrompt = step.input === prompt.input && step.system === prompt.system && step.parent === null;
      const effort = step.effort.requested;
      return [
        {
          provider,
          model,
          effort,
          inputTokens: usage.input.total,
          outputTokens,
          reasoningTokens: usage.output.reasoning,
          expectedTokens: expectedTokens({ effort, prompt: step.input, hasTools: false, inputTokens: usage.input.total }),
          isSamePrompt,
        },
      ];
    });
  });
}
