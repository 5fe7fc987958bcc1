import type { Block } from "../../model/block.ts";
import { isJsonObject, mergeJson, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { Message, Tool } from "../../model/model-request.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import type { GeminiInteractionsDialect } from "./gemini-interactions-dialect.ts";
import { parseToolArguments } from "./tool-arguments.ts";
import { ToolCallIds } from "./tool-call-ids.ts";

export function encodeGeminiInteractions(input: EncodeInput, dialect: GeminiInteractionsDialect): EncodedRequest {
  const { request } = input;
  const continuation = takeContinuation(request.messages);
  const ids = new ToolCallIds("short");
  const base: JsonObject = {
    model: request.model,
    ...(request.system === "" ? {} : { system_instruction: request.system }),
    input: continuation.messages.flatMap((message) => encodeMessage(message, ids)),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
    generation_config: {
      ...(input.maxOutputTokens === null ? {} : { max_output_tokens: input.maxOutputTokens }),
      ...(request.wantsSummary && dialect.thinkingSummaries === "when-wanted" ? { thinking_summaries: "auto" } : {}),
    },
    store: dialect.store,
    ...(request.isStreaming ? { stream: true } : {}),
    ...(continuation.token === null ? {} : { continuation_token: continuation.token }),
  };
  const body = mergeJson(mergeJson(base, dialect.body), input.effort.sent ?? {});
  return { path: dialect.path, headers: {}, body: withoutEmptyConfig(body) };
}

function withoutEmptyConfig(body: JsonObject): JsonObject {
  const { generation_config: config, ...rest } = body;
  return isJsonObject(config) && Object.keys(config).length === 0 ? rest : body;
}

/** With nothing stored, an unfinished answer is gone on with by sending the same input again with the token. */
function takeContinuation(messages: readonly Message[]): {
  readonly token: string | null;
  readonly messages: readonly Message[];
} {
  const last = messages.at(-1);
  const item = last?.role === "assistant" && last.replay?.wire === wire ? last.replay.items.at(-1) : undefined;
  const token = isJsonObject(item) ? stringAt(item, "continuation_token") : null;
  return token === null ? { token, messages } : { token, messages: messages.slice(0, -1) };
}

const wire = "gemini-interactions";

function encodeMessage(message: Message, ids: ToolCallIds): readonly JsonValue[] {
  switch (message.role) {
    case "user":
      return [{ type: "user_input", content: [{ type: "text", text: message.text }] }];
    case "tool": {
      const result = {
        type: "function_result",
        call_id: ids.forResult(message.callId),
        name: message.name,
        result: message.text,
      };
      return [message.isError ? { ...result, is_error: true } : result];
    }
    case "assistant":
      if (message.replay?.wire === wire) {
        for (const block of message.blocks) if (block.type === "tool-call") ids.forReplay(block.callId);
        return message.replay.items.filter((item) => !isJsonObject(item) || item["continuation_token"] === undefined);
      }
      return message.blocks.flatMap((block) => encodeBlock(block, ids));
  }
}

/** A call that was cut off goes without arguments, which keeps the pair of call and result intact. */
function encodeBlock(block: Block, ids: ToolCallIds): readonly JsonObject[] {
  switch (block.type) {
    case "reasoning":
      return [];
    case "answer":
      return block.text === "" ? [] : [{ type: "model_output", content: [{ type: "text", text: block.text }] }];
    case "tool-call": {
      const args = parseToolArguments(block.arguments) ?? {};
      return [{ type: "function_call", id: ids.forCall(block.callId), name: block.name, arguments: args }];
    }
  }
}

function encodeTool(tool: Tool): JsonObject {
  return { type: "function", name: tool.name, description: tool.description, parameters: tool.parameters };
}
