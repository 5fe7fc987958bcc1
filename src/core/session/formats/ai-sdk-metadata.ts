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
] as const;

/** Adds what the metadata of a part holds to the block that was added last. @returns the provider it names */
export function addOpaque(metadata: JsonValue | undefined, into: AnswerBuilder): string | null {
  if (!isJsonObject(metadata)) return null;
  let found: string | null = null;
  for (const { provider, key, kind, format } of places) {
    const data = stringAt(objectAt(metadata, provider) ?? {}, key);
    if (data === null || data === "") continue;
    into.opaque(kind, data, format);
    found = provider;
  }
  return found;
}

/** Null when the SDK has no place for this state. */
export function metadataOf(state: OpaqueState | null): JsonObject | null {
  if (state === null) return null;
  const place = places.find(({ kind, format }) => kind === state.kind && format === state.format);
  return place === undefined ? null : { [place.provider]: { [place.key]: state.data } };
}
