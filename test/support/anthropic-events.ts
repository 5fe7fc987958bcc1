import { anthropicMessagesWire as wire } from "../../src/core/adapters/wires/anthropic-messages.ts";
import type { AnthropicMessagesDialect } from "../../src/core/adapters/wires/anthropic-messages-dialect.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import type { Decoded } from "./decode-wire.ts";
import { decodeWith, frame } from "./wire-harness.ts";

/* The events of an Anthropic stream, short enough to read a whole one at a glance. */

export const start = (usage: JsonObject = { input_tokens: 10, output_tokens: 1 }, more: JsonObject = {}): JsonObject => ({
  type: "message_start",
  message: { id: "msg_1", type: "message", role: "assistant", model: "claude-x", content: [], usage, ...more },
});
export const open = (index: number, content_block: JsonObject): JsonObject => ({
  type: "content_block_start",
  index,
  content_block,
});
export const delta = (index: number, delta: JsonObject): JsonObject => ({ type: "content_block_delta", index, delta });
export const close = (index: number): JsonObject => ({ type: "content_block_stop", index });
export const thinking = { type: "thinking", thinking: "", signature: "" };
export const text = { type: "text", text: "" };
export const end = (
  stop_reason: string,
  usage: JsonObject = { output_tokens: 5 },
  more: JsonObject = {},
): readonly JsonObject[] => [
  { type: "message_delta", delta: { stop_reason, stop_sequence: null, ...more }, usage },
  { type: "message_stop" },
];

export function decode(events: readonly JsonObject[], dialect: Partial<AnthropicMessagesDialect> = {}): Decoded {
  return decodeWith(
    wire,
    events.map((event) => frame(event)),
    dialect,
  );
}
