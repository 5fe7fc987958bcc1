import { isJsonObject, mergeJson, objectAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { Message, Tool } from "../../model/model-request.ts";
import type { Block } from "../../model/block.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import type { AnthropicMessagesDialect } from "./anthropic-messages-dialect.ts";
import { parseToolArguments, plainToolId } from "./tool-arguments.ts";
import { hasReplay, joinTurns } from "./joined-turns.ts";

export function encodeAnthropicMessages(input: EncodeInput, dialect: AnthropicMessagesDialect): EncodedRequest {
  const { request } = input;
  const base: JsonObject = {
    ...(dialect.hasModelInBody ? { model: request.model } : {}),
    ...(dialect.bodyVersion === null ? {} : { anthropic_version: dialect.bodyVersion }),
    ...(dialect.bodyVersion === null || dialect.betas.length === 0 ? {} : { anthropic_beta: dialect.betas }),
    max_tokens: input.maxOutputTokens ?? dialect.fallbackMaxTokens,
    ...(request.isStreaming && dialect.hasStreamFlag ? { stream: true } : {}),
    ...(request.system === "" ? {} : { system: request.system }),
    messages: encodeMessages(request.messages),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
  };
  const body = mergeJson(mergeJson(base, dialect.body), input.effort.sent ?? {});
  const path = request.isStreaming ? (dialect.streamPath ?? dialect.path) : dialect.path;
  return {
    path: path.replace("{model}", encodeURIComponent(request.model)),
    headers: headers(dialect),
    body: withThinkingOptions(body, input, dialect),
  };
}

function headers(dialect: AnthropicMessagesDialect): Record<string, string> {
  return {
    ...(dialect.version === null ? {} : { "anthropic-version": dialect.version }),
    ...(dialect.bodyVersion !== null || dialect.betas.length === 0 ? {} : { "anthropic-beta": dialect.betas.join(",") }),
  };
}

/** `display` and the binding only where the model thinks: beside `disabled` and `between_tools` they are refused (trap 26). */
function withThinkingOptions(body: JsonObject, input: EncodeInput, dialect: AnthropicMessagesDialect): JsonObject {
  const wantsDisplay = input.request.wantsSummary && dialect.display !== "never";
  const thinking = objectAt(body, "thinking") ?? (wantsDisplay && dialect.display === "always" ? { type: "adaptive" } : null);
  if (thinking === null || (thinking["type"] !== "adaptive" && thinking["type"] !== "enabled")) return body;
  const display: JsonObject = wantsDisplay ? { display: "summarized" } : {};
  const binding = dialect.binding !== null && hasReplay(input.request.messages, "anthropic-messages") ? dialect.binding : {};
  // A field that the effort plan sets itself is the more specific word.
  return { ...body, thinking: mergeJson(mergeJson(display, binding), thinking) };
}

/** The server joins neighbours of one role the same way: what a `pause_turn` continues belongs to the turn it paused. */
function encodeMessages(messages: readonly Message[]): readonly JsonObject[] {
  return joinTurns(messages, encodeContent).map(({ role, content }) => ({ role, content: plainText(content) ?? content }));
}

function plainText(content: readonly JsonValue[]): string | null {
  const [only] = content;
  if (content.length !== 1 || !isJsonObject(only) || only["type"] !== "text" || Object.keys(only).length !== 2) return null;
  return typeof only["text"] === "string" ? only["text"] : null;
}

function encodeContent(message: Message): readonly JsonValue[] {
  switch (message.role) {
    case "user":
      return [{ type: "text", text: message.text }];
    case "tool":
      return [
        {
          type: "tool_result",
          tool_use_id: plainToolId(message.callId),
          content: message.text,
          ...(message.isError ? { is_error: true } : {}),
        },
      ];
    case "assistant":
      // Verbatim, empty thinking included: leaving one out breaks the chain for all that follow (provider-matrix trap 8).
      if (message.replay?.wire === "anthropic-messages") return message.replay.items;
      return message.blocks.flatMap(encodeBlock);
  }
}

/**
 * Reasoning of another origin has no signature and is not sent: the handoff decides what of it goes as text.
 * A call that was cut off goes without arguments, which keeps the pair of call and result intact.
 */
function encodeBlock(block: Block): readonly JsonObject[] {
  switch (block.type) {
    case "reasoning":
      return [];
    case "answer":
      return block.text === "" ? [] : [{ type: "text", text: block.text }];
    case "tool-call":
      return [
        { type: "tool_use", id: plainToolId(block.callId), name: block.name, input: parseToolArguments(block.arguments) ?? {} },
      ];
  }
}

function encodeTool(tool: Tool): JsonObject {
  return { name: tool.name, description: tool.description, input_schema: { type: "object", ...tool.parameters } };
}
