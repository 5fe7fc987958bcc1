import type { Registry } from "../../core/adapters/registry.ts";
import type { ProviderId } from "../../core/model/ids.ts";
import type { PriceBook } from "../../core/pricing/price-book.ts";
import type { Budgets, EditorContext, ModelOffer, ModelSource, Sample } from "../../protocol/messages.ts";
import type { KeyState } from "../keys/key-store.ts";
import { listedModels, offerModel } from "../models/model-offers.ts";
import type { ModelChoice } from "../models/model-offers.ts";

export interface ContextFacts {
  readonly registry: Registry;
  readonly prices: PriceBook;
  readonly keys: ReadonlyMap<ProviderId, KeyState>;
  readonly samples: readonly Sample[];
  readonly budgets: Budgets;
  readonly isRunning: boolean;
  readonly readOnlyReason: string | null;
  /** Models that have a lane, then those the reader added to the matrix. */
  readonly chosen: readonly ModelChoice[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Rows that nobody asked for, at the end of the matrix: enough to start with, few enough to see. */
const maxSuggestions = 6;

/** What the page needs to know besides the session. */
export function editorContext(facts: ContextFacts): EditorContext {
  return {
    isRunning: facts.isRunning,
    isEditable: facts.readOnlyReason === null,
    readOnlyReason: facts.readOnlyReason,
    budgets: facts.budgets,
    models: [...modelOffers(facts)],
    sources: [...modelSources(facts)],
    samples: facts.samples,
  };
}

function* modelOffers(facts: ContextFacts): Iterable<ModelOffer> {
  const seen = new Set<string>();
  for (const choice of [...facts.chosen, ...suggestions(facts)]) {
    const id = `${choice.provider}/${choice.model}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const offer = offerModel(choice, { ...facts, at: facts.now, key: facts.keys.get(choice.provider)?.state ?? "missing" });
    if (offer !== null) yield offer;
  }
}

/** Models that would run as things are: of providers with a key first, then the simulated ones. */
function suggestions(facts: ContextFacts): readonly ModelChoice[] {
  const providers = facts.registry.providers();
  const ready = providers.filter(({ kind, id }) => kind !== "simulated" && facts.keys.get(id)?.state === "present");
  const simulated = providers.filter(({ kind }) => kind === "simulated");
  const ofReady = ready.flatMap((provider) =>
    listedModels(provider)
      .slice(0, 3)
      .map(({ id }) => ({ provider: provider.id, model: id })),
  );
  const ofSimulated = simulated.flatMap((provider) =>
    listedModels(provider).map(({ id }) => ({ provider: provider.id, model: id })),
  );
  return [...ofReady, ...ofSimulated].slice(0, maxSuggestions);
}

function* modelSources(facts: ContextFacts): Iterable<ModelSource> {
  const simulated = facts.registry.providers().filter(({ kind }) => kind === "simulated");
  const [first] = simulated;
  if (first !== undefined) {
    const models = simulated.reduce((sum, provider) => sum + listedModels(provider).length, 0);
    yield { type: "local", provider: first.id, label: first.label, models };
  }
  for (const { id, label } of facts.registry.providers()) {
    const variable = facts.keys.get(id)?.offeredVariable ?? null;
    if (variable !== null) yield { type: "environment-key", provider: id, label, variable };
  }
  yield { type: "add-key" };
}
