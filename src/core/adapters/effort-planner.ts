import type { Effort, EffortPlan, EffortTier } from "../model/effort.ts";
import { effortText, effortTiers } from "../model/effort.ts";
import type { JsonObject } from "../model/json.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { Adapter } from "./adapter.ts";
import type { EffortBudgets } from "./effort-budgets.ts";
import { defaultEffortBudgets } from "./effort-budgets.ts";
import type { PlanWarning } from "./output-limit.ts";
import { limitOutput } from "./output-limit.ts";
import type { EffortChoice } from "./plan-effort.ts";
import { planEffort } from "./plan-effort.ts";
import type { ModelRow } from "./provider.ts";

/*
 * What a request's effort becomes for one model, decided before anything is sent and shown to the reader. Knows no wire
 * and no network: everything comes from the model's row.
 */

export interface CallPlan {
  readonly effort: EffortPlan;
  readonly maxOutputTokens: number | null;
  readonly warnings: readonly PlanWarning[];
}

export function planCall(
  adapter: Pick<Adapter, "row" | "effortBudgets">,
  request: Pick<ModelRequest, "effort" | "maxOutputTokens">,
): CallPlan {
  const budgets = adapter.effortBudgets ?? defaultEffortBudgets;
  const { row } = adapter;
  const asked = planEffort(row, request.effort, budgets);
  const { choice, maxOutputTokens, warnings } = limitOutput(asked, request.maxOutputTokens, row?.limits ?? null, budgets);
  return { effort: choice.plan, maxOutputTokens, warnings: [...effortWarnings(choice, row), ...warnings] };
}

function effortWarnings({ plan, value, budget }: EffortChoice, row: ModelRow | null): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (plan.outcome === "rounded" && plan.note !== null) warnings.push({ code: "effort-rounded", message: plan.note });
  if (plan.outcome === "dropped" && plan.note !== null) warnings.push({ code: "effort-dropped", message: plan.note });
  const ignored = value?.warning ?? budget?.field.warning;
  if (ignored !== undefined) warnings.push({ code: "effort-ignored", message: ignored });
  if (plan.sent !== null && row?.fact.status === "unverified") {
    const message = `The effort values of this model are not verified: ${row.fact.note ?? row.fact.source}`;
    warnings.push({ code: "unverified-fact", message });
  }
  return warnings;
}

/** What a picker shows for one tier. */
export interface TierPreview {
  /** `rounds`: could only be sent as another tier. */
  readonly state: "offered" | "rounds" | "not-offered";
  /** The word at "sent"; null when nothing is sent. */
  readonly sent: string | null;
  readonly body: JsonObject | null;
  readonly note: string | null;
}

export type TierPreviews = Readonly<Record<EffortTier | "default", TierPreview>>;

/** @param row null: the model is not known, and only `default` is offered. */
export function offerTiers(row: ModelRow | null, budgets: EffortBudgets = defaultEffortBudgets): TierPreviews {
  const preview = (tier: EffortTier): TierPreview => previewTier(row, tier, budgets);
  return {
    default: { state: "offered", sent: null, body: null, note: defaultNote(row) },
    none: preview("none"),
    minimal: preview("minimal"),
    low: preview("low"),
    medium: preview("medium"),
    high: preview("high"),
    xhigh: preview("xhigh"),
    max: preview("max"),
  };
}

function previewTier(row: ModelRow | null, tier: EffortTier, budgets: EffortBudgets): TierPreview {
  const { plan, value } = planEffort(row, tier, budgets);
  if (plan.sent === null) return { state: "not-offered", sent: null, body: null, note: plan.note };
  const state = plan.outcome === "exact" ? "offered" : "rounds";
  return { state, sent: plan.sentLabel, body: plan.sent, note: value?.warning ?? plan.note };
}

function defaultNote(row: ModelRow | null): string {
  const knob = row?.effort;
  const isKnown = (knob?.type === "tiers" || knob?.type === "budget") && knob.providerDefault !== null;
  return isKnown
    ? `The provider's own default: ${knob.providerDefault}.`
    : "The provider's own default, which it does not document.";
}

export interface ExpandedEffort {
  readonly efforts: readonly Effort[];
  /** Asked for, but the model does not take it as it is. */
  readonly skipped: readonly { readonly effort: Effort; readonly reason: string }[];
}

/**
 * One effort a lane, only such that the model takes as asked (`@low,high`, `@all`). A model without tiers gives `default`
 * for `all`, so that it still gets its lane.
 */
export function expandEffort(
  row: ModelRow | null,
  asked: "all" | readonly Effort[],
  budgets: EffortBudgets = defaultEffortBudgets,
): ExpandedEffort {
  if (asked === "all") {
    const offered = offeredTiers(row, budgets);
    return { efforts: offered.length === 0 ? ["default"] : offered, skipped: [] };
  }
  const efforts: Effort[] = [];
  const skipped: { readonly effort: Effort; readonly reason: string }[] = [];
  for (const effort of asked) {
    const { plan } = planEffort(row, effort, budgets);
    if (effort === "default" || plan.outcome === "exact") efforts.push(effort);
    else skipped.push({ effort, reason: plan.note ?? `\`${effortText(effort)}\` is not sent as asked.` });
  }
  return { efforts, skipped };
}

function offeredTiers(row: ModelRow | null, budgets: EffortBudgets): readonly EffortTier[] {
  // On a model that takes budgets every tier is a translation; those that its range cuts to the same number are one tier.
  const seen = new Set<string>();
  return effortTiers.filter((tier) => {
    const { plan } = planEffort(row, tier, budgets);
    if (plan.sent === null || plan.outcome !== "exact" || seen.has(plan.sentLabel)) return false;
    seen.add(plan.sentLabel);
    return true;
  });
}
