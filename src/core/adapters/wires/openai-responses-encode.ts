import type { Block } from "../../model/block.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonObject, mergeJson, stringAt } from "../../model/json.ts";
import type { Message, Replay, Tool } from "../../model/model-request.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import type { OpenaiResponsesDialect } from "./openai-responses-dialect.ts";
import { ToolCallIds } from "./tool-call-ids.ts";

export function encodeOpenaiResponses(input: EncodeInput, dialect: OpenaiResponsesDialect): EncodedRequest {
  const { request, effort, maxOutputTokens } = input;
  const hasSystem = request.system !== "";
  const ids = new ToolCallIds("short");
  const body: Record<string, JsonValue> = {
    model: request.model,
    input: [
      ...(hasSystem && dialect.systemPlacement !== "instructions"
        ? [{ role: dialect.systemPlacement, content: request.system }]
        : []),
      ...request.messages.flatMap((message) => encodeMessage(message, ids, dialect)),
    ],
    stream: request.isStreaming,
  };
  if (hasSystem && dialect.systemPlacement === "instructions") body["instructions"] = request.system;
  if (dialect.store !== null) body["store"] = dialect.store;
  if (dialect.requestsEncrypted) body["include"] = ["reasoning.encrypted_content"];
  if (request.isStreaming && dialect.refusesObfuscation) body["stream_options"] = { include_obfuscation: false };
  if (maxOutputTokens !== null) body["max_output_tokens"] = maxOutputTokens;
  if (request.tools.length > 0) body["tools"] = request.tools.map(encodeTool);
  const summary: JsonObject = request.wantsSummary && dialect.summary !== null ? { reasoning: { summary: dialect.summary } } : {};
  return {
    path: "/responses",
    headers: { accept: request.isStreaming ? "text/event-stream" : "application/json" },
    body: mergeJson(mergeJson(mergeJson(body, dialect.body), effort.sent ?? {}), summary),
  };
}

/** `strict: false`: left out, the API rewrites the schema to its strict subset and refuses what does not fit. */
function encodeTool(tool: Tool): JsonObject {
  return { type: "function", name: tool.name, description: tool.description, parameters: tool.parameters, strict: false };
}

function encodeMessage(message: Message, ids: ToolCallIds, dialect: OpenaiResponsesDialect): readonly JsonObject[] {
  switch (message.role) {
    case "user":
      // A change of the request's own fields would end what earlier reasoning is bound to (provider-matrix trap 5).
      return [...changesOf(message), ...(message.text === "" ? [] : [{ role: "user", content: message.text }])];
    case "tool":
      return [{ type: "function_call_output", call_id: ids.forResult(message.callId), output: message.text }];
    case "assistant": {
      const replayed = message.replay === null ? [] : replayItems(message.replay, ids, dialect);
      return replayed.length > 0 ? replayed : message.blocks.flatMap((block) => encodeBlock(block, ids));
    }
  }
}

function changesOf({ addedTools, configuration }: Extract<Message, { role: "user" }>): readonly JsonObject[] {
  return [
    ...(addedTools === undefined ? [] : [{ type: "additional_tools", role: "developer", tools: addedTools.map(encodeTool) }]),
    ...(configuration === undefined ? [] : [{ type: "configuration_update", ...configuration }]),
  ];
}

/** Reasoning blocks are not encoded: they are another model's, and only a replayed item may carry reasoning. */
function encodeBlock(block: Block, ids: ToolCallIds): readonly JsonObject[] {
  switch (block.type) {
    case "reasoning":
      return [];
    case "answer":
      // The phase must survive (provider-matrix trap 13); only commentary is certain, so only it is said.
      return block.channel === "commentary"
        ? [{ role: "assistant", content: block.text, phase: "commentary" }]
        : [{ role: "assistant", content: block.text }];
    case "tool-call":
      return [{ type: "function_call", call_id: ids.forCall(block.callId), name: block.name, arguments: block.arguments }];
  }
}

function replayItems(replay: Replay, ids: ToolCallIds, dialect: OpenaiResponsesDialect): readonly JsonObject[] {
  if (replay.wire !== "openai-responses") return [];
  return replay.items.flatMap((item) => {
    if (!isJsonObject(item)) return [];
    const callId = item["type"] === "function_call" ? stringAt(item, "call_id") : null;
    // Some servers give ids longer than they take back.
    if (callId !== null && callId.length > 64) return [withId({ ...item, call_id: ids.forCall(callId) }, dialect)];
    if (callId !== null) ids.forReplay(callId);
    if (item["type"] !== "reasoning") return [withId(item, dialect)];
    return dialect.replayReasoning === "never" ? [] : [{ ...withId(item, dialect), ...dialect.replayReasoningFields }];
  });
}

function withId(item: JsonObject, dialect: OpenaiResponsesDialect): JsonObject {
  if (dialect.replayIds === "keep") return item;
  const { id: _, ...rest } = item;
  return dialect.replayIds === "blank" ? { id: "", ...rest } : rest;
}
