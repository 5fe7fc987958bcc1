import type { PreparedCall } from "../adapters/adapter.ts";
import type { StopReason } from "../model/errors.ts";
import type { LaneId, StepId } from "../model/ids.ts";
import type { Budget } from "./budget.ts";
import type { Calls } from "./calls.ts";
import type { ChangeSink, EngineDependencies, LaneJob, RunOptions } from "./engine.ts";
import type { Limiter } from "./limiter.ts";

/** What the lanes of one run share. */
export interface RunContext {
  readonly dependencies: EngineDependencies;
  readonly calls: Calls;
  readonly options: RunOptions;
  readonly sink: ChangeSink;
  readonly budget: Budget;
  /** The slots a lane of this provider needs, in the order they are taken. */
  limitersFor(provider: string): readonly Limiter[];
  /** Stops this lane, or with it the whole run. */
  stop(reason: StopReason, scope: "lane" | "run", lane: LaneId): void;
}

/** A lane of a run, as it is steered from outside. */
export interface LaneControl {
  readonly job: LaneJob;
  readonly controller: AbortController;
  /** Set while the lane pauses before its next attempt; calling it ends the pause. */
  endPause: (() => void) | null;
}

/** What one lane's attempts need once its request is planned. */
export interface LaneContext extends Omit<RunContext, "stop"> {
  readonly job: LaneJob;
  readonly call: PreparedCall;
  /** The same request under a lower output limit. */
  readonly limitedTo: (maxOutputTokens: number) => PreparedCall;
  readonly lane: LaneId;
  readonly step: StepId;
  /** Milliseconds since the epoch: the step's start. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
  stop(reason: StopReason, scope: "lane" | "run"): void;
}
