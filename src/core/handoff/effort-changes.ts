import type { Adapter } from "../adapters/adapter.ts";
import { continuityOf } from "../adapters/continuity.ts";
import { defaultEffortBudgets } from "../adapters/effort-budgets.ts";
import { planEffort } from "../adapters/plan-effort.ts";
import type { Effort } from "../model/effort.ts";
import { effortText } from "../model/effort.ts";
import type { JsonObject } from "../model/json.ts";
import type { Step } from "../model/session.ts";
import { continuedNatively, stepsBefore } from "./continued-natively.ts";

/*
 * Another effort is appended where a provider takes it so: the request keeps the effort the chain began with, and each
 * change stands in the conversation where it begins to hold (provider-matrix trap 5). Everything here follows from the
 * steps alone, so that the same history can be written again.
 */

export interface EffortChanges {
  /** The fields that were appended with a step's message; null: none were. */
  readonly before: (step: Step) => JsonObject | null;
  /** The effort of the request that a step was made with, which need not be the step's own. */
  readonly requestEffort: (step: Step) => Effort;
  /** Can go on from the last of these steps at this effort, with or without a change appended. */
  readonly reaches: (effort: Effort) => boolean;
  /** What has to be appended to go on at this effort; null: nothing, or it cannot be. */
  readonly next: (effort: Effort) => JsonObject | null;
}

/** @param own the steps of a path whose state is the target's to read, in order; null: the target appends no changes */
export function effortChanges(adapter: Adapter, own: readonly Step[]): EffortChanges | null {
  const { effortChange } = continuityOf(adapter);
  if (effortChange === undefined) return null;
  const { field, lasts } = effortChange;
  const fieldsOf = (effort: Effort): JsonObject | null => {
    const value = planEffort(adapter.row, effort, adapter.effortBudgets ?? defaultEffortBudgets).plan.sent?.[field];
    return value === undefined ? null : { [field]: value };
  };
  const requestEffort = (step: Step): Effort => {
    const [first] = continuedNatively(step, own);
    return first === undefined ? step.effort.requested : requestEffort(first);
  };
  const appended = new Map<Step, JsonObject | null>();
  /** What an effort needs after these steps, the last of which it goes on from. */
  const change = (after: readonly Step[], effort: Effort): { readonly isDue: boolean; readonly fields: JsonObject | null } => {
    const [last] = after.slice(-1);
    if (last === undefined) return { isDue: false, fields: null };
    const base = requestEffort(last);
    // What holds for a turn alone is said again, whichever way a server that remembers it would go on.
    const isDue =
      lasts === "turn"
        ? !isSame(effort, base) || after.some((step) => before(step) !== null)
        : !isSame(effort, last.effort.requested);
    // A request without the field (thinking switched off) cannot be changed by it.
    const isPossible = base === "default" || fieldsOf(base) !== null;
    return { isDue, fields: isDue && isPossible ? fieldsOf(effort) : null };
  };
  const before = (step: Step): JsonObject | null => {
    const known = appended.get(step);
    if (known !== undefined) return known;
    const { fields } = change(stepsBefore(step, own), step.effort.requested);
    appended.set(step, fields);
    return fields;
  };
  const next = (effort: Effort) => change(own, effort);
  return {
    before,
    requestEffort,
    reaches: (effort) => !next(effort).isDue || next(effort).fields !== null,
    next: (effort) => next(effort).fields,
  };
}

function isSame(one: Effort, other: Effort): boolean {
  return effortText(one) === effortText(other);
}
