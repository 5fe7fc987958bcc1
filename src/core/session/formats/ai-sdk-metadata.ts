import type { OpaqueState } from "../../model/block.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { AnswerBuilder } from "./answer-builder.ts";

/** Where the AI SDK keeps each provider's opaque state: `providerOptions` of model messages, `providerMetadata` of UI parts. */
const places = [
  { provider: "anthropic", key: "signature", kind: "signature", format: "anthropic-claude-v1" },
  { provider: "anthropic", key: "redactedData", kind: "redacted", format: "anthropic-claude-v1" },
  { provider: "openai", key: "reasoningEncryptedContent", kind: "encrypted", format: "openai-responses-v1" },
  { provider: "google", key: "thoughtSignature", kind: "thought-signature", format: "google-gemini-v1" },
  { provider: "vertex", key: "thoughtSignature", kind: "thought-signature", format: "google-gemini-v1" },
  { provider: "azure", key: "reasoningEncryptedContent", kind: "encrypted", format: "openai-responses-v1" },
  { provider: "bedrock", key: "signature", kind: "signature", format: "anthropic-claude-v1" },
  { provider: "bedrock", key: "redactedData", kind: "redacted", format: "anthropic-claude-v1" },
] as const;

/** Adds a reasoning part with what its metadata holds. @returns the provider that names */
export function addReasoning(text: string, metadata: JsonValue | undefined, into: AnswerBuilder): string | null {
  const kind = placeOf(metadata)?.kind ?? null;
  const withoutText = kind === "redacted" ? "redacted" : kind === "encrypted" ? "encrypted" : "omitted";
  // Only summaries come with encrypted reasoning.
  into.reasoning(text, text === "" ? withoutText : kind === "encrypted" ? "summary" : "raw");
  return addOpaque(metadata, into);
}

function placeOf(metadata: JsonValue | undefined): (typeof places)[number] | null {
  if (!isJsonObject(metadata)) return null;
  return places.find(({ provider, key }) => (stringAt(objectAt(metadata, provider) ?? {}, key) ?? "") !== "") ?? null;
}

/** Adds what the metadata of a part holds to the block that was added last. @returns the provider it names */
export function addOpaque(metadata: JsonValue | undefined, into: AnswerBuilder): string | null {
  const place = placeOf(metadata);
  if (place === null || !isJsonObject(metadata)) return null;
  into.opaque(place.kind, stringAt(objectAt(metadata, place.provider) ?? {}, place.key) ?? "", place.format);
  return place.provider;
}

/** Null when the SDK has no place for this state. */
export function metadataOf(state: OpaqueState | null): JsonObject | null {
  if (state === null) return null;
  const place = places.find(({ kind, format }) => kind === state.kind && format === state.format);
  return place === undefined ? null : { [place.provider]: { [place.key]: state.data } };
}
