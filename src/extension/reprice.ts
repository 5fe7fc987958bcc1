import type { Registry } from "../core/adapters/registry.ts";
import type { RepriceChoice, RepriceTable } from "../core/model/reprice.ts";
import type { Session } from "../core/model/session.ts";
import type { PriceBook } from "../core/pricing/price-book.ts";
import type { PriceRow } from "../core/pricing/price-row.ts";
import { priceRows } from "../core/pricing/price-rows.ts";
import { distinctModels, repriceTable } from "../core/pricing/reprice-table.ts";
import type { PricedModel } from "../core/pricing/reprice-table.ts";
import { listedModels, modelLabel } from "./models/model-offers.ts";

export interface RepriceSources {
  readonly registry: Registry;
  readonly ownRows: readonly PriceRow[];
  engine(): { readonly prices: PriceBook };
}

/** Prices a session's steps on every model that Switchyard knows a price of. */
export async function reprice(session: Session, choice: RepriceChoice, sources: RepriceSources): Promise<RepriceTable> {
  const { registry, ownRows } = sources;
  const { prices } = sources.engine();
  const rows = [...ownRows, ...priceRows];
  const listed = registry.providers().flatMap((provider): PricedModel[] =>
    listedModels(provider).map(({ id, label }) => ({
      provider: provider.id,
      model: id,
      providerLabel: provider.label,
      modelLabel: label,
    })),
  );
  const ran = Object.values(session.steps).map(({ origin }) => named(registry, origin.provider, origin.model));
  const models = distinctModels([...ran, ...listed, ...rows.map(({ provider, model }) => named(registry, provider, model))]);
  // The larger catalogue is loaded once, by the first of them that needs it.
  for (const { provider, model } of models) await prices.prepare(provider, model);
  return repriceTable(session, choice, { prices, rows, models });
}

function named(registry: Registry, id: string, model: string): PricedModel {
  const provider = registry.provider(id);
  return {
    provider: id,
    model,
    providerLabel: provider?.label ?? id,
    modelLabel: provider === null ? model : modelLabel(provider, model),
  };
}
