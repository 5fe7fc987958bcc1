import { ProviderError } from "../model/errors.ts";
import type { JsonValue } from "../model/json.ts";
import { arrayAt, isJsonObject } from "../model/json.ts";
import type { AskContext } from "./ask-provider.ts";
import { askProvider } from "./ask-provider.ts";
import type { DiscoveredModel } from "./discovered-models.ts";
import { readModels } from "./discovered-models.ts";
import { findRow } from "./model-row.ts";
import type { Discovery, ModelRow, Provider } from "./provider.ts";

/*
 * Asks providers what models they have, on demand. Only ever adds to what the table knows: a list that says nothing about
 * effort leaves the table's word in place.
 */

export interface Discovered {
  readonly models: readonly DiscoveredModel[];
  readonly askedAtMs: number;
}

export interface ModelDiscovery {
  /**
   * What the provider lists; a recent answer is used again. Null: it has no list.
   * @throws ProviderError as a completion does
   */
  discover(provider: Provider, signal: AbortSignal): Promise<Discovered | null>;
  /** Forgets what was heard, so that the next question is asked. */
  forget(): void;
}

export function createDiscovery(context: AskContext, maxAgeMs = 10 * 60_000): ModelDiscovery {
  const heard = new Map<string, Discovered>();
  return {
    forget: () => heard.clear(),
    async discover(provider, signal) {
      if (provider.discovery === undefined) return null;
      const { baseUrl = provider.baseUrl } = await context.credentials.parametersFor(provider.id);
      const name = `${provider.id} ${baseUrl}`;
      const known = heard.get(name);
      if (known !== undefined && context.now() - known.askedAtMs < maxAgeMs) return known;
      const models = await ask(provider, provider.discovery, context, signal);
      const discovered: Discovered = { models, askedAtMs: context.now() };
      heard.set(name, discovered);
      return discovered;
    },
  };
}

async function ask(
  provider: Provider,
  discovery: Discovery,
  context: AskContext,
  signal: AbortSignal,
): Promise<readonly DiscoveredModel[]> {
  const { path, headers } = discovery;
  const answer = await askProvider(
    provider,
    { path, body: null, ...(headers === undefined ? {} : { headers }) },
    context,
    signal,
  );
  const models = readModels(answer, discovery);
  if (discovery.shape !== "ollama") return models;
  const asked: DiscoveredModel[] = [];
  for (const model of models) asked.push(await withOllamaCapabilities(provider, model, context, signal));
  return asked;
}

/** Ollama's list does not say which models think, and those that do not refuse any effort. */
async function withOllamaCapabilities(
  provider: Provider,
  model: DiscoveredModel,
  context: AskContext,
  signal: AbortSignal,
): Promise<DiscoveredModel> {
  let shown: JsonValue;
  try {
    shown = await askProvider(provider, { path: "/api/show", body: { model: model.id } }, context, signal);
  } catch (error) {
    // The list stands without it: one broken model must not hide the others.
    if (!(error instanceof ProviderError)) throw error;
    return model;
  }
  const capabilities = isJsonObject(shown) ? arrayAt(shown, "capabilities") : [];
  if (capabilities.length === 0 || capabilities.includes("thinking")) return model;
  return { ...model, effort: { type: "none", why: "Ollama lists this model as one that does not think." } };
}

/** The provider with a row for every model it lists, before the table's own rows; those worth offering first come first. */
export function withDiscovered(provider: Provider, { models, askedAtMs }: Discovered): Provider {
  const asOf = new Date(askedAtMs).toISOString().slice(0, 10);
  const found = new Set(models.map((model) => model.id));
  const offered = provider.models.flatMap((row) => row.listed ?? []).map(({ id }) => id);
  const place = ({ id }: DiscoveredModel): number => (offered.includes(id) ? offered.indexOf(id) : offered.length);
  const rows = models
    .toSorted((a, b) => place(a) - place(b))
    .map((model) => discoveredRow(model, findRow(provider, model.id), asOf));
  return { ...provider, models: [...rows, ...provider.models.map((row) => withoutListed(row, found))] };
}

function discoveredRow(model: DiscoveredModel, known: ModelRow | null, asOf: string): ModelRow {
  const { id, label, limits, effort } = model;
  const listedLabel = known?.listed?.find((listed) => listed.id === id)?.label;
  const base: Omit<ModelRow, "match"> = known ?? {
    effort: { type: "unknown" },
    trace: { visibility: "unknown" },
    fact: { asOf, source: "the provider's list of models", status: "documented", note: "the list says nothing about effort." },
  };
  const doesNotThink = effort?.type === "none";
  return {
    ...base,
    match: escaped(id),
    exactId: id,
    listed: [{ id, label: listedLabel ?? label ?? id }],
    limits: { ...base.limits, ...limits },
    ...(effort === null ? {} : { effort, fact: { asOf, source: "the provider's list of models", status: "documented" } }),
    ...(doesNotThink ? { trace: { visibility: "none" }, otherWires: {} } : {}),
  };
}

function withoutListed(row: ModelRow, found: ReadonlySet<string>): ModelRow {
  const { listed = [], ...rest } = row;
  const left = listed.filter(({ id }) => !found.has(id));
  return left.length === 0 ? rest : { ...rest, listed: left };
}

function escaped(id: string): string {
  return `^${id.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
}
