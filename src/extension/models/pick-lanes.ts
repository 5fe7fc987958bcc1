import * as vscode from "vscode";
import type { Provider } from "../../core/adapters/provider.ts";
import type { Registry } from "../../core/adapters/registry.ts";
import { effortText, effortTiers, parseEffort } from "../../core/model/effort.ts";
import type { Effort } from "../../core/model/effort.ts";
import type { ModelOffer, TierOffer } from "../../protocol/messages.ts";
import type { KeyState } from "../keys/key-store.ts";
import { listedModels } from "./model-offers.ts";
import type { ModelChoice } from "./model-offers.ts";

export interface PickFacts {
  readonly registry: Registry;
  readonly keys: ReadonlyMap<string, KeyState>;
  readonly offer: (choice: ModelChoice) => ModelOffer | null;
}

export interface PickedLanes {
  readonly choice: ModelChoice;
  readonly efforts: readonly Effort[];
}

interface ModelItem extends vscode.QuickPickItem {
  readonly provider?: Provider;
  /** Undefined: ask for an id. */
  readonly model?: string;
}

interface TierItem extends vscode.QuickPickItem {
  /** Undefined: ask for a number of tokens. */
  readonly effort?: Effort;
}

/** Provider and model, then one or more tiers: each becomes a lane. Null when the reader changed their mind. */
export async function pickLanes(facts: PickFacts): Promise<PickedLanes | null> {
  const choice = await pickModel(facts, "Add Lane (1/2): model");
  if (choice === null) return null;
  const efforts = await pickEfforts(facts.offer(choice), "Add Lane (2/2): effort, one lane for each");
  return efforts === null || efforts.length === 0 ? null : { choice, efforts };
}

export async function pickModel(facts: PickFacts, title: string): Promise<ModelChoice | null> {
  const items = facts.registry.providers().flatMap((provider) => modelItems(provider, facts.keys.get(provider.id)));
  const options = { title, placeHolder: "Type a model or a provider", matchOnDescription: true, matchOnDetail: true };
  const picked = await vscode.window.showQuickPick(items, options);
  if (picked?.provider === undefined) return null;
  if (picked.model !== undefined) return { provider: picked.provider.id, model: picked.model };
  const model = await vscode.window.showInputBox({
    title: `${title} of ${picked.provider.label}`,
    prompt: "The model's id, exactly as the provider writes it",
    ignoreFocusOut: true,
    validateInput: (value) => (/^\S{1,200}$/.test(value.trim()) ? null : "A model id has no spaces in it."),
  });
  return model === undefined ? null : { provider: picked.provider.id, model: model.trim() };
}

function modelItems(provider: Provider, key: KeyState | undefined): readonly ModelItem[] {
  const { label } = provider;
  const separator: ModelItem = { label: `${label}${keyNote(provider, key)}`, kind: vscode.QuickPickItemKind.Separator };
  const listed = listedModels(provider).map((model): ModelItem => ({
    label: model.label,
    description: `${model.id} · ${label}`,
    provider,
    model: model.id,
  }));
  if (provider.kind === "simulated") return [separator, ...listed];
  return [separator, ...listed, { label: "$(edit) Another model …", description: label, provider }];
}

function keyNote(provider: Provider, key: KeyState | undefined): string {
  if (provider.kind === "simulated") return " (simulated on this machine, no key)";
  return key?.state === "missing" ? " (no key yet)" : "";
}

async function pickEfforts(offer: ModelOffer | null, title: string): Promise<readonly Effort[] | null> {
  const items = offer === null ? [] : effortTiers.flatMap((tier) => tierItems(tier, offer.tiers[tier]));
  const ownChoice: TierItem = {
    label: "default",
    description: "sends nothing",
    ...detail(offer?.tiers.default.note ?? null),
    effort: "default",
  };
  const budget: TierItem = { label: "$(edit) A token budget …" };
  const picked = await vscode.window.showQuickPick([...items, ownChoice, budget], {
    title,
    canPickMany: true,
    placeHolder: "Space selects, Enter adds",
    ignoreFocusOut: true,
  });
  if (picked === undefined) return null;
  const efforts = picked.flatMap((item) => (item.effort === undefined ? [] : [item.effort]));
  if (!picked.some((item) => item.effort === undefined)) return efforts;
  const tokens = await askBudget();
  return tokens === null ? efforts : [...efforts, tokens];
}

/** One tier, or the model's own choice. Null when the reader changed their mind. */
export async function pickOneEffort(offer: ModelOffer | null, title: string): Promise<Effort | null> {
  const tiers = offer === null ? [] : effortTiers.flatMap((tier) => tierItems(tier, offer.tiers[tier]));
  const ownChoice: TierItem = { label: "default", description: "sends nothing", effort: "default" };
  const picked = await vscode.window.showQuickPick([ownChoice, ...tiers], { title, placeHolder: "Little is enough to compare" });
  return picked?.effort ?? null;
}

function tierItems(tier: (typeof effortTiers)[number], offer: TierOffer): readonly TierItem[] {
  if (offer.state !== "offered") return [];
  const description = offer.body === null ? "sends nothing" : `sends ${offer.body}`;
  return [{ label: effortText(tier), description, ...detail(offer.note), effort: tier }];
}

function detail(note: string | null): { readonly detail?: string } {
  return note === null ? {} : { detail: note };
}

async function askBudget(): Promise<Effort | null> {
  const text = await vscode.window.showInputBox({
    title: "Token budget for reasoning",
    prompt: "A whole number of tokens, for example 8192",
    ignoreFocusOut: true,
    validateInput: (value) => (typeof parseEffort(value.trim()) === "object" ? null : "A whole number from 1."),
  });
  return text === undefined ? null : parseEffort(text.trim());
}
