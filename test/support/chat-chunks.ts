import { openaiChatWire } from "../../src/core/adapters/wires/openai-chat.ts";
import type { OpenaiChatDialect } from "../../src/core/adapters/wires/openai-chat-dialect.ts";
import type { JsonObject, JsonValue } from "../../src/core/model/json.ts";
import type { Decoded } from "./decode-wire.ts";
import { decodeStream } from "./decode-wire.ts";

export const done = "data: [DONE]\n\n";

export function decodeChat(messages: readonly JsonValue[], dialect: Partial<OpenaiChatDialect> = {}): Decoded {
  return decodeStream(openaiChatWire, messages, dialect);
}

export function delta(value: JsonObject): JsonObject {
  return { id: "c-1", model: "m-1", choices: [{ index: 0, delta: value, finish_reason: null }] };
}

export function finish(reason: string): JsonObject {
  return { id: "c-1", model: "m-1", choices: [{ index: 0, delta: {}, finish_reason: reason }] };
}
