import type { RepriceChoice, RepriceRow, RepriceTable, RepriceTarget } from "../model/reprice.ts";
import { serviceTiers } from "../model/service-tier.ts";
import type { ServiceTier } from "../model/service-tier.ts";
import { isEnded, lanePath } from "../model/session.ts";
import type { Session, Step } from "../model/session.ts";
import { findPriceRow } from "./catalogue.ts";
import { parseUsd } from "./money.ts";
import type { PriceBook } from "./price-book.ts";
import type { PriceRow } from "./price-row.ts";
import { repriceStep, sumRepriced } from "./reprice.ts";
import { sumCosts } from "./sum-costs.ts";

export interface RepriceFacts {
  readonly prices: PriceBook;
  /** The reader's own, then the built-in ones: which tiers are sold at a price that is known. */
  readonly rows: readonly PriceRow[];
  /** Every model that may have a price. */
  readonly models: readonly PricedModel[];
}

export interface PricedModel {
  readonly provider: string;
  readonly model: string;
  readonly providerLabel: string;
  readonly modelLabel: string;
}

/** Nothing is run or sent; a model without a price is left out. */
export function repriceTable(session: Session, choice: RepriceChoice, facts: RepriceFacts): RepriceTable {
  const steps = stepsOf(session, choice.lane).filter((step) => isEnded(step) && step.attempts.length > 0);
  const known = steps.map(({ cost }) => cost).filter((cost) => cost !== null && cost.usd !== null);
  const cost = sumCosts(known);
  const rows = facts.models.flatMap((model): RepriceRow[] =>
    tiersOf(model, choice.serviceTier, steps, facts.rows).flatMap((serviceTier): RepriceRow[] => {
      const { provider, providerLabel, modelLabel } = model;
      const target: RepriceTarget = { provider, model: model.model, serviceTier, cache: choice.cache };
      const repriced = sumRepriced(
        target,
        steps.map((step) => repriceStep(step, target, facts.prices)),
      );
      if (repriced.high === null || steps.length === 0) return [];
      const isAsRun =
        choice.cache === "as-run" &&
        serviceTier === "standard" &&
        steps.every(({ origin }) => origin.provider === provider && origin.model === model.model);
      return [{ ...repriced, providerLabel, modelLabel, isAsRun }];
    }),
  );
  return {
    ran: {
      usd: cost?.usd ?? null,
      basis: cost?.basis ?? "unknown",
      steps: steps.length,
      unpriced: steps.length - known.length,
      isSimulated: steps.length > 0 && steps.every(({ origin }) => origin.isSimulated),
    },
    rows: rows.toSorted((a, b) => compare(amount(a.high), amount(b.high)) || compare(amount(a.low), amount(b.low))),
  };
}

/** Each model once, by provider and id; the first label stays. */
export function distinctModels(models: readonly PricedModel[]): readonly PricedModel[] {
  return [...new Map(models.toReversed().map((model) => [`${model.provider}/${model.model}`, model])).values()];
}

function stepsOf(session: Session, id: RepriceChoice["lane"]): readonly Step[] {
  if (id === null) return Object.values(session.steps);
  const lane = session.lanes.find((each) => each.id === id);
  return lane === undefined ? [] : lanePath(session, lane);
}

/** Tiers at a price that is known. What ran in the standard tier is sold in it, whatever the list says. */
function tiersOf(
  { provider, model }: PricedModel,
  asked: RepriceChoice["serviceTier"],
  steps: readonly Step[],
  rows: readonly PriceRow[],
): readonly ServiceTier[] {
  const at = Math.max(0, ...steps.map(({ startedAt }) => Date.parse(startedAt)));
  const row = findPriceRow(provider, model, at, rows);
  return serviceTiers.filter(
    (tier) => (asked === "all" || asked === tier) && (tier === "standard" || row?.tiers?.[tier] !== undefined),
  );
}

function amount(usd: string | null): bigint {
  return usd === null ? 0n : (parseUsd(usd) ?? 0n);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
