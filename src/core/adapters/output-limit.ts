import { mergeJson } from "../model/json.ts";
import type { EffortBudgets } from "./effort-budgets.ts";
import type { BudgetField, ModelLimits } from "./provider.ts";
import type { EffortChoice } from "./plan-effort.ts";
import { answerRoomTokens, budgetBody, budgetLabel, nothing } from "./plan-effort.ts";

/*
 * Thinking is paid out of the output limit, everywhere: a limit that thinking can fill gives an empty answer, billed in
 * full. This module picks the limit that is sent and keeps a thinking budget inside it.
 */

export interface PlanWarning {
  readonly code: string;
  readonly message: string;
}

export interface LimitedEffort {
  readonly choice: EffortChoice;
  readonly maxOutputTokens: number | null;
  readonly warnings: readonly PlanWarning[];
}

/** A limit that leaves less than this beside the thinking is pointed out. */
const smallestAnswerTokens = 1_024;

/** @param asked the reader's own limit; null: Switchyard's default for the model, if it has one. */
export function limitOutput(
  choice: EffortChoice,
  asked: number | null,
  limits: ModelLimits | null,
  budgets: EffortBudgets,
): LimitedEffort {
  if (choice.value?.forbidsOutputLimit === true) return withoutLimit(choice, asked);
  if (asked === null) return fitBudget(choice, defaultLimit(choice, limits, budgets), []);
  return fitBudget(choice, asked, aboveModelLimit(asked, limits), thinkingNeed(choice, budgets));
}

function withoutLimit(choice: EffortChoice, asked: number | null): LimitedEffort {
  const message = `This model refuses an output limit at effort \`${choice.plan.sentLabel}\`: the limit of ${asked} tokens is not sent.`;
  return { choice, maxOutputTokens: null, warnings: asked === null ? [] : [{ code: "output-limit-dropped", message }] };
}

/** Null where the provider's own default is good enough: nothing is sent. */
function defaultLimit(choice: EffortChoice, limits: ModelLimits | null, budgets: EffortBudgets): number | null {
  const isRequired = choice.budget?.field.isBelowOutputLimit === true;
  const floor = limits?.defaultOutputTokens ?? (isRequired ? answerRoomTokens : null);
  if (floor === null) return null;
  const wanted = Math.max(floor, thinkingNeed(choice, budgets) + answerRoomTokens);
  return Math.min(wanted, limits?.maxOutputTokens ?? wanted);
}

function fitBudget(
  choice: EffortChoice,
  limit: number | null,
  warnings: readonly PlanWarning[],
  need = choice.budget?.tokens ?? 0,
): LimitedEffort {
  if (limit === null) return { choice, maxOutputTokens: null, warnings };
  const { budget } = choice;
  if (budget !== null && budget.tokens >= limit && budget.field.isBelowOutputLimit === true) {
    return lowerBudget(choice, budget.field, limit, warnings);
  }
  if (need === 0 || need + smallestAnswerTokens <= limit) return { choice, maxOutputTokens: limit, warnings };
  const message =
    budget === null
      ? `Thinking can use up the output limit of ${limit} tokens before the answer starts. Raise the limit or lower the effort.`
      : `The thinking budget of ${budget.tokens} tokens leaves little or nothing of the output limit of ${limit} for the answer. Raise the limit or lower the budget.`;
  return { choice, maxOutputTokens: limit, warnings: [...warnings, { code: "output-limit-tight", message }] };
}

/** Three quarters for thinking: below the limit as the provider demands, and an answer still fits. */
function lowerBudget(choice: EffortChoice, field: BudgetField, limit: number, warnings: readonly PlanWarning[]): LimitedEffort {
  const tokens = Math.floor(limit * 0.75);
  if (tokens < field.min) {
    const message = `Thinking needs a budget of at least ${field.min} tokens below the output limit, which is ${limit}: no thinking is asked for. Raise the limit.`;
    const dropped = nothing(choice.plan.requested, "dropped", message);
    return { choice: dropped, maxOutputTokens: limit, warnings: [...warnings, { code: "budget-dropped", message }] };
  }
  const message = `The thinking budget must stay below the output limit of ${limit} tokens: it is lowered to ${tokens}.`;
  const lowered: EffortChoice = {
    ...choice,
    budget: { tokens, field },
    plan: {
      ...choice.plan,
      sent: mergeJson(choice.plan.sent ?? {}, budgetBody(field, tokens)),
      sentLabel: choice.value === null ? budgetLabel(tokens) : `${choice.value.label}, ${budgetLabel(tokens)}`,
      outcome: "rounded",
      note: message,
    },
  };
  return { choice: lowered, maxOutputTokens: limit, warnings: [...warnings, { code: "budget-lowered", message }] };
}

function thinkingNeed(choice: EffortChoice, budgets: EffortBudgets): number {
  if (choice.budget !== null) return choice.budget.tokens;
  return choice.tier === null ? 0 : budgets[choice.tier];
}

function aboveModelLimit(asked: number, limits: ModelLimits | null): readonly PlanWarning[] {
  const most = limits?.maxOutputTokens;
  if (most === undefined || asked <= most) return [];
  const message = `The output limit of ${asked} tokens is above this model's own of ${most}; the provider may refuse it.`;
  return [{ code: "output-limit-above-model", message }];
}
