import type { PreparedCall } from "../adapters/adapter.ts";
import { prepareCall } from "../adapters/call.ts";
import type { BudgetScope } from "../model/budget.ts";
import type { ModelRequest } from "../model/model-request.ts";
import { formatUsd } from "../pricing/money.ts";
import { createBudget } from "./budget.ts";
import { budgetNames } from "./budget-stop-text.ts";
import type { EngineDependencies, LaneJob, RunOptions } from "./engine.ts";
import { inputCost } from "./input-cost.ts";
import { limitByBudget } from "./limit-by-budget.ts";

export interface CallPreview {
  /** As it would be sent now: with the output limit that a budget adds. */
  readonly call: PreparedCall;
  /** Why a budget would not let it be sent, in a sentence; null: it would be. */
  readonly heldBack: string | null;
}

type Facts = Pick<EngineDependencies, "registry" | "credentials" | "prices" | "meters" | "clock">;

/**
 * The request that a run of this lane alone would send now. Sends and spends nothing.
 * @throws ProviderError for what cannot be sent at all
 */
export async function previewCall(dependencies: Facts, job: LaneJob, options: BudgetOptions): Promise<CallPreview> {
  const { registry, credentials, prices, meters } = dependencies;
  const { lane, request } = job;
  const adapter = registry.adapterFor(lane);
  const parameters = await credentials.parametersFor(lane.provider);
  const prepare = (asked: ModelRequest): PreparedCall => prepareCall(adapter, asked, { parameters });
  const call = prepare(request);
  await prices.prepare(lane.provider, lane.model);
  await meters?.prepare(lane.model);
  const budget = createBudget(options);
  const limitedTo = (maxOutputTokens: number): PreparedCall => prepare({ ...request, maxOutputTokens });
  const context = { dependencies, job, call, limitedTo, lane: lane.id, budget };
  if (!budget.isSet) return { call, heldBack: null };
  const input = inputCost(context);
  if (budget.allows(lane.id, input) === "within") return { call: limitByBudget(context) ?? call, heldBack: null };
  const stop = budget.stop(lane.id);
  const left = formatUsd(budget.left(lane.id) ?? 0n);
  return { call, heldBack: stop === null ? null : heldBackText(stop.scope, stop.limitUsd, left, input.usd ?? "0") };
}

export type BudgetOptions = Pick<RunOptions, "budgetUsd" | "laneBudgetUsd" | "sharedBudgets">;

function heldBackText(scope: BudgetScope, limitUsd: string, leftUsd: string, inputUsd: string): string {
  const budget = `${budgetNames[scope]} of $${limitUsd}`;
  return `Nothing would be sent: $${leftUsd} is left of ${budget}, and the input alone costs about $${inputUsd}.`;
}
