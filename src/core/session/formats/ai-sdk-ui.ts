import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { Session, ToolResult } from "../../model/session.ts";
import { addOpaque, addReasoning, metadataOf } from "./ai-sdk-metadata.ts";
import { AnswerBuilder } from "./answer-builder.ts";
import type { Format, WriteContext } from "./format.ts";
import type { Said } from "./lane-flow.ts";
import { argumentsValue, laneFlow, opaqueOf } from "./lane-flow.ts";
import { listedMessages, readMessageList } from "./message-list.ts";
import type { ListedMessage } from "./message-list.ts";
import { askedOf } from "./provider-names.ts";
import type { Turns } from "./turns.ts";

/** What `useChat` keeps: an assistant message holds all steps up to the next user message, results inside the calls. */
export const aiSdkUiFormat: Format = {
  id: "ai-sdk-ui",
  label: "Vercel AI SDK UI messages",
  extension: ".json",
  detect: ({ json }) => (isUi(listedMessages(json)) ? "its messages have an id, a role and typed parts" : null),
  read: (source, context) => readMessageList(source, context, aiSdkUiFormat.label, readMessage),
  write,
};

function isUi(messages: readonly ListedMessage[]): boolean {
  const parts = messages.flatMap(({ message }) => arrayAt(message, "parts"));
  return parts.length > 0 && messages.every(({ message }) => stringAt(message, "role") !== null) && parts.every(isTyped);
}

function isTyped(part: JsonValue): boolean {
  return isJsonObject(part) && ownTypes.test(stringAt(part, "type") ?? "") && part["content"] === undefined;
}

const ownTypes = /^(text|reasoning|step-start|file|source-url|source-document|dynamic-tool|tool-.+|data-.+)$/;

function readMessage(message: JsonObject, path: string, turns: Turns): void {
  const role = stringAt(message, "role");
  const parts = arrayAt(message, "parts");
  if (role === "assistant") {
    new MessageReader(turns, path).read(parts);
    return;
  }
  const text = textOf(parts);
  if (role === "system") turns.system(text ?? "");
  else if (text !== null) turns.user(text, path);
}

function textOf(parts: readonly JsonValue[]): string | null {
  const texts = parts.flatMap((part) => (isJsonObject(part) && part["type"] === "text" ? [stringAt(part, "text") ?? ""] : []));
  return texts.length === 0 ? null : texts.join("\n\n");
}

/** One assistant message becomes as many steps as there were requests: what follows a tool's result is a new one. */
class MessageReader {
  readonly #turns: Turns;
  readonly #path: string;
  #answer = new AnswerBuilder();
  #provider: string | null = null;
  #results: ToolResult[] = [];

  constructor(turns: Turns, path: string) {
    this.#turns = turns;
    this.#path = path;
  }

  read(parts: readonly JsonValue[]): void {
    for (const part of parts) if (isJsonObject(part)) this.#part(part);
    this.#flush();
  }

  #part(part: JsonObject): void {
    const type = stringAt(part, "type") ?? "";
    const toolName = type === "dynamic-tool" ? (stringAt(part, "toolName") ?? "") : /^tool-(.+)$/.exec(type)?.[1];
    if (type === "step-start") {
      this.#flush();
      return;
    }
    if (this.#results.length > 0 && toolName === undefined) this.#flush();
    if (type === "reasoning") {
      this.#provider = addReasoning(stringAt(part, "text") ?? "", part["providerMetadata"], this.#answer) ?? this.#provider;
      return;
    }
    if (type === "text") this.#answer.answer(stringAt(part, "text") ?? "");
    else if (toolName !== undefined) this.#call(part, toolName);
    else return;
    const metadata = part[toolName === undefined ? "providerMetadata" : "callProviderMetadata"];
    this.#provider = addOpaque(metadata, this.#answer) ?? this.#provider;
  }

  #call(part: JsonObject, name: string): void {
    const callId = stringAt(part, "toolCallId") ?? "";
    this.#answer.call(callId, name, part["input"]);
    // A call that the user did not allow is answered by the SDK, with the reason where one was given.
    const denial = part["state"] === "output-denied" ? (stringAt(objectAt(part, "approval") ?? {}, "reason") ?? "Denied.") : null;
    const error = stringAt(part, "errorText") ?? denial;
    const output = part["output"];
    if (error === null && output === undefined) return;
    const text = error ?? (typeof output === "string" ? output : JSON.stringify(output));
    this.#results.push({ callId, name, text, isError: error !== null });
  }

  #flush(): void {
    if (this.#answer.isEmpty) return;
    this.#turns.answer(this.#answer.build(askedOf(this.#provider, null)));
    for (const result of this.#results) this.#turns.toolResult(result, this.#path);
    this.#answer = new AnswerBuilder();
    this.#results = [];
  }
}

function write(session: Session, context: WriteContext): string {
  const flow = laneFlow(session, context);
  const results = new Map(flow.flatMap((said) => (said.by === "tool" ? [[said.result.callId, said.result] as const] : [])));
  const messages: { id: string; role: string; parts: JsonObject[] }[] = [];
  for (const said of flow) {
    if (said.by === "tool") continue;
    const last = messages.at(-1);
    const parts = partsOf(said, results);
    if (said.by === "model" && last?.role === "assistant") last.parts.push(...parts);
    else
      messages.push({
        id: `m-${String(messages.length + 1)}`,
        role: said.by === "model" ? "assistant" : said.by,
        parts: [...parts],
      });
  }
  return `${JSON.stringify(messages, null, 2)}\n`;
}

function partsOf(said: Exclude<Said, { by: "tool" }>, results: ReadonlyMap<string, ToolResult>): readonly JsonObject[] {
  if (said.by !== "model") return [{ type: "text", text: said.text }];
  const { attempt } = said;
  const parts = attempt.blocks.map((block, index): JsonObject => {
    const metadata = metadataOf(opaqueOf(attempt, index));
    switch (block.type) {
      case "reasoning":
        return {
          type: "reasoning",
          text: block.text,
          state: "done",
          ...(metadata === null ? {} : { providerMetadata: metadata }),
        };
      case "answer":
        return { type: "text", text: block.text, state: "done", ...(metadata === null ? {} : { providerMetadata: metadata }) };
      case "tool-call": {
        const input = argumentsValue(block.arguments);
        const call = { type: "dynamic-tool", toolName: block.name, toolCallId: block.callId };
        const extra = metadata === null ? {} : { callProviderMetadata: metadata };
        return { ...call, ...stateOf(results.get(block.callId), input), ...extra };
      }
    }
  });
  return [{ type: "step-start" }, ...parts];
}

function stateOf(result: ToolResult | undefined, input: JsonValue): JsonObject {
  if (result === undefined) return { state: "input-available", input };
  if (result.isError) return { state: "output-error", input, errorText: result.text };
  return { state: "output-available", input, output: result.text };
}
