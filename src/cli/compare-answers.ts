import { compareSession } from "../core/analysis/compare-session.ts";
import { askJudge } from "../core/engine/ask-judge.ts";
import type { EngineDependencies, RunOptions } from "../core/engine/engine.ts";
import { startRun } from "../core/engine/start-run.ts";
import type { Comparison, SameRule } from "../core/model/comparison.ts";
import type { Session } from "../core/model/session.ts";
import { bounded } from "../host/bounded.ts";
import type { NamedLane } from "./plan-lanes.ts";
import type { AskedAssertion } from "./read-settings.ts";

export interface AnswerQuestion {
  readonly same: SameRule;
  readonly assertion: AskedAssertion | null;
  /** The judging lane, when the assertion names one. */
  readonly judge: NamedLane | null;
}

/** Compares what the lanes answered, asking a judge first where one was named; null when there is nothing to compare. */
export async function compareAnswers(
  session: Session,
  { same, assertion, judge }: AnswerQuestion,
  run: { readonly dependencies: EngineDependencies; readonly options: RunOptions; readonly signal: AbortSignal },
): Promise<Comparison | null> {
  if (session.lanes.length < 2 && assertion === null) return null;
  const tools = { bounded, modelName: ({ model }: { readonly model: string }) => model };
  if (assertion === null || assertion.type !== "judge") return compareSession(session, { same, assertion }, tools);
  if (judge === null) throw new TypeError("A judging lane is planned before the run.");
  const verdict = await askJudge(startRun, run.dependencies, {
    session,
    judge: judge.lane,
    options: run.options,
    signal: run.signal,
  });
  return compareSession(session, { same, assertion: { type: "judge", judge: judge.name, verdict } }, tools);
}

/** True when the reader asserted something and a lane did not pass it. */
export function hasFailedAssertion(comparison: Comparison | null): boolean {
  const kind = comparison?.rule.kind;
  if (comparison === null || (kind !== "contains" && kind !== "regex" && kind !== "json-schema")) return false;
  return (
    comparison.lanes.some(({ agrees, state }) => agrees === false || state === "unclear") ||
    !comparison.groups.some(({ isAgreeing }) => isAgreeing)
  );
}
