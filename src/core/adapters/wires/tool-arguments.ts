import { isJsonObject, type JsonObject } from "../../model/json.ts";

/** A call's arguments as the object they stand for. Null: not a whole JSON object (the call was cut off). */
export function parseToolArguments(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Anthropic and Bedrock take only letters, digits, `_` and `-`; ids of other providers hold more. */
export function plainToolId(callId: string): string {
  return callId.replace(/[^a-zA-Z0-9_-]/g, "_");
}
