import type { WireId } from "../../model/ids.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Message } from "../../model/model-request.ts";

export interface Turn {
  readonly role: "user" | "assistant";
  readonly content: JsonValue[];
}

/**
 * Neighbours of one role become one turn: roles must alternate, and the results of parallel tool calls must stand together
 * right after the calls. A turn without content (a bare refusal) is refused by the server; leaving it out changes nothing.
 */
export function joinTurns(messages: readonly Message[], contentOf: (message: Message) => readonly JsonValue[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const content = contentOf(message);
    if (content.length === 0) continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content: [...content] });
  }
  return turns;
}

/** True when an earlier answer goes back verbatim on this wire. */
export function hasReplay(messages: readonly Message[], wire: WireId): boolean {
  return messages.some((message) => message.role === "assistant" && message.replay?.wire === wire);
}
