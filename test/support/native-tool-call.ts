import type { WireId } from "../../src/core/model/ids.ts";
import { isJsonArray, isJsonObject } from "../../src/core/model/json.ts";
import type { JsonObject, JsonValue } from "../../src/core/model/json.ts";
import type { Attempt } from "../../src/core/model/session.ts";

/** The same reply, ending in a tool call: its block, and the item in the form of its wire. */
export function withToolCall(attempt: Attempt, wire: WireId, callId: string, name: string): Attempt {
  const block = { type: "tool-call" as const, callId, name, arguments: "{}", isOpen: false };
  return { ...attempt, blocks: [...attempt.blocks, block], items: itemsWith(attempt, wire, callId, name) };
}

function itemsWith({ items, opaque }: Attempt, wire: WireId, callId: string, name: string): readonly JsonValue[] {
  const openAiCall = { id: callId, type: "function", function: { name, arguments: "{}" } };
  switch (wire) {
    case "openai-responses":
      return [...items, { type: "function_call", id: "fc_1", call_id: callId, name, arguments: "{}", status: "completed" }];
    case "anthropic-messages":
      return [...items, { type: "tool_use", id: callId, name, input: {} }];
    case "bedrock-converse":
      return [...items, { toolUse: { toolUseId: callId, name, input: {} } }];
    case "gemini-generate-content": {
      const [state] = opaque;
      const signature = state === undefined ? {} : { thoughtSignature: state.data };
      return [...items, { functionCall: { id: callId, name, args: {} }, ...signature }];
    }
    case "gemini-interactions":
      return [...items, { type: "function_call", id: callId, name, arguments: {} }];
    case "openai-chat":
    case "cohere-chat":
      return onLast(items, (message) => ({ ...message, tool_calls: [openAiCall] }));
    case "ollama-chat":
      return onLast(items, (message) => ({ ...message, tool_calls: [{ function: { name, arguments: {} } }] }));
  }
}

function onLast(items: readonly JsonValue[], change: (message: JsonObject) => JsonObject): readonly JsonValue[] {
  return items.map((item, index) => {
    return index === items.length - 1 && isJsonObject(item) && !isJsonArray(item) ? change(item) : item;
  });
}
