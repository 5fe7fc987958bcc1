import type { Adapter } from "../adapters/adapter.ts";
import { continuityOf } from "../adapters/continuity.ts";
import { defaultEffortBudgets } from "../adapters/effort-budgets.ts";
import { planEffort } from "../adapters/plan-effort.ts";
import type { Effort } from "../model/effort.ts";
import { effortText } from "../model/effort.ts";
import type { JsonObject } from "../model/json.ts";
import type { Step } from "../model/session.ts";

/*
 * Where a request's effort is part of the prefix, another effort is appended instead: the request keeps the effort the
 * chain began with, and each change stands as an item before the message it first holds for (provider-matrix trap 5).
 * Everything here follows from the steps alone, so that the same history can be written again.
 */

export interface EffortChanges {
  /** The fields that were appended before a step's message; null: none were. */
  readonly before: (step: Step) => JsonObject | null;
  /** The effort of the request that a step was made with, which need not be the step's own. */
  readonly requestEffort: (step: Step) => Effort;
  /** Can go on from the last of these steps at this effort, with or without a change appended. */
  readonly reaches: (effort: Effort, hasMessage: boolean) => boolean;
  /** What has to be appended to go on at this effort; null: nothing. */
  readonly next: (effort: Effort) => JsonObject | null;
}

/** @param own the steps of a path whose state is the target's to read, in order; null: the target appends no changes */
export function effortChanges(adapter: Adapter, own: readonly Step[]): EffortChanges | null {
  if (continuityOf(adapter).effortChange !== "append") return null;
  const fieldsOf = (effort: Effort): JsonObject | null =>
    planEffort(adapter.row, effort, adapter.effortBudgets ?? defaultEffortBudgets).plan.sent;
  const continuedBy = (step: Step): readonly Step[] => {
    const native = new Set((step.handoff?.blocks ?? []).flatMap(({ outcome, step: id }) => (outcome === "native" ? id : [])));
    return own.filter(({ id }) => native.has(id));
  };
  const before = (step: Step): JsonObject | null => {
    const last = continuedBy(step).at(-1);
    return last === undefined || isSame(last.effort.requested, step.effort.requested) ? null : fieldsOf(step.effort.requested);
  };
  const requestEffort = (step: Step): Effort => {
    const [first] = continuedBy(step);
    return first === undefined ? step.effort.requested : requestEffort(first);
  };
  const current = own.at(-1)?.effort.requested ?? null;
  const isCurrent = (effort: Effort): boolean => current === null || isSame(current, effort);
  return {
    before,
    requestEffort,
    reaches: (effort, hasMessage) => isCurrent(effort) || (hasMessage && fieldsOf(effort) !== null),
    next: (effort) => (isCurrent(effort) ? null : fieldsOf(effort)),
  };
}

function isSame(one: Effort, other: Effort): boolean {
  return effortText(one) === effortText(other);
}
