import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { Attempt, Session } from "../../model/session.ts";
import type { Usage } from "../../model/usage.ts";
import { AnswerBuilder } from "./answer-builder.ts";
import { countedUsage } from "./counted-usage.ts";
import type { Format, ReadContext, Source, WriteContext } from "./format.ts";
import { argumentsValue, known, laneFlow } from "./lane-flow.ts";
import { listedMessages } from "./message-list.ts";
import type { ListedMessage } from "./message-list.ts";
import { askedOf } from "./provider-names.ts";
import { SessionDraft } from "./session-draft.ts";
import { Turns } from "./turns.ts";
import { contentText } from "./wire-answer.ts";

/** Stored messages `{type, data}` as `mapChatMessagesToStoredMessages` writes them, or the flat form of Python's `dict()`. */
export const langchainFormat: Format = {
  id: "langchain",
  label: "LangChain messages",
  extension: ".json",
  detect: ({ json }) => {
    const messages = listedMessages(json);
    return messages.length > 0 && messages.every(isMessage) ? "its messages are of the types human, ai and so on" : null;
  },
  read,
  write,
};

const types = ["human", "ai", "system", "tool"];

function isMessage({ message }: ListedMessage): boolean {
  return types.includes(stringAt(message, "type") ?? "") && message["role"] === undefined;
}

function read({ json }: Source, context: ReadContext): Session {
  const draft = new SessionDraft(context);
  const turns = new Turns(draft, context);
  for (const { message, path } of listedMessages(json)) {
    readMessage(stringAt(message, "type") ?? "", objectAt(message, "data") ?? message, path, turns);
  }
  turns.end();
  return draft.toSession(langchainFormat.label);
}

function readMessage(type: string, data: JsonObject, path: string, turns: Turns): void {
  if (type === "ai") {
    readAnswer(data, turns);
    return;
  }
  const text = contentText(data["content"]);
  if (type === "system") turns.system(text ?? "");
  else if (type === "tool") {
    const name = stringAt(data, "name") ?? "";
    turns.toolResult(
      { callId: stringAt(data, "tool_call_id") ?? "", name, text: text ?? "", isError: data["status"] === "error" },
      path,
    );
  } else if (text !== null) turns.user(text, path);
}

function readAnswer(data: JsonObject, turns: Turns): void {
  const answer = new AnswerBuilder();
  const { content } = data;
  const extra = objectAt(data, "additional_kwargs") ?? {};
  const reasoning = stringAt(extra, "reasoning_content") ?? "";
  if (reasoning !== "") answer.reasoning(reasoning, "raw");
  if (typeof content === "string" && content !== "") answer.answer(content);
  for (const block of isJsonArray(content) ? content : []) if (isJsonObject(block)) readBlock(block, answer);
  for (const call of arrayAt(data, "tool_calls")) {
    if (isJsonObject(call) && !repeats(content, call))
      answer.call(stringAt(call, "id") ?? "", stringAt(call, "name") ?? "", call["args"]);
  }
  const metadata = objectAt(data, "response_metadata") ?? {};
  const model = stringAt(metadata, "model_name") ?? stringAt(metadata, "model");
  const usage = objectAt(data, "usage_metadata");
  const rest: Partial<Attempt> = usage === null ? {} : { usage: usageOf(usage) };
  turns.answer(answer.build(askedOf(stringAt(metadata, "model_provider"), model), { ...rest, responseId: stringAt(data, "id") }));
}

/** Calls may stand in the content and in `tool_calls`: that is one call. */
function repeats(content: JsonValue | undefined, call: JsonObject): boolean {
  const blocks = isJsonArray(content) ? content : [];
  return blocks.some(
    (block) => isJsonObject(block) && block["id"] === call["id"] && callTypes.includes(stringAt(block, "type") ?? ""),
  );
}

const callTypes = ["tool_call", "tool_use"];

function readBlock(block: JsonObject, answer: AnswerBuilder): void {
  const type = stringAt(block, "type") ?? "";
  if (type === "text") answer.answer(stringAt(block, "text") ?? "");
  else if (type === "reasoning" || type === "thinking") {
    const text = stringAt(block, "reasoning") ?? stringAt(block, "thinking") ?? "";
    answer.reasoning(text, text === "" ? "omitted" : "raw");
    const signature = stringAt(block, "signature");
    // Only Anthropic's own block has a signature, so its origin is certain.
    if (type === "thinking" && signature !== null && signature !== "")
      answer.opaque("signature", signature, "anthropic-claude-v1");
  } else if (callTypes.includes(type)) {
    answer.call(stringAt(block, "id") ?? "", stringAt(block, "name") ?? "", block["args"] ?? block["input"]);
  }
}

/** Details are inside the totals (UsageMetadata of @langchain/core 1.4). */
function usageOf(usage: JsonObject): Usage {
  const input = objectAt(usage, "input_token_details") ?? {};
  const output = objectAt(usage, "output_token_details") ?? {};
  const counts = {
    input: numberAt(usage, "input_tokens"),
    cacheRead: numberAt(input, "cache_read"),
    cacheWrite: numberAt(input, "cache_creation"),
    output: numberAt(usage, "output_tokens"),
    reasoning: numberAt(output, "reasoning"),
  };
  return countedUsage(counts, "included", usage);
}

function write(session: Session, context: WriteContext): string {
  const messages = laneFlow(session, context).map((said): JsonObject => {
    switch (said.by) {
      case "system":
        return { type: "system", data: { content: said.text } };
      case "user":
        return { type: "human", data: { content: said.text } };
      case "tool": {
        const { callId, name, text, isError } = said.result;
        return { type: "tool", data: { content: text, tool_call_id: callId, name, status: isError ? "error" : "success" } };
      }
      case "model":
        return { type: "ai", data: aiData(said.attempt, said.step.origin.provider, said.step.origin.model) };
    }
  });
  return `${JSON.stringify(messages, null, 2)}\n`;
}

function aiData(attempt: Attempt, provider: string, model: string): JsonObject {
  const content = attempt.blocks.flatMap((block): readonly JsonObject[] => {
    if (block.type === "tool-call") return [];
    return block.type === "reasoning" ? [{ type: "reasoning", reasoning: block.text }] : [{ type: "text", text: block.text }];
  });
  const calls = attempt.blocks.flatMap((block): readonly JsonObject[] => {
    if (block.type !== "tool-call") return [];
    const args = argumentsValue(block.arguments);
    return [{ type: "tool_call", id: block.callId, name: block.name, args }];
  });
  const usage = attempt.usage;
  const hasTotals = usage !== null && usage.input.total !== null && usage.output.total !== null;
  return {
    content,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(attempt.responseId === null ? {} : { id: attempt.responseId }),
    response_metadata: { model_provider: provider, model_name: model, output_version: "v1" },
    ...(hasTotals ? { usage_metadata: usageMetadata(usage) } : {}),
  };
}

function usageMetadata({ input, output }: Usage): JsonObject {
  const inputTotal = input.total ?? 0;
  const outputTotal = output.total ?? 0;
  const details = known({ cache_read: input.cacheRead, cache_creation: input.cacheWrite });
  return {
    input_tokens: inputTotal,
    output_tokens: outputTotal,
    total_tokens: inputTotal + outputTotal,
    ...(Object.keys(details).length === 0 ? {} : { input_token_details: details }),
    ...(output.reasoning === null ? {} : { output_token_details: { reasoning: output.reasoning } }),
  };
}
