import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { Attempt, Session, ToolResult } from "../../model/session.ts";
import { addOpaque, addReasoning, metadataOf } from "./ai-sdk-metadata.ts";
import { AnswerBuilder } from "./answer-builder.ts";
import type { Format, WriteContext } from "./format.ts";
import { argumentsValue, laneFlow, opaqueOf } from "./lane-flow.ts";
import { listedMessages, readMessageList } from "./message-list.ts";
import { askedOf } from "./provider-names.ts";
import type { Turns } from "./turns.ts";
import { contentText } from "./wire-answer.ts";

/** What `generateText({messages})` takes. */
export const aiSdkModelFormat: Format = {
  id: "ai-sdk-model",
  label: "Vercel AI SDK model messages",
  extension: ".json",
  detect: ({ json }) =>
    listedMessages(json).some(({ message }) => arrayAt(message, "content").some(isOwnPart))
      ? "its messages hold parts of the AI SDK"
      : null,
  read: (source, context) => readMessageList(source, context, aiSdkModelFormat.label, readMessage),
  write,
};

function isOwnPart(part: JsonValue): boolean {
  if (!isJsonObject(part)) return false;
  if (part["type"] === "tool-call" || part["type"] === "tool-result") return part["toolCallId"] !== undefined;
  return part["providerOptions"] !== undefined || (part["type"] === "reasoning" && typeof part["text"] === "string");
}

function readMessage(message: JsonObject, path: string, turns: Turns): void {
  const content = message["content"];
  switch (stringAt(message, "role") ?? "") {
    case "system":
      turns.system(contentText(content) ?? "");
      return;
    case "tool":
      arrayAt(message, "content").forEach((part, index) => {
        if (isJsonObject(part) && part["type"] === "tool-result")
          turns.toolResult(resultOf(part), `${path}.content.${String(index)}`);
      });
      return;
    case "assistant":
      readAnswer(content, turns);
      return;
    default: {
      const text = contentText(content);
      if (text !== null) turns.user(text, path);
    }
  }
}

function resultOf(part: JsonObject): ToolResult {
  const output = objectAt(part, "output") ?? {};
  const type = stringAt(output, "type") ?? "";
  const value = output["value"];
  const parts = type === "content" ? contentText(value) : null;
  const text = parts ?? (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));
  return {
    callId: stringAt(part, "toolCallId") ?? "",
    name: stringAt(part, "toolName") ?? "",
    text,
    isError: type.startsWith("error"),
  };
}

function readAnswer(content: JsonValue | undefined, turns: Turns): void {
  const answer = new AnswerBuilder();
  let provider: string | null = null;
  if (typeof content === "string") answer.answer(content);
  for (const part of isJsonArray(content) ? content : []) {
    if (!isJsonObject(part)) continue;
    const type = stringAt(part, "type");
    if (type === "text") answer.answer(stringAt(part, "text") ?? "");
    else if (type === "reasoning") {
      provider = addReasoning(stringAt(part, "text") ?? "", part["providerOptions"], answer) ?? provider;
      continue;
    } else if (type === "tool-call") {
      answer.call(stringAt(part, "toolCallId") ?? "", stringAt(part, "toolName") ?? "", part["input"]);
    } else continue;
    provider = addOpaque(part["providerOptions"], answer) ?? provider;
  }
  turns.answer(answer.build(askedOf(provider, null)));
}

function write(session: Session, context: WriteContext): string {
  const messages: JsonObject[] = [];
  for (const said of laneFlow(session, context)) {
    if (said.by === "system" || said.by === "user") messages.push({ role: said.by, content: said.text });
    else if (said.by === "model") messages.push({ role: "assistant", content: partsOf(said.attempt) });
    else {
      const { callId, name, text, isError } = said.result;
      const part = {
        type: "tool-result",
        toolCallId: callId,
        toolName: name,
        output: { type: isError ? "error-text" : "text", value: text },
      };
      messages.push({ role: "tool", content: [part] });
    }
  }
  return `${JSON.stringify(messages, null, 2)}\n`;
}

function partsOf(attempt: Attempt): readonly JsonValue[] {
  return attempt.blocks.map((block, index) => {
    const options = metadataOf(opaqueOf(attempt, index));
    const providerOptions = options === null ? {} : { providerOptions: options };
    switch (block.type) {
      case "reasoning":
        return { type: "reasoning", text: block.text, ...providerOptions };
      case "answer":
        return { type: "text", text: block.text, ...providerOptions };
      case "tool-call": {
        const input = argumentsValue(block.arguments);
        return { type: "tool-call", toolCallId: block.callId, toolName: block.name, input, ...providerOptions };
      }
    }
  });
}
