import type { Block } from "../../model/block.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonArray, isJsonObject, mergeJson, stringAt } from "../../model/json.ts";
import type { Message, ModelRequest, Replay } from "../../model/model-request.ts";
import { ThinkTagSplitter } from "../think-tags.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import { nestedCalls, nestedTool } from "./nested-tools.ts";
import type { OpenaiChatDialect } from "./openai-chat-dialect.ts";
import { plainReasoningFields } from "./openai-chat-dialect.ts";
import { ToolCallIds } from "./tool-call-ids.ts";

export function encodeOpenaiChat(input: EncodeInput, dialect: OpenaiChatDialect): EncodedRequest {
  const { request, effort, maxOutputTokens } = input;
  const ids = new ToolCallIds(dialect.toolCallIds);
  const body: Record<string, JsonValue> = {
    model: request.model,
    messages: [
      ...(request.system === "" ? [] : [{ role: dialect.systemRole, content: request.system }]),
      ...request.messages.flatMap((message) => encodeMessage(message, ids, dialect)),
    ],
    stream: request.isStreaming,
  };
  if (request.isStreaming && dialect.requestsUsage) body["stream_options"] = { include_usage: true };
  if (maxOutputTokens !== null) body[dialect.maxTokensField] = maxOutputTokens;
  if (request.tools.length > 0) body["tools"] = request.tools.map(nestedTool);
  const summary = request.wantsSummary ? (dialect.summaryBody ?? {}) : {};
  return {
    path: "/chat/completions",
    headers: { accept: request.isStreaming ? "text/event-stream" : "application/json" },
    body: mergeJson(
      mergeJson(mergeJson(body, dialect.body), { ...summary, ...keepingReasoning(request, dialect) }),
      effort.sent ?? {},
    ),
  };
}

function keepingReasoning({ messages }: ModelRequest, dialect: OpenaiChatDialect): JsonObject {
  const hasReplay = messages.some((message) => message.role === "assistant" && message.replay?.wire === "openai-chat");
  return hasReplay ? (dialect.replayBody ?? {}) : {};
}

function encodeMessage(message: Message, ids: ToolCallIds, dialect: OpenaiChatDialect): readonly JsonObject[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      // The wire has no field for a failed tool: the text says it.
      return [{ role: "tool", tool_call_id: ids.forResult(message.callId), content: message.text }];
    case "assistant": {
      const replayed = message.replay === null ? [] : replayMessages(message.replay, dialect);
      if (replayed.length === 0) return [fromBlocks(message.blocks, ids, dialect)];
      for (const block of message.blocks) if (block.type === "tool-call") ids.forReplay(block.callId);
      return replayed;
    }
  }
}

function replayMessages(replay: Replay, dialect: OpenaiChatDialect): readonly JsonObject[] {
  return replay.wire === "openai-chat" ? replay.items.filter(isJsonObject).map((item) => replayMessage(item, dialect)) : [];
}

/** Reasoning blocks are not encoded: they are another model's, and only a replayed item may carry reasoning. */
function fromBlocks(blocks: readonly Block[], ids: ToolCallIds, dialect: OpenaiChatDialect): JsonObject {
  const text = blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("");
  const calls = nestedCalls(blocks, ids);
  const message: Record<string, JsonValue> = { role: "assistant", content: text === "" && calls.length > 0 ? null : text };
  if (dialect.replayReasoning === "backfill") message[firstField(dialect)] = "";
  if (calls.length > 0) message["tool_calls"] = calls;
  return message;
}

/** The message as it came, less what a request may not hold and what this provider must not get back. */
function replayMessage(item: JsonObject, dialect: OpenaiChatDialect): JsonObject {
  const message: Record<string, JsonValue> = { role: "assistant", content: item["content"] ?? null };
  for (const name of replayedFields) {
    const value = item[name];
    if (value !== undefined) message[name] = value;
  }
  if (dialect.replayReasoning === "omit") return { ...message, content: withoutThinking(item["content"], dialect) };
  const details = replayableDetails(item["reasoning_details"]);
  if (details.length > 0) return { ...message, reasoning_details: details };
  if (item["thinking_blocks"] !== undefined) message["thinking_blocks"] = item["thinking_blocks"];
  if (isJsonArray(item["content_blocks"])) message["content_blocks"] = item["content_blocks"].map(withoutIndex);
  const field = [...dialect.reasoningFields, ...plainReasoningFields].find((name) => typeof item[name] === "string");
  if (field !== undefined) message[field] = item[field] ?? "";
  else if (dialect.replayReasoning === "backfill") message[firstField(dialect)] = "";
  return message;
}

/** `extra_content`: where Gemini's OpenAI route keeps thought signatures. */
const replayedFields = ["refusal", "tool_calls", "extra_content"] as const;

/** Formats whose providers sign their text: without the signature the entry would be refused (provider-matrix trap 17). */
const signedFormats: readonly string[] = ["anthropic-claude-v1", "google-gemini-v1"];

/**
 * All entries, or none: they must come back complete. `reasoning` then stays away, it would say the same again
 * (provider-matrix trap 47).
 */
function replayableDetails(details: JsonValue | undefined): readonly JsonValue[] {
  if (!isJsonArray(details)) return [];
  return details.filter((entry) => {
    if (!isJsonObject(entry) || entry["type"] !== "reasoning.text") return true;
    const format = stringAt(entry, "format");
    const signature = stringAt(entry, "signature");
    return format === null || !signedFormats.includes(format) || (signature !== null && signature !== "");
  });
}

/** The index says where a streamed piece belongs, and is no field of a block. */
function withoutIndex(block: JsonValue): JsonValue {
  if (!isJsonObject(block)) return block;
  const { index: _, ...rest } = block;
  return rest;
}

function withoutThinking(content: JsonValue | undefined, dialect: OpenaiChatDialect): JsonValue {
  if (isJsonArray(content)) return content.filter((part) => isJsonObject(part) && part["type"] === "text");
  if (typeof content !== "string" || dialect.thinkTags === null) return content ?? null;
  const splitter = new ThinkTagSplitter(dialect.thinkTags);
  const parts = [...splitter.push(content), ...splitter.end()];
  return parts.flatMap((part) => (part.kind === "answer" ? [part.text] : [])).join("");
}

function firstField(dialect: OpenaiChatDialect): string {
  return dialect.reasoningFields[0] ?? "reasoning_content";
}
