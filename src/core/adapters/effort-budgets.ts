import * as z from "zod";
import type { EffortTier } from "../model/effort.ts";

/** Tiers that think, lowest first. `none` is no amount of thinking and is never translated. */
export type ThinkingTier = Exclude<EffortTier, "none">;
export const thinkingTiers = ["minimal", "low", "medium", "high", "xhigh", "max"] as const satisfies readonly ThinkingTier[];

/** Tokens of thinking that stand for a tier. */
export type EffortBudgets = Readonly<Record<ThinkingTier, number>>;

/**
 * The one table by which tiers and token budgets are translated into each other: tiers asked of a model that takes
 * budgets, budgets asked of a model that takes tiers, and how much thinking a tier is expected to need when an output
 * limit is checked. Ours, not a provider's; users change it in their settings.
 */
export const defaultEffortBudgets: EffortBudgets = {
  minimal: 1_024,
  low: 4_096,
  medium: 8_192,
  high: 16_384,
  xhigh: 32_768,
  max: 65_536,
};

/** Numbers that may be missing: those of the table apply. */
const effortBudgetsSetting = z.partialRecord(z.enum(thinkingTiers), z.int().positive().max(1_000_000));

export type ParsedEffortBudgets =
  | { readonly isOk: true; readonly budgets: EffortBudgets }
  /** What is wrong, in one sentence for the reader. */
  | { readonly isOk: false; readonly message: string };

/** The table with the user's own numbers in it (`{"high": 24000}`). A higher tier never stands for fewer tokens. */
export function parseEffortBudgets(value: unknown): ParsedEffortBudgets {
  const parsed = effortBudgetsSetting.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { isOk: false, message: `The effort table is not valid: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.` };
  }
  const budgets: EffortBudgets = { ...defaultEffortBudgets, ...parsed.data };
  const falling = thinkingTiers.find((tier, index) => {
    const next = thinkingTiers[index + 1];
    return next !== undefined && budgets[next] < budgets[tier];
  });
  if (falling === undefined) return { isOk: true, budgets };
  return {
    isOk: false,
    message: `The effort table is not valid: the tier after “${falling}” stands for fewer tokens than it does.`,
  };
}

/** The tier among `accepted` whose budget is nearest to `tokens`; the lower one when two are equally near. */
export function nearestTier(tokens: number, accepted: readonly ThinkingTier[], budgets: EffortBudgets): ThinkingTier | null {
  let nearest: ThinkingTier | null = null;
  for (const tier of thinkingTiers) {
    if (!accepted.includes(tier)) continue;
    if (nearest === null || Math.abs(budgets[tier] - tokens) < Math.abs(budgets[nearest] - tokens)) nearest = tier;
  }
  return nearest;
}
