import type { Block } from "../../model/block.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonArray, isJsonObject, mergeJson } from "../../model/json.ts";
import type { Message } from "../../model/model-request.ts";
import type { EncodedRequest, EncodeInput, Wire } from "../wire.ts";
import { CohereChatDecoder, decodeCohereChatBody } from "./cohere-chat-decode.ts";
import { readErrorBody } from "./error-body.ts";
import type { CohereChatDialect } from "./cohere-chat-dialect.ts";
import { defaultCohereChatDialect } from "./cohere-chat-dialect.ts";
import { nestedCalls, nestedTool } from "./nested-tools.ts";
import { ToolCallIds } from "./tool-call-ids.ts";

/** Cohere's `/v2/chat`. */
export const cohereChatWire: Wire<CohereChatDialect> = {
  id: "cohere-chat",
  framing: "sse",
  defaultDialect: defaultCohereChatDialect,
  encode: encodeCohereChat,
  createDecoder: (dialect, classify) => new CohereChatDecoder(dialect, classify),
  decodeBody: decodeCohereChatBody,
  readError: (_status, body) => readErrorBody(body),
};

function encodeCohereChat(input: EncodeInput, dialect: CohereChatDialect): EncodedRequest {
  const { request, effort, maxOutputTokens } = input;
  const ids = new ToolCallIds("short");
  const body: Record<string, JsonValue> = {
    model: request.model,
    messages: [
      ...(request.system === "" ? [] : [{ role: "system", content: request.system }]),
      ...request.messages.flatMap((message) => encodeMessage(message, ids, dialect)),
    ],
    stream: request.isStreaming,
  };
  if (maxOutputTokens !== null) body["max_tokens"] = maxOutputTokens;
  if (request.tools.length > 0) body["tools"] = request.tools.map(nestedTool);
  return {
    path: "/v2/chat",
    headers: { accept: request.isStreaming ? "text/event-stream" : "application/json" },
    body: mergeJson(mergeJson(dialect.body, body), effort.sent ?? {}),
  };
}

function encodeMessage(message: Message, ids: ToolCallIds, dialect: CohereChatDialect): readonly JsonObject[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return [{ role: "tool", tool_call_id: ids.forResult(message.callId), content: message.text }];
    case "assistant": {
      const replayed = message.replay?.wire === "cohere-chat" ? message.replay.items.filter(isJsonObject) : [];
      if (replayed.length === 0) return [fromBlocks(message.blocks, ids)];
      for (const block of message.blocks) if (block.type === "tool-call") ids.forReplay(block.callId);
      return dialect.replayReasoning === "echo" ? replayed : replayed.map(withoutThinking);
    }
  }
}

/** Reasoning blocks are not encoded: they are another model's, and only a replayed item may carry reasoning. */
function fromBlocks(blocks: readonly Block[], ids: ToolCallIds): JsonObject {
  const textOf = (isPlan: boolean) =>
    blocks
      .flatMap((block) => (block.type === "answer" && (block.channel === "commentary") === isPlan ? [block.text] : []))
      .join("");
  const calls = nestedCalls(blocks, ids);
  const message: Record<string, JsonValue> = { role: "assistant" };
  const content = textOf(false);
  if (content !== "" || calls.length === 0) message["content"] = content;
  if (calls.length === 0) return message;
  const plan = textOf(true);
  if (plan !== "") message["tool_plan"] = plan;
  message["tool_calls"] = calls;
  return message;
}

function withoutThinking(item: JsonObject): JsonObject {
  const content = item["content"];
  if (!isJsonArray(content)) return item;
  return { ...item, content: content.filter((part) => !isJsonObject(part) || part["type"] !== "thinking") };
}
