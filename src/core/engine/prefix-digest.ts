import canonicalize from "canonicalize";
import type { Message, ModelRequest } from "../model/model-request.ts";

/**
 * Names everything that stands before an answer: system, tools and messages, in canonical JSON (RFC 8785). Native
 * continuation is bound to exactly this, so model, effort and limits stay out of it.
 */
export function prefixDigest(
  request: Pick<ModelRequest, "system" | "tools" | "messages">,
  sha256: (text: string) => string,
): string {
  const value = { system: request.system, tools: request.tools, messages: request.messages.map(stable) };
  return sha256(canonicalize(value) ?? "");
}

/** What is sent of a message. A replayed turn is its provider items; the blocks beside them are only for reading. */
function stable(message: Message): unknown {
  if (message.role !== "assistant") return message;
  if (message.replay !== null) return { role: message.role, items: message.replay.items };
  return { role: message.role, blocks: message.blocks };
}
