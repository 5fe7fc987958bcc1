import type { Block } from "../../model/block.ts";
import { isJsonObject, mergeJson, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { Message, Tool } from "../../model/model-request.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import type { BedrockConverseDialect } from "./bedrock-converse-dialect.ts";
import { parseToolArguments } from "./tool-arguments.ts";
import { ToldCalls } from "./told-calls.ts";
import { ToolCallIds } from "./tool-call-ids.ts";
import { hasReplay, joinTurns } from "./joined-turns.ts";

export function encodeBedrockConverse(input: EncodeInput, dialect: BedrockConverseDialect): EncodedRequest {
  const { request } = input;
  const base: JsonObject = {
    messages: encodeMessages(request.messages, {
      ids: new ToolCallIds("plain"),
      told: new ToldCalls(hasBudget(input.effort.sent)),
    }),
    ...(request.system === "" ? {} : { system: [{ text: request.system }] }),
    ...(input.maxOutputTokens === null ? {} : { inferenceConfig: { maxTokens: input.maxOutputTokens } }),
    ...(request.tools.length === 0 ? {} : { toolConfig: { tools: request.tools.map(encodeTool) } }),
  };
  const body = mergeJson(mergeJson(base, dialect.body), input.effort.sent ?? {});
  const path = request.isStreaming ? dialect.streamPath : dialect.path;
  return {
    path: path.replace("{model}", encodeURIComponent(request.model)),
    headers: {},
    body: withThinkingOptions(body, input, dialect),
  };
}

/** Claude's own `thinking` object, one level down. Other models have none, and get none. */
function withThinkingOptions(body: JsonObject, input: EncodeInput, dialect: BedrockConverseDialect): JsonObject {
  const fields = objectAt(body, "additionalModelRequestFields") ?? {};
  const wantsDisplay = input.request.wantsSummary && dialect.display !== null;
  const thinking = objectAt(fields, "thinking") ?? (wantsDisplay && dialect.display === "always" ? { type: "adaptive" } : null);
  if (thinking === null || (thinking["type"] !== "adaptive" && thinking["type"] !== "enabled")) return body;
  const display: JsonObject = wantsDisplay ? { display: "summarized" } : {};
  const binding = dialect.binding !== null && hasReplay(input.request.messages, "bedrock-converse") ? dialect.binding : {};
  const merged = mergeJson(mergeJson(display, binding), thinking);
  return { ...body, additionalModelRequestFields: { ...fields, thinking: merged } };
}

/** Claude's manual thinking; other models behind Converse have no such field. */
function hasBudget(sent: JsonObject | null): boolean {
  const fields = objectAt(sent ?? {}, "additionalModelRequestFields") ?? {};
  return stringAt(objectAt(fields, "thinking") ?? {}, "type") === "enabled";
}

/** What lives as long as one request is written. */
interface Calls {
  readonly ids: ToolCallIds;
  readonly told: ToldCalls;
}

function encodeMessages(messages: readonly Message[], calls: Calls): readonly JsonObject[] {
  return joinTurns(messages, (message) => encodeContent(message, calls)).map(({ role, content }) => ({ role, content }));
}

function encodeContent(message: Message, calls: Calls): readonly JsonValue[] {
  switch (message.role) {
    case "user":
      return [{ text: message.text }];
    case "tool": {
      const text = calls.told.result(message);
      if (text !== null) return [{ text }];
      const result = { toolUseId: calls.ids.forResult(message.callId), content: [{ text: message.text }] };
      // Only Claude and Nova know the field, so success goes without it.
      return [{ toolResult: message.isError ? { ...result, status: "error" } : result }];
    }
    case "assistant":
      if (message.replay?.wire === "bedrock-converse") {
        for (const block of message.blocks) if (block.type === "tool-call") keepCall(block.callId, calls);
        return message.replay.items.filter(isReplayable);
      }
      return message.blocks.flatMap((block) => encodeBlock(block, calls));
  }
}

function keepCall(callId: string, { ids, told }: Calls): void {
  ids.forReplay(callId);
  told.own(callId);
}

/**
 * Everything verbatim but what Converse refuses: reasoning without a signature (gpt-oss and other open models,
 * provider-matrix trap 18), and blank text.
 */
function isReplayable(item: JsonValue): boolean {
  if (!isJsonObject(item)) return false;
  const text = stringAt(item, "text");
  if (text !== null) return text.trim() !== "";
  const reasoning = objectAt(item, "reasoningContent");
  const readable = reasoning === null ? null : objectAt(reasoning, "reasoningText");
  return readable === null || (stringAt(readable, "signature") ?? "") !== "";
}

/** A call that was cut off goes without arguments, which keeps the pair of call and result intact. */
function encodeBlock(block: Block, { ids, told }: Calls): readonly JsonObject[] {
  switch (block.type) {
    case "reasoning":
      return [];
    case "answer":
      return block.text.trim() === "" ? [] : [{ text: block.text }];
    case "tool-call": {
      const text = told.call(block);
      if (text !== null) return [{ text }];
      const input = parseToolArguments(block.arguments) ?? {};
      return [{ toolUse: { toolUseId: ids.forCall(block.callId), name: block.name, input } }];
    }
  }
}

function encodeTool(tool: Tool): JsonObject {
  const description = tool.description === "" ? {} : { description: tool.description };
  return { toolSpec: { name: tool.name, ...description, inputSchema: { json: tool.parameters } } };
}
