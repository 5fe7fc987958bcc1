import type { LaneSummary } from "./engine.ts";
import type { LaneContext, LaneControl, RunContext } from "./lane-context.ts";
import { endingOf } from "./lane-ending.ts";
import type { LaneEnding } from "./lane-ending.ts";
import { failureOf } from "./failures.ts";
import { planStep } from "./plan-step.ts";
import { runAttempts } from "./run-attempts.ts";

/** Runs one lane from step-start to step-end. Never rejects; whatever happens becomes the step's status. */
export async function runLane(run: RunContext, control: LaneControl): Promise<LaneSummary> {
  const { job, controller } = control;
  const { signal } = controller;
  const startedAt = run.dependencies.clock.now();
  const { step, outcome } = await planStep(run, job, signal, startedAt);
  run.sink({ type: "step-start", step });
  let ending: LaneEnding;
  if (outcome.type === "refused") {
    ending = endingOf(signal, { status: "failed", failure: outcome.failure, cost: null }, step.origin.provider);
  } else {
    const stop: LaneContext["stop"] = (reason, scope) => run.stop(reason, scope, job.lane.id);
    const { call, limitedTo } = outcome;
    const context = { ...run, job, call, limitedTo, lane: job.lane.id, step: step.id, startedAt, signal, stop };
    ending = await runAttempts(context, control).catch((error: unknown) => ({
      status: "failed" as const,
      failure: failureOf(error, step.origin.provider),
      cost: null,
    }));
  }
  run.sink({ type: "step-end", step: step.id, at: run.dependencies.clock.now() - startedAt, ...ending });
  const budgetStop = ending.status === "budget" ? run.budget.stop(job.lane.id) : null;
  const summary = { lane: job.lane.id, step: step.id, status: ending.status };
  return budgetStop === null ? summary : { ...summary, budgetStop };
}
