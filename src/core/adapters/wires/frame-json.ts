import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonObject, isWithinDepth } from "../../model/json.ts";
import { malformedFrame } from "../../transport/frame-error.ts";
import { maxMessageDepth } from "../../transport/framer.ts";

/**
 * The JSON object of a frame, parsed once. Null for what some relays send as a sign of life (provider-matrix trap 45)
 * and for JSON that is no object: unknown frames are ignored.
 * @throws ProviderError `malformed-response` when it is no JSON, or nested absurdly deep; `provider` is filled in by whoever drives the wire.
 */
export function parseFrame(data: string): JsonObject | null {
  if (data === "" || data.charCodeAt(0) === colon) return null;
  let value: JsonValue;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    if (data.trim() === "") return null;
    throw malformedFrame(`A message of the response is not valid JSON: it begins with ${quote(data)}.`, cause);
  }
  if (!isJsonObject(value)) return null;
  if (data.length > deepChars && !isWithinDepth(value, maxMessageDepth)) {
    throw malformedFrame(`A message of the response is nested more than ${maxMessageDepth} levels deep.`);
  }
  return value;
}

/** What is shorter cannot nest deep enough to harm, and nearly every message of a stream is. */
const deepChars = 4096;

const colon = 58;

/** Short, and without line breaks: it stands in a sentence. */
function quote(data: string): string {
  const start = data.trimStart().replace(/\s+/g, " ").slice(0, 40);
  return `“${start}”`;
}
