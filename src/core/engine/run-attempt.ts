import { mergeDeltas } from "../model/attempt.ts";
import type { Cost } from "../model/cost.ts";
import { StopError } from "../model/errors.ts";
import type { ProviderFailure } from "../model/errors.ts";
import type { MeterReading } from "../model/live-meter.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import type { Usage } from "../model/usage.ts";
import { abortable } from "./abortable.ts";
import { budgetStopText } from "./budget-stop-text.ts";
import { failureOf, stopReasonOf } from "./failures.ts";
import { hintsOf, inputCost } from "./input-cost.ts";
import type { LaneContext } from "./lane-context.ts";
import { RunningUsage } from "./running-usage.ts";

export interface AttemptResult {
  readonly status: "completed" | "failed" | "truncated" | "stopped";
  readonly failure: ProviderFailure | null;
  readonly cost: Cost | null;
}

export interface AttemptPlan {
  /** From 1. */
  readonly number: number;
  /** The output limit that was lowered to what a budget can pay for; null: none was. */
  readonly outputLimitByBudget: number | null;
}

type Finish = Extract<StreamEvent, { type: "finish" }>;

/** The page's meters move four times a second at most; a budget is checked at every read. */
const costPaceMs = 250;
/** How often a budget looks at a stream that says nothing. */
const silencePaceMs = 50;

/** One HTTP try, told as changes from attempt-start to attempt-end. Never throws: every ending is a result. */
export async function runAttempt(context: LaneContext, plan: AttemptPlan): Promise<AttemptResult> {
  const attempt = new RunningAttempt(context, plan);
  const result = await attempt.run();
  context.budget.settle(context.lane, attempt.spending(result.cost));
  const meter = attempt.meter();
  if (meter !== null) context.sink({ type: "attempt-meter", step: context.step, meter });
  context.sink({ type: "attempt-end", step: context.step, at: attempt.elapsedMs(), ...result });
  return result;
}

class RunningAttempt {
  readonly #context: LaneContext;
  readonly #plan: AttemptPlan;
  readonly #startedAt: number;
  readonly #usage: RunningUsage;
  #respondedModel: string | null = null;
  #hasBlocks = false;
  #isMetered = false;
  #finish: Finish | null = null;
  #pendingWarnings: readonly StreamEvent[];
  #costShownAt = 0;
  #ranOut: "lane" | "run" | null = null;

  constructor(context: LaneContext, plan: AttemptPlan) {
    this.#context = context;
    this.#plan = plan;
    this.#startedAt = context.dependencies.clock.now();
    this.#usage = new RunningUsage(context.job.request, hintsOf(context));
    this.#pendingWarnings = [...context.call.warnings, ...budgetWarnings(context)].map((warning) => ({
      type: "warning",
      ...warning,
    }));
    const { number, outputLimitByBudget } = plan;
    const limit = outputLimitByBudget === null ? {} : { maxOutputTokens: outputLimitByBudget };
    context.sink({ type: "attempt-start", step: context.step, number, at: this.#startedAt - context.startedAt, ...limit });
  }

  elapsedMs(): number {
    return this.#context.dependencies.clock.now() - this.#startedAt;
  }

  /** The last reading; null when nothing ever came. */
  meter(): MeterReading | null {
    return this.#usage.meter.firstAtMs === null ? null : this.#usage.meter.reading(this.elapsedMs());
  }

  /**
   * What counts against the budget. A gateway may answer under a name that has no price; the asked model's is then the
   * best guess for stopping, though not for showing.
   */
  spending(cost: Cost | null): Cost | null {
    return cost === null || cost.usd !== null ? cost : this.#costOf(this.#now(), this.#context.call.adapter.model);
  }

  async run(): Promise<AttemptResult> {
    const stopWatching = this.#watchSilence();
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

  /** Hidden reasoning costs while not one byte comes: a budget is checked, and a meter that can tell moves, by the clock, too. */
  #watchSilence(): () => void {
    const { budget, dependencies } = this.#context;
    if (!budget.isSet && !this.#usage.countsByTime) return () => undefined;
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
    if (this.#endsByBudget(finish)) {
      events.push(...this.#runOut());
    } else if (finish.reason === "length" && !this.#usage.hasAnswer) {
      events.push({ type: "warning", code: "length-empty-answer", message: emptyAnswer(this.#context.call.maxOutputTokens) });
    } else if (finish.reason === "continue" && finish.failure === null) {
      events.push({ type: "warning", code: "answer-goes-on", message: answerGoesOn });
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
    const { budget, call, sink, step, lane } = this.#context;
    if (this.#finish !== null) return;
    const at = this.elapsedMs();
    const isDue = at - this.#costShownAt >= costPaceMs;
    if (!isDue && !budget.isSet) return;
    const cost = this.#costOf(this.#now());
    if (isDue) {
      this.#costShownAt = at;
      if (cost.usd !== null) sink({ type: "attempt-cost", step, cost });
      sink({ type: "attempt-meter", step, meter: this.#usage.meter.reading(at) });
    }
    if (!budget.isSet) return;
    const atMost = this.#usage.atMost(at, call.maxOutputTokens);
    const atMostCost = this.#costOf(atMost, cost.usd === null ? call.adapter.model : undefined);
    const verdict = budget.running(lane, this.spending(cost) ?? cost, atMostCost);
    if (verdict !== "within") this.#context.stop("budget", verdict);
  }

  #now(): Usage {
    return this.#usage.current(this.elapsedMs());
  }

  #ended(): AttemptResult {
    const finish = this.#finish;
    if (finish === null) return this.#broken(new Error("the stream ended without a finish event"));
    if (finish.failure !== null) return this.#failed(finish.failure);
    this.#learn();
    const cost = this.#settledCost();
    if (this.#ranOut === null) return { status: "completed", failure: null, cost };
    this.#context.stop("budget", this.#ranOut);
    return { status: "stopped", failure: null, cost };
  }

  /** True when the provider stopped at the limit that is all a budget can pay for. */
  #endsByBudget({ reason, failure }: Finish): boolean {
    return reason === "length" && failure === null && this.#plan.outputLimitByBudget !== null;
  }

  /** The stop itself waits for the stream's last byte, which may hold more than the finish. */
  #runOut(): readonly StreamEvent[] {
    const { budget, lane } = this.#context;
    const cost = this.#costOf(this.#now());
    budget.running(lane, this.spending(cost) ?? cost);
    const verdict = budget.ranOut(lane, this.#plan.outputLimitByBudget ?? 0);
    this.#ranOut = verdict === "within" ? "lane" : verdict;
    return this.#budgetStopWarning();
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
    const { signal } = this.#context;
    if (signal.aborted && stopReasonOf(signal) === "budget" && this.#ranOut === null) this.#emit(this.#budgetStopWarning());
  }

  #budgetStopWarning(): readonly StreamEvent[] {
    const stop = this.#context.budget.stop(this.#context.lane);
    return stop === null ? [] : [{ type: "warning", code: "budget-stopped", message: budgetStopText(stop) }];
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

/**
 * Gemini 4 ends a response at 65,536 tokens with CONTINUATION, Anthropic pauses long turns. The rest is another request, which
 * nobody has asked to pay for: the reader is told, and each request is a step with usage and cost of its own.
 */
const answerGoesOn =
  "The provider stopped here and has more to say: this is not the whole answer. Continue the lane to ask for the rest; " +
  "that is a request of its own, and its tokens and cost are counted as a step of their own.";

/** Thinking counts toward the output limit everywhere, so a small limit can end as a paid, empty answer. */
function emptyAnswer(maxOutputTokens: number | null): string {
  const limit = maxOutputTokens === null ? "The output limit" : `The output limit of ${maxOutputTokens} tokens`;
  return `${limit} was reached before any answer: thinking counts toward it and is billed. Raise the limit or ask for less effort.`;
}
