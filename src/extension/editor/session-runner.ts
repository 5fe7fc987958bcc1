import type { EngineDependencies, LaneJob, Run, RunOptions } from "../../core/engine/engine.ts";
import { firstStepJob } from "../../core/engine/first-step.ts";
import { startRun } from "../../core/engine/start-run.ts";
import type { StopReason } from "../../core/model/errors.ts";
import type { LaneId, StepId } from "../../core/model/ids.ts";
import { isEnded, stepAt } from "../../core/model/session.ts";
import { Refusal } from "../refusal.ts";
import type { SessionDocument } from "./session-document.ts";

export interface RunnerServices {
  engine(): Promise<EngineDependencies>;
  runOptions(): RunOptions;
}

/** The runs of one document. Several may be under way, on different lanes. Knows no VS Code. */
export class SessionRunner {
  readonly #document: SessionDocument;
  readonly #services: RunnerServices;
  readonly #onChange: () => void;
  readonly #runOf = new Map<LaneId, Run>();

  constructor(document: SessionDocument, services: RunnerServices, onChange: () => void) {
    this.#document = document;
    this.#services = services;
    this.#onChange = onChange;
  }

  get isRunning(): boolean {
    return this.#runOf.size > 0;
  }

  /**
   * Starts the lanes named, or all; those that run already go on. Resolves when they have started.
   * @throws Refusal when there is nothing to run.
   */
  async start(lanes: readonly LaneId[] | null): Promise<void> {
    const dependencies = await this.#services.engine();
    // From here on without a pause: two quick clicks on Run must not start a lane twice.
    const jobs = this.#jobs(lanes);
    if (jobs.length === 0) return;
    const run = startRun(dependencies, jobs, this.#services.runOptions(), (change) => {
      this.#document.append(change);
      if (change.type === "step-end") this.#laneEnded(change.step);
    });
    for (const { lane } of jobs) if (!this.#hasEnded(lane.id)) this.#runOf.set(lane.id, run);
    this.#onChange();
    void run.done.then(() => this.#runEnded(run)); // never rejects: failures are data in the session
  }

  stop(reason: StopReason, lane: LaneId | null): void {
    if (lane !== null) {
      this.#runOf.get(lane)?.stop(reason, lane);
      return;
    }
    for (const run of new Set(this.#runOf.values())) run.stop(reason);
  }

  retryNow(lane: LaneId): void {
    this.#runOf.get(lane)?.retryNow(lane);
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    await Promise.all([...new Set(this.#runOf.values())].map((run) => run.done));
  }

  #jobs(lanes: readonly LaneId[] | null): readonly LaneJob[] {
    const { session } = this.#document;
    if (session.lanes.length === 0) {
      throw new Refusal("There is no lane to run.", "Add a lane: pick a model and an effort.");
    }
    if (session.prompt.user.trim() === "") {
      throw new Refusal("The prompt is empty, so nothing was sent.", "Write a prompt, or open a sample.");
    }
    return session.lanes
      .filter((lane) => (lanes === null || lanes.includes(lane.id)) && !this.#runOf.has(lane.id))
      .map((lane) => firstStepJob(session.prompt, lane));
  }

  /** A lane that cannot even be sent ends while its run is being started. */
  #hasEnded(id: LaneId): boolean {
    const { session } = this.#document;
    const head = session.lanes.find((lane) => lane.id === id)?.head ?? null;
    const step = head === null ? null : stepAt(session, head);
    return step !== null && isEnded(step);
  }

  #laneEnded(step: StepId): void {
    const lane = stepAt(this.#document.session, step)?.lane;
    if (lane !== undefined && this.#runOf.delete(lane)) this.#onChange();
  }

  #runEnded(run: Run): void {
    for (const [lane, each] of this.#runOf) if (each === run) this.#runOf.delete(lane);
    this.#onChange();
  }
}
