import { StopError } from "../model/errors.ts";
import { createBudget } from "./budget.ts";
import type { Calls } from "./calls.ts";
import type { Run, StartRun } from "./engine.ts";
import type { RunContext } from "./lane-context.ts";
import { createLimiter } from "./limiter.ts";
import type { Limiter } from "./limiter.ts";
import { runLane } from "./run-lane.ts";
import type { LaneControl } from "./run-lane.ts";

/**
 * Makes `startRun` over a way to call models.
 * @throws RangeError from `startRun` itself for a budget that is not an amount; nothing has started then.
 */
export function createStartRun(calls: Calls): StartRun {
  return (dependencies, jobs, options, sink) => {
    const controls = jobs.map((job): LaneControl => ({ job, controller: new AbortController(), endPause: null }));
    const stop: Run["stop"] = (reason, lane) => {
      // A signal keeps its first reason, so stopping twice changes nothing.
      for (const { job, controller } of controls) {
        if (lane === undefined || job.lane.id === lane) controller.abort(new StopError(reason));
      }
    };
    const context: RunContext = {
      dependencies,
      calls,
      options,
      sink,
      budget: createBudget(options),
      limitersFor: createLimiters(options.maxParallel, options.maxParallelPerProvider),
      stop: (reason, scope, lane) => (scope === "run" ? stop(reason) : stop(reason, lane)),
    };
    return {
      stop,
      retryNow(lane) {
        for (const control of controls) if (control.job.lane.id === lane) control.endPause?.();
      },
      done: Promise.all(controls.map((control) => runLane(context, control))).then((lanes) => ({ lanes })),
    };
  };
}

function createLimiters(maxParallel: number, maxParallelPerProvider: number): RunContext["limitersFor"] {
  const all = createLimiter(maxParallel);
  const byProvider = new Map<string, Limiter>();
  return (provider) => {
    const own = byProvider.get(provider) ?? createLimiter(maxParallelPerProvider);
    byProvider.set(provider, own);
    return [own, all];
  };
}
