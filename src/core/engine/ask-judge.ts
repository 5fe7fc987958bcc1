import { answerOf } from "../analysis/answer-of.ts";
import { judgeQuestion, readVerdict } from "../analysis/judge.ts";
import type { JudgeVerdict } from "../model/comparison.ts";
import { reduceSession } from "../model/session-reducer.ts";
import type { Lane, Session } from "../model/session.ts";
import type { EngineDependencies, RunOptions, StartRun } from "./engine.ts";
import { firstStepJob } from "./first-step.ts";

/**
 * Lets a lane judge which answers of a session say the same. Runs beside the session: nothing is added to it, and what
 * the judge cost is in the verdict. Never rejects; a judge that fails is a verdict with a problem.
 */
export async function askJudge(
  startRun: StartRun,
  dependencies: EngineDependencies,
  question: { readonly session: Session; readonly judge: Lane; readonly options: RunOptions; readonly signal: AbortSignal },
): Promise<JudgeVerdict> {
  const { session, judge, options, signal } = question;
  const asked = judgeQuestion(session, `answer-${dependencies.newId("x")}`);
  if (asked === null) return { groups: [], cost: null, problem: "There are fewer than two answers to compare." };
  let beside: Session = { ...session, prompt: asked.prompt, lanes: [{ ...judge, head: null }], steps: {} };
  // Not through the template: answers may hold {{braces}} of their own.
  const job = firstStepJob({ system: "", user: "", variables: {} }, judge);
  const request = { ...job.request, system: asked.prompt.system, messages: [{ role: "user" as const, text: asked.prompt.user }] };
  const run = startRun(dependencies, [{ ...job, input: asked.prompt.user, request }], options, (change) => {
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
    return { groups: [], cost, problem: `The judge gave no answer. ${step?.failure?.message ?? answer.reason ?? ""}`.trim() };
  }
  return readVerdict(answer.text, asked, cost);
}
