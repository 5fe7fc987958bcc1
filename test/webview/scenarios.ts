import type { Cost } from "../../src/core/model/cost.ts";
import type { Effort } from "../../src/core/model/effort.ts";
import type { ProviderFailure } from "../../src/core/model/errors.ts";
import { LiveMeter } from "../../src/core/model/live-meter.ts";
import type { SessionChange } from "../../src/core/model/session-change.ts";
import { reduceSession } from "../../src/core/model/session-reducer.ts";
import type { Lane, Session, Step } from "../../src/core/model/session.ts";
import type { StreamEvent, Visibility } from "../../src/core/model/stream-event.ts";
import type { Usage } from "../../src/core/model/usage.ts";

export function lane(id: string, provider: string, model: string, effort: Effort): Lane {
  return { id, provider, model, effort, wire: null, maxOutputTokens: null, wantsSummary: false, head: null };
}

export const prompt = {
  system: "You review a billing engine. Work in exact cents. Put the final amount alone on the last line.",
  user: "A customer moves from the {{from}} plan to the {{to}} plan on {{when}}. Plans are paid monthly in advance, the month has 30 days, and unused time is credited. What do we charge today, and what is the smallest `prorate()` that gets it?",
  variables: { from: "$40", to: "$100", when: "12 November, 12:00" },
};

export function sessionOf(lanes: readonly Lane[]): Session {
  return { id: "x-1", title: "Proration at noon", createdAt: "2026-11-01T12:00:00.000Z", prompt, lanes, steps: {} };
}

export const emptySession: Session = { ...sessionOf([]), title: "", prompt: { system: "", user: "", variables: {} } };

export function reduce(session: Session, changes: readonly SessionChange[]): Session {
  const meters = new Meters();
  return changes.flatMap((change) => meters.follow(change)).reduce(reduceSession, session);
}

/** Adds the readings that the engine's meters would give, without a tokenizer and before anything was learnt. */
export class Meters {
  readonly #meters = new Map<string, LiveMeter>();

  follow(change: SessionChange): readonly SessionChange[] {
    if (change.type === "attempt-start") this.#meters.set(change.step, new LiveMeter());
    if (change.type !== "attempt-events") return [change];
    const meter = this.#meters.get(change.step);
    if (meter === undefined) return [change];
    for (const event of change.events) meter.add(event, change.at);
    return [change, { type: "attempt-meter", step: change.step, meter: meter.reading(change.at) }];
  }
}

export interface RunOptions {
  readonly sent?: string;
  readonly outcome?: Step["effort"]["outcome"];
  readonly note?: string;
  readonly isSimulated?: boolean;
}

/** The start of a lane's step. It began 16.6 s ago, so that clocks in a page that opens now are plausible. */
export function start(of: Lane, options: RunOptions = {}): SessionChange {
  const sent = options.sent ?? (typeof of.effort === "string" ? of.effort : `${of.effort.budgetTokens} tok`);
  const step: Step = {
    id: `s-${of.id}`,
    parent: null,
    lane: of.id,
    status: "queued",
    startedAt: new Date(Date.now() - 16_600).toISOString(),
    durationMs: null,
    input: prompt.user,
    system: prompt.system,
    origin: {
      provider: of.provider,
      wire: "openai-chat",
      model: of.model,
      accountScope: null,
      prefixDigest: null,
      isSimulated: options.isSimulated ?? false,
    },
    effort: {
      requested: of.effort,
      sent: { effort: sent },
      sentLabel: sent,
      outcome: options.outcome ?? "exact",
      note: options.note ?? null,
    },
    maxOutputTokens: null,
    attempts: [],
    wait: { reason: "queue" },
    failure: null,
    cost: null,
  };
  return { type: "step-start", step };
}

export function attempt(of: Lane, number = 1, at = 0): SessionChange {
  return { type: "attempt-start", step: `s-${of.id}`, number, at };
}

export function events(of: Lane, at: number, list: readonly StreamEvent[]): SessionChange {
  return { type: "attempt-events", step: `s-${of.id}`, at, events: list };
}

/** A whole reasoning block, closed. */
export function reasoning(text: string, visibility: Visibility, block = 0): readonly StreamEvent[] {
  return [
    { type: "reasoning-start", block, visibility },
    ...(text === "" ? [] : [{ type: "reasoning-delta", block, text } as const]),
    { type: "reasoning-end", block, visibility },
  ];
}

export function answer(text: string, block = 1): readonly StreamEvent[] {
  return [
    { type: "answer-start", block, channel: "answer" },
    { type: "answer-delta", block, text },
  ];
}

export function usage(input: number, thought: number | null, visible: number | null): StreamEvent {
  const total = thought === null || visible === null ? 610 : thought + visible;
  const counts: Usage = {
    input: { total: input, uncached: input, cacheRead: 0, cacheWrite: 0 },
    output: { total, reasoning: thought, visible },
    source: "reported",
    billedUsd: null,
    raw: null,
  };
  return { type: "usage", usage: counts };
}

export function computed(usd: string): Cost {
  return {
    usd,
    basis: "computed",
    reason: null,
    rows: [{ item: "output", tokens: 1000, usdPerMillion: "10", source: "price table", asOf: "2026-10-30" }],
  };
}

export function done(of: Lane, at: number, cost: Cost | null): readonly SessionChange[] {
  const step = `s-${of.id}`;
  return [
    events(of, at, [{ type: "finish", reason: "stop", raw: "stop", failure: null }]),
    { type: "attempt-end", step, status: "completed", at, failure: null, cost },
    { type: "step-end", step, status: "complete", at, failure: null, cost },
  ];
}

export function ended(
  of: Lane,
  status: "partial" | "failed" | "cancelled" | "budget",
  at: number,
  failure: ProviderFailure | null,
  cost: Cost | null,
): readonly SessionChange[] {
  const step = `s-${of.id}`;
  const attemptStatus = status === "partial" ? "truncated" : status === "failed" ? "failed" : "stopped";
  return [
    { type: "attempt-end", step, status: attemptStatus, at, failure, cost },
    { type: "step-end", step, status, at, failure, cost },
  ];
}

export function failure(change: Partial<ProviderFailure>): ProviderFailure {
  return {
    kind: "server",
    message: "The provider failed.",
    advice: "Run this lane again.",
    provider: "openai",
    status: null,
    code: null,
    requestId: null,
    retryAfterMs: null,
    shouldRetry: null,
    raw: null,
    ...change,
  };
}
