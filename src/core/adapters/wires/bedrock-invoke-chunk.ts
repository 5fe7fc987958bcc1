import type { JsonObject } from "../../model/json.ts";
import { malformedFrame } from "../../transport/frame-error.ts";
import { parseFrame } from "./frame-json.ts";

/**
 * Bedrock's `invoke` answers in the model's own dialect, each event as base64 in `{bytes}` inside an AWS frame
 * (provider-matrix 3.6). Null: not such a chunk.
 * @throws ProviderError `malformed-response` when the bytes are no base64 or no JSON.
 */
export function unwrapInvokeChunk(chunk: JsonObject): JsonObject | null {
  const bytes = chunk["bytes"];
  return typeof bytes === "string" ? parseFrame(decodeBase64(bytes)) : null;
}

function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch (cause) {
    throw malformedFrame("A message of the response is not valid base64.", cause);
  }
}
