import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject } from "../../model/json.ts";
import type { Session } from "../../model/session.ts";
import type { ReadContext, Source } from "./format.ts";
import { SessionDraft } from "./session-draft.ts";
import { Turns } from "./turns.ts";

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

/** A session of one conversation, message by message. @param label of the format, for one that has no title */
export function readMessageList(
  { json }: Source,
  context: ReadContext,
  label: string,
  readMessage: (message: JsonObject, path: string, turns: Turns) => void,
): Session {
  const draft = new SessionDraft(context);
  const turns = new Turns(draft, context);
  for (const { message, path } of listedMessages(json)) readMessage(message, path, turns);
  turns.end();
  return draft.toSession(label);
}
