import type { Block } from "../../model/block.ts";
import { isJsonObject, mergeJson, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { Message, Tool } from "../../model/model-request.ts";
import type { EncodedRequest, EncodeInput } from "../wire.ts";
import type { GeminiGenerateContentDialect } from "./gemini-generate-content-dialect.ts";
import { parseToolArguments } from "./tool-arguments.ts";

export function encodeGeminiGenerateContent(input: EncodeInput, dialect: GeminiGenerateContentDialect): EncodedRequest {
  const { request } = input;
  const continuation = takeContinuation(request.messages);
  const base: JsonObject = {
    ...(request.system === "" ? {} : { systemInstruction: { parts: [{ text: request.system }] } }),
    contents: encodeMessages(continuation.messages, dialect),
    ...(request.tools.length === 0 ? {} : { tools: [{ functionDeclarations: request.tools.map(encodeTool) }] }),
    ...(input.maxOutputTokens === null ? {} : { generationConfig: { maxOutputTokens: input.maxOutputTokens } }),
    ...(continuation.token === null ? {} : { continuationToken: continuation.token }),
  };
  const body = mergeJson(mergeJson(base, dialect.body), input.effort.sent ?? {});
  const path = request.isStreaming ? dialect.streamPath : dialect.path;
  return {
    path: path.replace("{model}", encodeURIComponent(request.model.replace(/^models\//, ""))),
    headers: {},
    body: request.wantsSummary && dialect.includeThoughts === "when-wanted" ? withThoughts(body) : body,
  };
}

/** Beside a budget of 0, which switches thinking off, asking for thoughts is an error. */
function withThoughts(body: JsonObject): JsonObject {
  const config = objectAt(body, "generationConfig");
  const thinking = config === null ? null : objectAt(config, "thinkingConfig");
  if (thinking !== null && thinking["thinkingBudget"] === 0) return body;
  return mergeJson(body, { generationConfig: { thinkingConfig: { includeThoughts: true } } });
}

/**
 * After CONTINUATION the same request goes out again with the token, so the unfinished turn itself is not sent. With
 * anything said after it, the conversation has moved on and the token is of no use.
 */
function takeContinuation(messages: readonly Message[]): {
  readonly token: string | null;
  readonly messages: readonly Message[];
} {
  const last = messages.at(-1);
  const item = last?.role === "assistant" && last.replay?.wire === wire ? last.replay.items.at(-1) : undefined;
  const token = isJsonObject(item) ? stringAt(item, "continuationToken") : null;
  return token === null ? { token, messages } : { token, messages: messages.slice(0, -1) };
}

const wire = "gemini-generate-content";

interface Content {
  readonly role: "user" | "model";
  readonly parts: JsonValue[];
}

/** Neighbours of one role become one turn: there must be as many responses in a turn as calls in the one before. */
function encodeMessages(messages: readonly Message[], dialect: GeminiGenerateContentDialect): readonly JsonObject[] {
  const contents: Content[] = [];
  const knownIds = new Set<string>();
  for (const message of messages) {
    const parts = encodeParts(message, knownIds, dialect);
    if (parts.length === 0) continue;
    const role = message.role === "assistant" ? "model" : "user";
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts: [...parts] });
  }
  return contents.map(({ role, parts }) => ({ role, parts }));
}

/** `knownIds`: ids that the model itself gave. Only those may be named in a response; made-up ones are ours. */
function encodeParts(message: Message, knownIds: Set<string>, dialect: GeminiGenerateContentDialect): readonly JsonValue[] {
  switch (message.role) {
    case "user":
      return [{ text: message.text }];
    case "tool": {
      const id = knownIds.has(message.callId) ? { id: message.callId } : {};
      const response = message.isError ? { error: message.text } : { output: message.text };
      return [{ functionResponse: { ...id, name: message.name, response } }];
    }
    case "assistant":
      if (message.replay?.wire === wire) return replayParts(message.replay.items, knownIds);
      return encodeBlocks(message.blocks, dialect);
  }
}

/** Verbatim: a signature may sit on any part, an empty one included (provider-matrix trap 14). */
function replayParts(items: readonly JsonValue[], knownIds: Set<string>): readonly JsonValue[] {
  const parts = items.filter((item) => !isJsonObject(item) || item["continuationToken"] === undefined);
  for (const part of parts) {
    const call = isJsonObject(part) ? objectAt(part, "functionCall") : null;
    const id = call === null ? null : stringAt(call, "id");
    if (id !== null) knownIds.add(id);
  }
  return parts;
}

/** A call that was cut off goes without arguments, which keeps the pair of call and response intact. */
function encodeBlocks(blocks: readonly Block[], dialect: GeminiGenerateContentDialect): readonly JsonObject[] {
  const parts: JsonObject[] = [];
  let hasCall = false;
  for (const block of blocks) {
    if (block.type === "answer" && block.text !== "") parts.push({ text: block.text });
    if (block.type !== "tool-call") continue;
    // Of parallel calls only the first is signed.
    const signature =
      hasCall || dialect.importedCallSignature === null ? {} : { thoughtSignature: dialect.importedCallSignature };
    parts.push({ functionCall: { name: block.name, args: parseToolArguments(block.arguments) ?? {} }, ...signature });
    hasCall = true;
  }
  return parts;
}

/** `parametersJsonSchema` takes JSON Schema as it is; `parameters` only a subset of OpenAPI's. */
function encodeTool(tool: Tool): JsonObject {
  return { name: tool.name, description: tool.description, parametersJsonSchema: tool.parameters };
}
