import { isJsonObject, mergeJson, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { Message, Tool } from "../../model/model-request.ts";
import type { Block } from "../../model/block.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import type { AnthropicMessagesDialect } from "./anthropic-messages-dialect.ts";
import { parseToolArguments } from "./tool-arguments.ts";
import { ToldCalls } from "./told-calls.ts";
import { ToolCallIds } from "./tool-call-ids.ts";
import { hasReplay, joinTurns } from "./joined-turns.ts";

export function encodeAnthropicMessages(input: EncodeInput, dialect: AnthropicMessagesDialect): EncodedRequest {
  const { request } = input;
  const betas = [...dialect.betas, ...(request.messages.some(changesConfiguration) ? [configurationBeta] : [])];
  const base: JsonObject = {
    ...(dialect.hasModelInBody ? { model: request.model } : {}),
    ...(dialect.bodyVersion === null ? {} : { anthropic_version: dialect.bodyVersion }),
    ...(dialect.bodyVersion === null || betas.length === 0 ? {} : { anthropic_beta: betas }),
    max_tokens: input.maxOutputTokens ?? dialect.fallbackMaxTokens,
    ...(request.isStreaming && dialect.hasStreamFlag ? { stream: true } : {}),
    ...(request.system === "" ? {} : { system: request.system }),
    messages: encodeMessages(request.messages, {
      ids: new ToolCallIds("plain"),
      // Look-alikes with models of their own check no signatures.
      told: new ToldCalls(hasBudget(input.effort.sent) && dialect.thinkingVisibility === "summary"),
    }),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(encodeTool) }),
  };
  const body = mergeJson(mergeJson(base, dialect.body), input.effort.sent ?? {});
  const path = request.isStreaming ? (dialect.streamPath ?? dialect.path) : dialect.path;
  return {
    path: path.replace("{model}", encodeURIComponent(request.model)),
    headers: headers(dialect, betas),
    body: withThinkingOptions(body, input, dialect),
  };
}

/** An effort in mid-conversation (provider-matrix 3.3, ANT-B). */
const configurationBeta = "mid-conversation-output-config-2026-07-01";

function headers(dialect: AnthropicMessagesDialect, betas: readonly string[]): Record<string, string> {
  return {
    ...(dialect.version === null ? {} : { "anthropic-version": dialect.version }),
    ...(dialect.bodyVersion !== null || betas.length === 0 ? {} : { "anthropic-beta": betas.join(",") }),
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

function hasBudget(sent: JsonObject | null): boolean {
  return sent !== null && stringAt(objectAt(sent, "thinking") ?? {}, "type") === "enabled";
}

/** What lives as long as one request is written. */
interface Calls {
  readonly ids: ToolCallIds;
  readonly told: ToldCalls;
}

/** The server joins neighbours of one role the same way: what a `pause_turn` continues belongs to the turn it paused. */
function encodeMessages(messages: readonly Message[], calls: Calls): readonly JsonObject[] {
  const at = messages.findIndex(changesConfiguration);
  const turns = joinTurns(at < 0 ? messages : messages.slice(0, at + 1), (message) => encodeContent(message, calls));
  const encoded = turns.map(({ role, content }): JsonObject => ({ role, content: plainText(content) ?? content }));
  const message = messages[at];
  if (message === undefined || !changesConfiguration(message)) return encoded;
  // It stands after the user's turn, for which it holds (provider-matrix 3.3).
  const change: JsonObject = { role: "system", content: [], ...message.configuration };
  return [...encoded, change, ...encodeMessages(messages.slice(at + 1), calls)];
}

function changesConfiguration(message: Message): message is Message & { readonly configuration: JsonObject } {
  return message.role === "user" && message.configuration !== undefined;
}

function plainText(content: readonly JsonValue[]): string | null {
  const [only] = content;
  if (content.length !== 1 || !isJsonObject(only) || only["type"] !== "text" || Object.keys(only).length !== 2) return null;
  return typeof only["text"] === "string" ? only["text"] : null;
}

function encodeContent(message: Message, calls: Calls): readonly JsonValue[] {
  switch (message.role) {
    case "user":
      return message.text === "" && message.configuration !== undefined ? [] : [{ type: "text", text: message.text }];
    case "tool": {
      const text = calls.told.result(message);
      if (text !== null) return [{ type: "text", text }];
      const result = { type: "tool_result", tool_use_id: calls.ids.forResult(message.callId), content: message.text };
      return [message.isError ? { ...result, is_error: true } : result];
    }
    case "assistant":
      // Verbatim, empty thinking included: leaving one out breaks the chain for all that follow (provider-matrix trap 8).
      if (message.replay?.wire === "anthropic-messages") {
        for (const block of message.blocks) if (block.type === "tool-call") keepCall(block.callId, calls);
        return message.replay.items;
      }
      return message.blocks.flatMap((block) => encodeBlock(block, calls));
  }
}

function keepCall(callId: string, { ids, told }: Calls): void {
  ids.forReplay(callId);
  told.own(callId);
}

/**
 * Reasoning of another origin has no signature and is not sent: the handoff decides what of it goes as text.
 * A call that was cut off goes without arguments, which keeps the pair of call and result intact.
 */
function encodeBlock(block: Block, { ids, told }: Calls): readonly JsonObject[] {
  switch (block.type) {
    case "reasoning":
      return [];
    case "answer":
      // Blank text is refused like none.
      return block.text.trim() === "" ? [] : [{ type: "text", text: block.text }];
    case "tool-call": {
      const text = told.call(block);
      if (text !== null) return [{ type: "text", text }];
      const input = parseToolArguments(block.arguments) ?? {};
      return [{ type: "tool_use", id: ids.forCall(block.callId), name: block.name, input }];
    }
  }
}

function encodeTool(tool: Tool): JsonObject {
  return { name: tool.name, description: tool.description, input_schema: { type: "object", ...tool.parameters } };
}
