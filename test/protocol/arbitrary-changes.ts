import fc from "fast-check";
import type { SessionChange } from "../../src/core/model/session-change.ts";
import { reduceSession } from "../../src/core/model/session-reducer.ts";
import type { Lane, Session } from "../../src/core/model/session.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import { queuedStep } from "../support/small-session.ts";

const lanes: readonly Lane[] = ["1", "2", "3"].map((number) => ({
  id: `l-${number}`,
  provider: "p",
  wire: null,
  model: "m",
  effort: "low",
  maxOutputTokens: null,
  wantsSummary: false,
  head: null,
}));

export const session: Session = {
  id: "x-1",
  title: "",
  createdAt: "2026-11-22T00:00:00.000Z",
  prompt: { system: "", user: "Why?", variables: {} },
  lanes,
  steps: {},
};

export function reduceAll(from: Session, changes: readonly SessionChange[]): Session {
  return changes.reduce(reduceSession, from);
}

const event: fc.Arbitrary<StreamEvent> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("reasoning-start" as const),
      block: fc.nat(2),
      visibility: fc.constant("raw" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("answer-start" as const),
      block: fc.nat(2),
      channel: fc.constant("answer" as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant("reasoning-delta" as const), block: fc.nat(2), text: fc.string({ maxLength: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant("answer-delta" as const), block: fc.nat(2), text: fc.string({ maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("answer-end" as const), block: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("warning" as const), code: fc.constant("w"), message: fc.constant("careful") }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("reasoning-progress" as const), block: fc.nat(2), estimatedTokens: fc.nat(900) }),
  },
);

const step = fc.constantFrom("s-1", "s-2", "s-3");
const at = fc.nat(60_000);

const change: fc.Arbitrary<SessionChange> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("1", "2", "3")
      .map((number) => ({ type: "step-start" as const, step: queuedStep(`s-${number}`, `l-${number}`) })),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("attempt-start" as const), step, number: fc.constant(1), at }) },
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant("attempt-events" as const), step, at, events: fc.array(event, { maxLength: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("attempt-end" as const),
      step,
      status: fc.constantFrom("completed" as const, "failed" as const),
      at,
      failure: fc.constant(null),
      cost: fc.constant(null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("title-set" as const), title: fc.string({ maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("step-removed" as const), step }) },
);

/** Runs of three lanes in any order, possible or not: the reducer ignores what cannot be, so both sides must. */
export const changeLists = fc.array(change, { maxLength: 40 }).map((changes) => [
  ...["1", "2", "3"].flatMap((number): SessionChange[] => [
    { type: "step-start", step: queuedStep(`s-${number}`, `l-${number}`) },
    { type: "attempt-start", step: `s-${number}`, number: 1, at: 0 },
  ]),
  ...changes,
]);
