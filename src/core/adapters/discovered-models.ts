import type { EffortTier } from "../model/effort.ts";
import { effortTiers, isEffortTier } from "../model/effort.ts";
import type { JsonObject, JsonValue } from "../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, numberAt, objectAt, stringAt } from "../model/json.ts";
import { adaptiveThinking, reasoningObject, thinkingOff, tiersKnob, words } from "./effort-knobs.ts";
import type { Discovery, EffortKnob, ModelLimits } from "./provider.ts";

/** A model as its provider lists it. What the list does not say is null, and the table's word stands. */
export interface DiscoveredModel {
  readonly id: string;
  readonly label: string | null;
  readonly limits: ModelLimits;
  /** Set where the list itself says what the model takes. */
  readonly effort: EffortKnob | null;
}

/** Reads a list of models, in the shapes there are. Entries that are no models are left out. */
export function readModels(answer: JsonValue, discovery: Discovery): readonly DiscoveredModel[] {
  const skip = discovery.skip === undefined ? null : new RegExp(discovery.skip, "i");
  return entries(answer)
    .filter(isJsonObject)
    .flatMap((entry) => readModel(entry, discovery.shape) ?? [])
    .filter((model) => skip?.test(model.id) !== true);
}

function entries(answer: JsonValue): readonly JsonValue[] {
  if (isJsonArray(answer)) return answer;
  if (!isJsonObject(answer)) return [];
  const data = arrayAt(answer, "data");
  return data.length > 0 ? data : arrayAt(answer, "models");
}

function readModel(entry: JsonObject, shape: Discovery["shape"]): DiscoveredModel | null {
  switch (shape) {
    case "anthropic":
      return model(entry, { effort: anthropicKnob(entry), maxOutputTokens: numberAt(entry, "max_tokens") });
    case "openrouter":
      return model(entry, {
        effort: openrouterKnob(entry),
        maxOutputTokens: numberAt(objectAt(entry, "top_provider") ?? {}, "max_completion_tokens"),
      });
    case "google":
      return googleModel(entry);
    case "ollama":
      return model(entry, {});
    case "lmstudio":
      return (stringAt(entry, "type") ?? "llm").startsWith("embed") ? null : model(entry, {});
    case "llamacpp":
      return model({ ...entry, context_length: numberAt(objectAt(entry, "meta") ?? {}, "n_ctx_train") }, {});
    case "openai":
    case "vllm":
      return model(entry, { maxOutputTokens: numberAt(entry, "max_completion_tokens") });
  }
}

/** Servers agree on the id, and on little else. */
function model(
  entry: JsonObject,
  more: { readonly effort?: EffortKnob | null; readonly maxOutputTokens?: number | null },
): DiscoveredModel | null {
  const id = stringAt(entry, "id") ?? stringAt(entry, "model") ?? stringAt(entry, "name");
  if (id === null || id === "") return null;
  const contextTokens = contextFields.map((field) => numberAt(entry, field)).find((tokens) => tokens !== null && tokens > 0);
  const name = stringAt(entry, "display_name") ?? stringAt(entry, "name");
  return {
    id,
    label: name === id ? null : name,
    limits: limits(contextTokens ?? null, more.maxOutputTokens ?? null),
    effort: more.effort ?? null,
  };
}

const contextFields = ["max_input_tokens", "context_length", "context_window", "max_model_len", "max_context_length"];

function limits(contextTokens: number | null, maxOutputTokens: number | null): ModelLimits {
  return {
    ...(contextTokens === null ? {} : { contextTokens }),
    ...(maxOutputTokens === null || maxOutputTokens <= 0 ? {} : { maxOutputTokens }),
  };
}

function googleModel(entry: JsonObject): DiscoveredModel | null {
  const methods = arrayAt(entry, "supportedGenerationMethods");
  const id = stringAt(entry, "name")?.replace(/^models\//, "");
  if (id === undefined || !methods.includes("generateContent")) return null;
  return {
    id,
    label: stringAt(entry, "displayName"),
    limits: limits(numberAt(entry, "inputTokenLimit"), numberAt(entry, "outputTokenLimit")),
    effort: entry["thinking"] === false ? { type: "none", why: "Google lists this model as one that does not think." } : null,
  };
}

/** `capabilities`: adaptive thinking and its tiers. Older forms of thinking are left to the table. */
function anthropicKnob(entry: JsonObject): EffortKnob | null {
  const capabilities = objectAt(entry, "capabilities") ?? {};
  const thinking = objectAt(capabilities, "thinking") ?? {};
  if (thinking["supported"] === false) return { type: "none", why: "Anthropic lists this model as one that does not think." };
  const types = objectAt(thinking, "types") ?? {};
  const effort = objectAt(capabilities, "effort") ?? {};
  if (!isSupported(types, "adaptive") || !isSupported(capabilities, "effort")) return null;
  const accepted = effortTiers.filter((tier) => isSupported(effort, tier));
  if (accepted.length === 0) return null;
  const off = isSupported(types, "disabled") ? { none: thinkingOff } : {};
  return tiersKnob({ ...off, ...words(adaptiveThinking, ...accepted) });
}

function isSupported(capabilities: JsonObject, name: string): boolean {
  return objectAt(capabilities, name)?.["supported"] === true;
}

/** `reasoning`: what the model behind the gateway takes. A model without it does not reason. */
function openrouterKnob(entry: JsonObject): EffortKnob | null {
  const reasoning = objectAt(entry, "reasoning");
  if (reasoning === null) {
    const isKnown = isJsonArray(entry["supported_parameters"]) && !arrayAt(entry, "supported_parameters").includes("reasoning");
    return isKnown ? { type: "none", why: "OpenRouter lists this model as one that does not reason." } : null;
  }
  const listed = arrayAt(reasoning, "supported_efforts").filter((word) => typeof word === "string");
  const accepted: EffortTier[] = listed.filter(isEffortTier);
  if (accepted.length === 0) return null;
  if (reasoning["mandatory"] === false && !accepted.includes("none")) accepted.unshift("none");
  const byDefault = stringAt(reasoning, "default_effort");
  return tiersKnob(words(reasoningObject, ...accepted), {
    ...(byDefault !== null && isEffortTier(byDefault) && accepted.includes(byDefault) ? { providerDefault: byDefault } : {}),
    ...(reasoning["supports_max_tokens"] === true
      ? { budget: { path: ["reasoning", "max_tokens"], min: 1_024, max: 128_000 } }
      : {}),
  });
}
