import { answerOf } from "../analysis/answer-of.ts";
import { judgeQuestion, readVerdict } from "../analysis/judge.ts";
import type { JudgeQuestion } from "../analysis/judge.ts";
import type { JudgeVerdict } from "../model/comparison.ts";
import { reduceSession } from "../model/session-reducer.ts";
import type { Lane, Session, Step } from "../model/session.ts";
import type { EngineDependencies, LaneJob, RunOptions, StartRun } from "./engine.ts";
import { firstStepJob } from "./first-step.ts";

export interface JudgeTask {
  readonly session: Session;
  readonly judge: Lane;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
}

export interface Judged {
  readonly verdict: JudgeVerdict;
  /** The judge's own step, which is none of the session's but has cost something; null: there was nothing to ask. */
  readonly step: Step | null;
}

/**
 * Lets a lane judge which answers of a session say the same. Runs beside the session: nothing is added to it, and what
 * the judge cost is in the verdict. Never rejects; a judge that fails is a verdict with a problem.
 */
export async function askJudge(startRun: StartRun, dependencies: EngineDependencies, question: JudgeTask): Promise<Judged> {
  const { session, judge, options, signal } = question;
  const asked = judgeQuestion(session, `answer-${dependencies.newId("x")}`);
  if (asked === null) {
    return { verdict: { groups: [], cost: null, problem: "There are fewer than two answers to compare." }, step: null };
  }
  let beside: Session = { ...session, prompt: asked.prompt, lanes: [{ ...judge, head: null }], steps: {} };
  const run = startRun(dependencies, [judgeJob(asked, judge)], options, (change) => {
    beside = reduceSession(beside, change);
  });
  const stop = () => run.stop("user");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  await run.done;
  signal.removeEventListener("abort", stop);
  const step = Object.values(beside.steps)[0] ?? null;
  const answer = answerOf(step);
  const cost = step?.cost ?? null;
  if (answer.state !== "answered") {
    const problem = `The judge gave no answer. ${step?.failure?.message ?? answer.reason ?? ""}`.trim();
    return { verdict: { groups: [], cost, problem }, step };
  }
  return { verdict: readVerdict(answer.text, asked, cost), step };
}

/** Not through the template: answers may hold {{braces}} of their own. */
export function judgeJob({ prompt }: JudgeQuestion, judge: Lane): LaneJob {
  const job = firstStepJob({ system: "", user: "", variables: {} }, judge);
  const request = { ...job.request, system: prompt.system, messages: [{ role: "user" as const, text: prompt.user }] };
  return { ...job, input: prompt.user, request };
}
