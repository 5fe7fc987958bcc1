import type { JsonObject } from "./json.ts";

/** Effort as asked, in the portable scale of the vocabulary. What a model really accepts is provider data. */
export const effortTiers = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type EffortTier = (typeof effortTiers)[number];

export interface EffortBudget {
  readonly budgetTokens: number;
}

/** `default` sends no knob at all: the provider's own default applies. */
export type Effort = EffortTier | "default" | EffortBudget;

/** `not-applicable`: the model has no knob, or `default` was asked. `dropped`: asked, but nothing could be sent. */
export type EffortOutcome = "exact" | "rounded" | "dropped" | "not-applicable";

export interface EffortPlan {
  readonly requested: Effort;
  /** The exact body fields that are sent for it, e.g. `{reasoning:{effort:"high"}}`; null when nothing is sent. */
  readonly sent: JsonObject | null;
  /** The word shown at "sent": the wire's own value (`high`, `on`, `8192 tok`) or `nothing`. */
  readonly sentLabel: string;
  readonly outcome: EffortOutcome;
  /** Why it was rounded, dropped or translated, in one plain sentence; null when exact. */
  readonly note: string | null;
}

export function isEffortTier(value: string): value is EffortTier {
  return effortTiers.some((tier) => tier === value);
}

/** `low`, `default`, or a positive whole number of tokens (`16384`). Null when it is none of these. */
export function parseEffort(text: string): Effort | null {
  if (text === "default" || isEffortTier(text)) return text;
  if (!/^[1-9]\d{0,8}$/.test(text)) return null;
  return { budgetTokens: Number(text) };
}

/** The inverse of `parseEffort`. */
export function effortText(effort: Effort): string {
  return typeof effort === "string" ? effort : String(effort.budgetTokens);
}
