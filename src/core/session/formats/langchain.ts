import type { JsonObject } from "../../model/json.ts";
import { arrayAt, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { Attempt, Session } from "../../model/session.ts";
import type { Usage } from "../../model/usage.ts";
import { AnswerBuilder } from "./answer-builder.ts";
import { countedUsage } from "./counted-usage.ts";
import type { Format, WriteContext } from "./format.ts";
import { known, laneFlow } from "./lane-flow.ts";
import { answerData, readBlocks } from "./langchain-blocks.ts";
import { listedMessages, readMessageList } from "./message-list.ts";
import type { ListedMessage } from "./message-list.ts";
import { askedOf } from "./provider-names.ts";
import type { Turns } from "./turns.ts";
import { contentText } from "./wire-answer.ts";

/** Stored messages `{type, data}` as `mapChatMessagesToStoredMessages` writes them, the flat form of Python's `dict()`, or `lc`. */
export const langchainFormat: Format = {
  id: "langchain",
  label: "LangChain messages",
  extension: ".json",
  detect: ({ json }) => {
    const messages = listedMessages(json);
    return messages.length > 0 && messages.every(isMessage) ? "its messages are of the types human, ai and so on" : null;
  },
  read: (source, context) => readMessageList(source, context, langchainFormat.label, readMessage),
  write,
};

/** What a message is, by its `type` or the name of its class. */
const types: ReadonlyMap<string, string> = new Map(
  [
    ["human", "HumanMessage"],
    ["ai", "AIMessage"],
    ["system", "SystemMessage"],
    ["tool", "ToolMessage"],
  ].flatMap(([type = "", name = ""]) => [
    [type, type],
    [name, type],
    [`${name}Chunk`, type],
  ]),
);

/** `JSON.stringify(message)` and Python's `dumps` write the call that would make it: `{lc, type: "constructor", id, kwargs}`. */
function opened(message: JsonObject): { readonly type: string | null; readonly data: JsonObject } {
  const isCall = message["type"] === "constructor" && message["lc"] !== undefined;
  const name = isCall ? arrayAt(message, "id").at(-1) : message["type"];
  const type = typeof name === "string" ? (types.get(name) ?? null) : null;
  return { type, data: objectAt(message, isCall ? "kwargs" : "data") ?? message };
}

function isMessage({ message }: ListedMessage): boolean {
  return opened(message).type !== null && message["role"] === undefined;
}

function readMessage(message: JsonObject, path: string, turns: Turns): void {
  const { type, data } = opened(message);
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
  } else if (type === "human" && text !== null) turns.user(text, path);
}

function readAnswer(data: JsonObject, turns: Turns): void {
  const metadata = objectAt(data, "response_metadata") ?? {};
  const model = stringAt(metadata, "model_name") ?? stringAt(metadata, "model");
  const asked = askedOf(stringAt(metadata, "model_provider"), model);
  const answer = new AnswerBuilder();
  readBlocks(data, asked.provider, answer);
  const usage = objectAt(data, "usage_metadata");
  const rest: Partial<Attempt> = usage === null ? {} : { usage: usageOf(usage) };
  turns.answer(answer.build(asked, { ...rest, responseId: stringAt(data, "id") }));
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
  const usage = attempt.usage;
  const hasTotals = usage !== null && usage.input.total !== null && usage.output.total !== null;
  return {
    ...answerData(attempt),
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
