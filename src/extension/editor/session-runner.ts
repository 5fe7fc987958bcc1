import type { EngineDependencies, LaneJob, Run, RunOptions, RunSummary } from "../../core/engine/engine.ts";
import { firstStepJob } from "../../core/engine/first-step.ts";
import { spentBudget, withMore } from "../../core/engine/shared-budgets.ts";
import { startRun } from "../../core/engine/start-run.ts";
import { planHandoff } from "../../core/handoff/plan-handoff.ts";
import { continuationJob } from "../../core/handoff/run-continuation.ts";
import type { BudgetStop } from "../../core/model/budget.ts";
import type { StopReason } from "../../core/model/errors.ts";
import type { LaneId, StepId } from "../../core/model/ids.ts";
import type { SessionChange } from "../../core/model/session-change.ts";
import { isEnded, lanePath, stepAt } from "../../core/model/session.ts";
import type { Session } from "../../core/model/session.ts";
import { formatUsd } from "../../core/pricing/money.ts";
import type { RunTerms } from "../costs/budgets.ts";
import { Refusal } from "../refusal.ts";
import type { SessionDocument } from "./session-document.ts";

export interface RunnerServices {
  engine(): Promise<EngineDependencies>;
  /** What a run of this document that starts now may use and spend. Whoever asks has to close it. */
  openRun(document: SessionDocument): Promise<RunTerms>;
  /** Whatever its status: what it cost is known now, as far as it ever will be. */
  stepEnded(session: Session, step: StepId): void;
}

/** The runs of one document. Several may be under way, on different lanes. Knows no VS Code. */
export class SessionRunner {
  readonly #document: SessionDocument;
  readonly #services: RunnerServices;
  readonly #onChange: () => void;
  readonly #runOf = new Map<LaneId, Run>();
  readonly #budgetStops = new Map<LaneId, BudgetStop>();

  constructor(document: SessionDocument, services: RunnerServices, onChange: () => void) {
    this.#document = document;
    this.#services = services;
    this.#onChange = onChange;
  }

  get isRunning(): boolean {
    return this.#runOf.size > 0;
  }

  /** Lanes that a budget stopped in their last run, and what can be offered to go on. */
  get budgetStops(): ReadonlyMap<LaneId, BudgetStop> {
    return this.#budgetStops;
  }

  /**
   * Starts the lanes named, or all; those that run already go on. Resolves when they have started.
   * @throws Refusal when there is nothing to run.
   */
  async start(lanes: readonly LaneId[] | null): Promise<void> {
    const [dependencies, terms] = await Promise.all([this.#services.engine(), this.#services.openRun(this.#document)]);
    try {
      // From here on without a pause: two quick clicks on Run must not start a lane twice.
      const jobs = this.#jobs(lanes);
      refuseSpent(terms.options);
      if (jobs.length > 0) this.#launch(dependencies, jobs, terms);
      else terms.close();
    } catch (error) {
      terms.close();
      throw error;
    }
  }

  /**
   * Goes on where a lane stopped, with what it has kept, and at most this much more. The words it had not said yet are asked
   * for in the user's turn; what of its reasoning goes along is planned like any other handoff.
   * @throws Refusal when there is nothing to go on from
   */
  async continueLane(id: LaneId, moreUsd: string): Promise<void> {
    const dependencies = await this.#services.engine();
    const { session } = this.#document;
    const lane = session.lanes.find((each) => each.id === id);
    const path = lane === undefined ? [] : lanePath(session, lane);
    if (lane === undefined || path.length === 0 || this.#runOf.has(id)) {
      throw new Refusal("This lane has nothing to go on from.", "Run it again.");
    }
    const { registry, credentials, sha256 } = dependencies;
    const accountScope = await credentials.accountScopeFor(lane.provider);
    if (this.#runOf.has(id)) return;
    const question = {
      path,
      adapter: registry.adapterFor(lane),
      accountScope,
      effort: lane.effort,
      mode: "auto",
      input: "Continue exactly where the text above stops. Do not repeat what is there.",
      toolResults: [],
      tools: [],
      briefTokens: null,
      briefText: null,
      sha256,
    } as const;
    const job = continuationJob({ lane, question, allowsFallback: false }, planHandoff(question));
    const terms = await this.#services.openRun(this.#document);
    try {
      const options = withMore(terms.options, this.#budgetStops.get(id)?.scope ?? "run", moreUsd);
      refuseSpent(options);
      if (this.#runOf.has(id)) terms.close();
      else this.#launch(dependencies, [job], { ...terms, options });
    } catch (error) {
      terms.close();
      throw error;
    }
  }

  #launch(dependencies: EngineDependencies, jobs: readonly LaneJob[], { options, close }: RunTerms): void {
    for (const { lane } of jobs) this.#budgetStops.delete(lane.id);
    const run = startRun(dependencies, jobs, options, (change: SessionChange) => {
      this.#document.append(change);
      if (change.type !== "step-end") return;
      this.#services.stepEnded(this.#document.session, change.step);
      this.#laneEnded(change.step);
    });
    for (const { lane } of jobs) if (!this.#hasEnded(lane.id)) this.#runOf.set(lane.id, run);
    this.#onChange();
    // Never rejects: failures are data in the session.
    void run.done.then((summary) => this.#runEnded(run, summary, close));
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

  #runEnded(run: Run, summary: RunSummary, close: () => void): void {
    close();
    for (const { lane, budgetStop } of summary.lanes) if (budgetStop !== undefined) this.#budgetStops.set(lane, budgetStop);
    for (const [lane, each] of this.#runOf) if (each === run) this.#runOf.delete(lane);
    this.#onChange();
  }
}

const spentOwners = {
  session: { name: "session’s budget", spent: "This session has cost" },
  day: { name: "day’s budget", spent: "Today’s runs have cost" },
} as const;

/** Nothing is sent when a budget is spent before the run. */
function refuseSpent(options: RunOptions): void {
  const spent = spentBudget(options);
  if (spent === null) return;
  const { name, spent: words } = spentOwners[spent.scope];
  throw new Refusal(
    `The ${name} of $${spent.limitUsd} is spent, so nothing was sent.`,
    `${words} $${formatUsd(spent.spending.spent)}. Raise or lift that budget in the run bar to go on.`,
  );
}
