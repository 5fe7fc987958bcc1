import type { Effort } from "../model/effort.ts";
import type { TokenRange } from "../model/forecast.ts";

/*
 * Output tokens, reasoning included, that a response takes when nothing of the model is known yet. Set from 450 recorded
 * responses of 2025–2026 to short prompts, rounded, and stretched upwards for the highest tiers, of which there are few.
 */
const priors = {
  none: { low: 6, likely: 50, high: 400 },
  minimal: { low: 8, likely: 80, high: 600 },
  low: { low: 16, likely: 110, high: 750 },
  medium: { low: 20, likely: 200, high: 1800 },
  high: { low: 34, likely: 350, high: 3200 },
  xhigh: { low: 80, likely: 900, high: 9000 },
  max: { low: 150, likely: 2000, high: 24_000 },
  default: { low: 15, likely: 140, high: 1250 },
} as const satisfies Record<Exclude<Effort, object>, TokenRange>;

export const priorSource = "recorded responses to short prompts, 2026-11-22";

export function outputPrior(effort: Effort): TokenRange {
  if (typeof effort === "string") return priors[effort];
  // Models seldom use a budget up; the answer comes on top.
  const { budgetTokens } = effort;
  return { low: 12, likely: Math.max(60, Math.round(budgetTokens * 0.15)), high: Math.max(1200, Math.round(budgetTokens * 1.1)) };
}
