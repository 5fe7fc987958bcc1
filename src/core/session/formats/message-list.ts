import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject } from "../../model/json.ts";

export interface ListedMessage {
  readonly message: JsonObject;
  /** Where it stands in the file, as losses name it. */
  readonly path: string;
}

/** The messages of a bare list, or of a list under `messages`. What is no object is no message, but keeps its place. */
export function listedMessages(json: JsonValue): readonly ListedMessage[] {
  const messages = isJsonArray(json) ? json : isJsonObject(json) ? arrayAt(json, "messages") : [];
  const prefix = isJsonArray(json) ? "" : "messages.";
  return messages.flatMap((message, index) => (isJsonObject(message) ? [{ message, path: `${prefix}${String(index)}` }] : []));
}
