import type { Effort } from "../model/effort.ts";
import type { TokenRange } from "../model/forecast.ts";

/*
 * Output tokens, reasoning included, that a response takes when nothing of the model is known yet. Set from 450 recorded
 * responses of 2025–2026 to short prompts, rounded, and stretched upwards for the highest tiers, of which there are few.
 */
const priors = {
  none: { low: 4, likely: 80, high: 1200 },
  minimal: { low: 6, likely: 100, high: 1200 },
  low: { low: 10, likely: 150, high: 1500 },
  medium: { low: 14, likely: 300, high: 2500 },
  high: { low: 24, likely: 700, high: 6000 },
  xhigh: { low: 60, likely: 2000, high: 16_000 },
  max: { low: 120, likely: 4000, high: 40_000 },
  default: { low: 8, likely: 160, high: 1800 },
} as const satisfies Record<Exclude<Effort, object>, TokenRange>;

export const priorSource = "recorded responses to short prompts, 2026-11-22";

export function outputPrior(effort: Effort): TokenRange {
  if (typeof effort === "string") return priors[effort];
  // Models seldom use a budget up; the answer comes on top.
  const { budgetTokens } = effort;
  return { low: 12, likely: Math.max(60, Math.round(budgetTokens * 0.15)), high: Math.max(1200, Math.round(budgetTokens * 1.1)) };
}
