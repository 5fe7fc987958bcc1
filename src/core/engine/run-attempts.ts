import type { Cost } from "../model/cost.ts";
import type { ProviderFailure } from "../model/errors.ts";
import { sumCosts } from "../pricing/sum-costs.ts";
import { inputCost } from "./input-cost.ts";
import type { LaneContext, LaneControl } from "./lane-context.ts";
import { endingOf } from "./lane-ending.ts";
import type { LaneEnding } from "./lane-ending.ts";
import { limitByBudget } from "./limit-by-budget.ts";
import { acquireAll } from "./limiter.ts";
import { decideRetry } from "./retry-policy.ts";
import { runAttempt } from "./run-attempt.ts";
import type { AttemptResult } from "./run-attempt.ts";

/**
 * Attempts until one completes or another makes no sense. Each starts from nothing: what an earlier one got stays in
 * that one. A lane holds its slots only while an attempt runs.
 */
export async function runAttempts(context: LaneContext, control: LaneControl): Promise<LaneEnding> {
  const { signal, options, dependencies } = context;
  const provider = context.call.adapter.provider.id;
  const costs: (Cost | null)[] = [];
  const stopped: LaneEnding = { status: "cancelled", failure: null, cost: null };
  for (let number = 1; ; number += 1) {
    const result = await nextAttempt(context, number);
    costs.push(result?.cost ?? null);
    const cost = sumCosts(costs);
    if (result === null || result.status === "stopped") return endingOf(signal, { ...stopped, cost }, provider);
    if (result.failure === null) return { status: "complete", failure: null, cost };
    const decision = decideRetry(result.failure, number, options, dependencies.random);
    if (decision.type === "stop" || signal.aborted) {
      return endingOf(signal, { ...failed(result, decision.type === "stop" ? decision.why : null), cost }, provider);
    }
    context.sink({
      type: "step-wait",
      step: context.step,
      wait: {
        reason: "retry",
        until: dependencies.clock.now() - context.startedAt + decision.delayMs,
        nextAttempt: number + 1,
        serverAskedMs: decision.serverAskedMs,
      },
    });
    if (!(await pause(context, control, decision.delayMs))) return endingOf(signal, { ...stopped, cost }, provider);
  }
}

/** One attempt in its turn; null when the lane was stopped before it began. */
async function nextAttempt(context: LaneContext, number: number): Promise<AttemptResult | null> {
  let release: () => void;
  try {
    release = await acquireAll(context.limitersFor(context.call.adapter.provider.id), context.signal);
  } catch {
    // Only the signal rejects here.
    return null;
  }
  try {
    if (!isAffordable(context)) return null;
    const limited = limitByBudget(context);
    const plan = { number, outputLimitByBudget: limited?.maxOutputTokens ?? null };
    return await runAttempt(limited === null ? context : { ...context, call: limited }, plan);
  } finally {
    release();
  }
}

/** Asks the budget before a request is sent: the input alone may be more than what is left. Stops the lane when it is. */
function isAffordable(context: LaneContext): boolean {
  const { budget, lane, signal } = context;
  if (!budget.isSet) return !signal.aborted;
  const verdict = budget.allows(lane, inputCost(context));
  if (verdict !== "within") context.stop("budget", verdict);
  return !signal.aborted;
}

/** True when the pause is over (or was cut short by "retry now"), false when the lane was stopped in it. */
async function pause(context: LaneContext, control: LaneControl, delayMs: number): Promise<boolean> {
  const skip = new AbortController();
  control.endPause = () => skip.abort();
  try {
    await context.dependencies.clock.sleep(delayMs, AbortSignal.any([context.signal, skip.signal]));
  } catch {
    // The sleep ends early for one of two reasons; the lane's own signal tells which.
  } finally {
    control.endPause = null;
  }
  if (context.signal.aborted) return false;
  context.sink({ type: "step-wait", step: context.step, wait: { reason: "queue" } });
  return true;
}

function failed(result: AttemptResult, why: string | null): Omit<LaneEnding, "cost"> {
  const status = result.status === "truncated" ? "partial" : "failed";
  return { status, failure: result.failure === null || why === null ? result.failure : explain(result.failure, why) };
}

function explain(failure: ProviderFailure, why: string): ProviderFailure {
  return { ...failure, advice: `${why} ${failure.advice}`.trim() };
}
