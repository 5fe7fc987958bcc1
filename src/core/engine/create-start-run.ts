import { StopError } from "../model/errors.ts";
import { createBudget } from "./budget.ts";
import type { Calls } from "./calls.ts";
import type { EngineDependencies, Run, RunOptions, StartRun } from "./engine.ts";
import type { LaneControl, RunContext } from "./lane-context.ts";
import { createLimiter } from "./limiter.ts";
import type { Limiter } from "./limiter.ts";
import { runLane } from "./run-lane.ts";

/**
 * Makes `startRun` over a way to call models.
 * @throws RangeError from `startRun` itself for a budget that is not an amount; nothing has started then.
 */
export function createStartRun(calls: Calls): StartRun {
  const limitersOf = createLimiterPool();
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
      limitersFor: limitersOf(dependencies, options),
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

type Limiters = RunContext["limitersFor"];

interface SharedLimiters {
  readonly key: string;
  readonly limitersFor: Limiters;
}

/** Runs that share an engine's dependencies share its limits: two runs at once must not send twice as much. */
function createLimiterPool(): (dependencies: EngineDependencies, options: RunOptions) => Limiters {
  const pool = new WeakMap<EngineDependencies, SharedLimiters>();
  return (dependencies, { maxParallel, maxParallelPerProvider }) => {
    const key = `${maxParallel}/${maxParallelPerProvider}`;
    const shared = pool.get(dependencies);
    if (shared?.key === key) return shared.limitersFor;
    const limitersFor = createLimiters(maxParallel, maxParallelPerProvider);
    pool.set(dependencies, { key, limitersFor });
    return limitersFor;
  };
}

function createLimiters(maxParallel: number, maxParallelPerProvider: number): Limiters {
  const all = createLimiter(maxParallel);
  const byProvider = new Map<string, Limiter>();
  return (provider) => {
    const own = byProvider.get(provider) ?? createLimiter(maxParallelPerProvider);
    byProvider.set(provider, own);
    return [own, all];
  };
}
