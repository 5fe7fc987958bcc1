import { compareSession } from "../core/analysis/compare-session.ts";
import { askJudge } from "../core/engine/ask-judge.ts";
import type { EngineDependencies, RunOptions } from "../core/engine/engine.ts";
import { startRun } from "../core/engine/start-run.ts";
import { defaultComparisonSettings, isPassOrFail } from "../core/model/comparison.ts";
import type { Comparison, ComparisonSettings, SameRule } from "../core/model/comparison.ts";
import { ledgerEntry } from "../core/model/ledger-entry.ts";
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

export interface Compared {
  /** Null when there is nothing to compare. */
  readonly comparison: Comparison | null;
  /** With how its answers were compared; with the judge's verdict and what it cost, where one was asked. */
  readonly session: Session;
  readonly isJudgeStoppedByBudget: boolean;
}

/** Compares what the lanes answered, asking a judge first where one was named. */
export async function compareAnswers(
  session: Session,
  { same, assertion, judge }: AnswerQuestion,
  run: { readonly dependencies: EngineDependencies; readonly options: RunOptions; readonly signal: AbortSignal },
): Promise<Compared> {
  if (session.lanes.length < 2 && assertion === null) return { comparison: null, session, isJudgeStoppedByBudget: false };
  if (assertion === null || assertion.type !== "judge") return compared(session, { same, assertion });
  if (judge === null) throw new TypeError("A judging lane is planned before the run.");
  const { dependencies, options, signal } = run;
  const { verdict, step } = await askJudge(startRun, dependencies, { session, judge: judge.lane, options, signal });
  const { provider, model, effort } = judge.lane;
  const settings: ComparisonSettings = {
    same,
    assertion: { type: "judge", judge: judge.name, model: { provider, model, effort }, verdict },
  };
  const isStopped = step?.status === "budget";
  if (step === null || step.cost === null) return { ...compared(session, settings), isJudgeStoppedByBudget: isStopped };
  const entry = ledgerEntry({ id: dependencies.newId("x"), what: "verdict", of: null, cost: step.cost }, step);
  const paid = { ...session, ledger: [...(session.ledger ?? []), entry] };
  return { ...compared(paid, settings), isJudgeStoppedByBudget: isStopped };
}

function compared(session: Session, settings: ComparisonSettings): Compared {
  const tools = { bounded, modelName: ({ model }: { readonly model: string }) => model };
  const isDefault = settings.same === defaultComparisonSettings.same && settings.assertion === null;
  return {
    comparison: compareSession(session, settings, tools),
    session: isDefault ? session : { ...session, comparison: settings },
    isJudgeStoppedByBudget: false,
  };
}

/** True when the reader asserted something and a lane did not pass it; by a judge, when it did not find all to say the same. */
export function hasFailedAssertion(comparison: Comparison | null): boolean {
  if (comparison === null) return false;
  const { rule, lanes, groups } = comparison;
  const isUnclear = lanes.some(({ state }) => state === "unclear");
  if (rule.kind === "judge") return isUnclear || groups.length !== 1;
  if (!isPassOrFail(rule)) return false;
  return isUnclear || lanes.some(({ agrees }) => agrees === false) || !groups.some(({ isAgreeing }) => isAgreeing);
}
