import { mergeDeltas } from "../model/attempt.ts";
import type { Cost } from "../model/cost.ts";
import { StopError } from "../model/errors.ts";
import type { ProviderFailure } from "../model/errors.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import type { Usage } from "../model/usage.ts";
import { abortable } from "./abortable.ts";
import { budgetStopText } from "./budget-stop-text.ts";
import { failureOf, stopReasonOf } from "./failures.ts";
import { inputCost } from "./input-cost.ts";
import type { LaneContext } from "./lane-context.ts";
import { RunningUsage } from "./running-usage.ts";

export interface AttemptResult {
  readonly status: "completed" | "failed" | "truncated" | "stopped";
  readonly failure: ProviderFailure | null;
  readonly cost: Cost | null;
}

type Finish = Extract<StreamEvent, { type: "finish" }>;

/** The page's meters move four times a second at most; a budget is checked at every read. */
const costPaceMs = 250;
/** How often a budget looks at a stream that says nothing. */
const silencePaceMs = 100;

/** One HTTP try, told as changes from attempt-start to attempt-end. Never throws: every ending is a result. */
export async function runAttempt(context: LaneContext, number: number): Promise<AttemptResult> {
  const attempt = new RunningAttempt(context, number);
  const result = await attempt.run();
  context.budget.settle(context.lane, attempt.spending(result.cost));
  context.sink({ type: "attempt-end", step: context.step, at: attempt.elapsedMs(), ...result });
  return result;
}

class RunningAttempt {
  readonly #context: LaneContext;
  readonly #startedAt: number;
  readonly #usage: RunningUsage;
  #respondedModel: string | null = null;
  #hasBlocks = false;
  #isMetered = false;
  #finish: Finish | null = null;
  #pendingWarnings: readonly StreamEvent[];
  #costShownAt = 0;

  constructor(context: LaneContext, number: number) {
    this.#context = context;
    this.#startedAt = context.dependencies.clock.now();
    const { provider, model } = context.call.adapter;
    this.#usage = new RunningUsage(context.job.request, context.dependencies.meters?.hintsFor(provider.id, model));
    this.#pendingWarnings = [...context.call.warnings, ...budgetWarnings(context)].map((warning) => ({
      type: "warning",
      ...warning,
    }));
    context.sink({ type: "attempt-start", step: context.step, number, at: this.#startedAt - context.startedAt });
  }

  elapsedMs(): number {
    return this.#context.dependencies.clock.now() - this.#startedAt;
  }

  /**
   * What counts against the budget. A gateway may answer under a name that has no price; the asked model's is then the
   * best guess for stopping, though not for showing.
   */
  spending(cost: Cost | null): Cost | null {
    return cost === null || cost.usd !== null ? cost : this.#costOf(this.#now(), this.#context.call.adapter.model);
  }

  async run(): Promise<AttemptResult> {
    const stopWatching = this.#watchBudget();
    try {
      for await (const batch of await this.#open()) this.#take(batch);
      return this.#ended();
    } catch (error) {
      return this.#broken(error);
    } finally {
      stopWatching();
      // Warnings from planning belong to the attempt even when not one byte came back.
      this.#emit([]);
    }
  }

  async #open(): Promise<AsyncGenerator<readonly StreamEvent[]>> {
    const { dependencies, call, options, signal, calls } = this.#context;
    const key = await abortable(dependencies.credentials.keyFor(call.adapter.provider.id), signal);
    return calls.streamCall(call, {
      transport: dependencies.transport,
      key,
      signal,
      timeouts: options.timeouts,
      now: () => dependencies.clock.now(),
    });
  }

  /** Hidden reasoning costs while not one byte comes, so a budget is checked by the clock, too. */
  #watchBudget(): () => void {
    const { budget, dependencies } = this.#context;
    if (!budget.isSet) return () => undefined;
    let cancel = (): void => undefined;
    const check = (): void => {
      if (this.#usage.meter.firstAtMs !== null) this.#meter();
      if (!this.#context.signal.aborted) cancel = dependencies.clock.after(silencePaceMs, check);
    };
    cancel = dependencies.clock.after(silencePaceMs, check);
    return () => cancel();
  }

  #take(batch: readonly StreamEvent[]): void {
    for (const event of batch) this.#note(event);
    this.#emit(this.#finish === null ? batch : this.#closing(batch, this.#finish), true);
    this.#meter();
    if (this.#finish === null && this.#context.budget.isSet) this.#context.signal.throwIfAborted();
  }

  #note(event: StreamEvent): void {
    this.#usage.add(event, this.elapsedMs());
    if (event.type === "response-start") this.#respondedModel = event.model ?? this.#respondedModel;
    else if (event.type === "finish") this.#finish = event;
    else if (event.type === "usage") this.#isMetered = true;
    else if (event.type === "reasoning-start" || event.type === "answer-start" || event.type === "tool-call-start") {
      this.#hasBlocks = true;
    }
  }

  /** What the engine itself has to say goes before the finish event, which stays the last. */
  #closing(batch: readonly StreamEvent[], finish: Finish): readonly StreamEvent[] {
    const usage = this.#now();
    const events = batch.filter((event) => event !== finish);
    if (usage.source === "estimated" && this.#wasBilled()) events.push({ type: "usage", usage });
    if (finish.reason === "length" && !this.#usage.hasAnswer) {
      events.push({ type: "warning", code: "length-empty-answer", message: emptyAnswer(this.#context.call.maxOutputTokens) });
    }
    return [...events, finish];
  }

  #emit(events: readonly StreamEvent[], isFromNetwork = false): void {
    const all = [...this.#pendingWarnings, ...events];
    this.#pendingWarnings = [];
    if (all.length === 0 && !isFromNetwork) return;
    this.#context.sink({ type: "attempt-events", step: this.#context.step, at: this.elapsedMs(), events: mergeDeltas(all) });
  }

  /** Shows the running cost, and stops the lane or the run when a budget is spent. */
  #meter(): void {
    const { budget, sink, step, lane } = this.#context;
    if (this.#finish !== null) return;
    const at = this.elapsedMs();
    const isDue = at - this.#costShownAt >= costPaceMs;
    if (!isDue && !budget.isSet) return;
    const cost = this.#costOf(this.#now());
    if (isDue && cost.usd !== null) {
      this.#costShownAt = at;
      sink({ type: "attempt-cost", step, cost });
    }
    if (!budget.isSet) return;
    const atMost = this.#costOf(this.#usage.atMost(at), cost.usd === null ? this.#context.call.adapter.model : undefined);
    const verdict = budget.running(lane, this.spending(cost) ?? cost, atMost);
    if (verdict !== "within") this.#context.stop("budget", verdict);
  }

  #now(): Usage {
    return this.#usage.current(this.elapsedMs());
  }

  #ended(): AttemptResult {
    const finish = this.#finish;
    if (finish === null) return this.#broken(new Error("the stream ended without a finish event"));
    if (finish.failure === null) {
      this.#learn();
      return { status: "completed", failure: null, cost: this.#settledCost() };
    }
    return this.#failed(finish.failure);
  }

  /** The final count says how good the estimate was; the next one is better for it. */
  #learn(): void {
    const { dependencies, call } = this.#context;
    const { provider, model } = call.adapter;
    dependencies.meters?.learn(provider.id, model, this.#usage.meter, this.elapsedMs());
  }

  #broken(error: unknown): AttemptResult {
    const { signal, call } = this.#context;
    if (this.#wasBilled() && this.#finish === null) this.#emitEstimate();
    this.#sayBudgetStop();
    if (signal.aborted || error instanceof StopError) {
      return { status: "stopped", failure: null, cost: this.#settledCost() };
    }
    return this.#failed(failureOf(error, call.adapter.provider.id));
  }

  #emitEstimate(): void {
    const usage = this.#now();
    if (usage.source === "estimated") this.#emit([{ type: "usage", usage }], true);
  }

  /** How far over the budget it can have come stands with the step, not only in the editor's offer. */
  #sayBudgetStop(): void {
    const { signal, budget, lane } = this.#context;
    if (!signal.aborted || stopReasonOf(signal) !== "budget") return;
    const stop = budget.stop(lane);
    if (stop !== null) this.#emit([{ type: "warning", code: "budget-stopped", message: budgetStopText(stop) }]);
  }

  #failed(failure: ProviderFailure): AttemptResult {
    const isCut = failure.kind === "stream-truncated" || failure.kind === "network" || failure.kind === "timeout";
    return { status: isCut && this.#hasBlocks ? "truncated" : "failed", failure, cost: this.#settledCost() };
  }

  /** Null when nothing came back: an attempt that was refused at the door was not billed. */
  #settledCost(): Cost | null {
    return this.#wasBilled() ? this.#costOf(this.#now()) : null;
  }

  #wasBilled(): boolean {
    if (this.#hasBlocks || this.#isMetered || this.#finish?.failure === null) return true;
    // Silence after the response began is thinking, and is billed.
    return (this.#usage.meter.reading(this.elapsedMs()).reasoning.tokens ?? 0) > 0;
  }

  #costOf(usage: Usage, model = this.#respondedModel ?? this.#context.call.adapter.model): Cost {
    const { dependencies, call } = this.#context;
    return dependencies.prices.costOf({
      provider: call.adapter.provider.id,
      model,
      usage,
      at: this.#startedAt,
    });
  }
}

/** A budget can only stop what has a price; the reader must not trust it where it cannot. */
function budgetWarnings(context: LaneContext): readonly { readonly code: string; readonly message: string }[] {
  const { kind } = context.call.adapter.provider;
  if (!context.budget.isSet || kind === "simulated" || kind === "local") return [];
  const { reason, usd } = inputCost(context);
  if (usd !== null) return [];
  return [{ code: "budget-not-enforced", message: `The budget cannot stop this lane. ${reason ?? "Its price is unknown."}` }];
}

/** Thinking counts toward the output limit everywhere, so a small limit can end as a paid, empty answer. */
function emptyAnswer(maxOutputTokens: number | null): string {
  const limit = maxOutputTokens === null ? "The output limit" : `The output limit of ${maxOutputTokens} tokens`;
  return `${limit} was reached before any answer: thinking counts toward it and is billed. Raise the limit or ask for less effort.`;
}
