import { anthropicMessagesWire } from "../../adapters/wires/anthropic-messages.ts";
import { defaultAnthropicMessagesDialect } from "../../adapters/wires/anthropic-messages-dialect.ts";
import type { EffortPlan } from "../../model/effort.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { Session } from "../../model/session.ts";
import type { Format, ReadContext, Source, WriteContext } from "./format.ts";
import { laneRequest } from "./lane-request.ts";
import type { Asked, DraftAnswer } from "./session-draft.ts";
import { SessionDraft, unknownEffort } from "./session-draft.ts";
import { readTools } from "./tool-definitions.ts";
import { Turns } from "./turns.ts";
import { asWire, budgetEffort, contentText, limitAt, requestAndResponse, tierEffort, wireAnswer } from "./wire-answer.ts";

const wire = asWire(anthropicMessagesWire, defaultAnthropicMessagesDialect);

export const anthropicMessagesFormat: Format = {
  id: "anthropic-messages",
  label: "Anthropic Messages",
  extension: ".json",
  detect: ({ json }) => (isJsonObject(json) ? marks(json) : null),
  read,
  write,
};

function marks(json: JsonObject): string | null {
  const { request, response } = requestAndResponse(json);
  if (response !== null && response["type"] === "message" && isJsonArray(response["content"])) {
    return "it holds a response of the type “message” with content blocks";
  }
  if (response !== null && response["type"] === "error" && isJsonObject(response["error"]))
    return "it holds an error as Anthropic writes it";
  if (request === null || !isJsonArray(request["messages"])) return null;
  if (request["anthropic_version"] !== undefined) return "it names an anthropic_version";
  const tools = arrayAt(request, "tools").filter(isJsonObject);
  if (tools.some((tool) => isJsonObject(tool["input_schema"]))) return "its tools have an input_schema";
  const blocks = request["messages"].flatMap((message) => (isJsonObject(message) ? arrayAt(message, "content") : []));
  const types = ["thinking", "redacted_thinking", "tool_use", "tool_result"];
  if (
    blocks.some((block) => isJsonObject(block) && types.includes(stringAt(block, "type") ?? "") && !isModelMessagePart(block))
  ) {
    return "its messages hold Anthropic content blocks";
  }
  const isOwn = request["max_tokens"] !== undefined && (request["system"] !== undefined || request["thinking"] !== undefined);
  return isOwn ? "it has messages beside max_tokens and system or thinking" : null;
}

/** Other formats have `tool_result` too, under other keys. */
function isModelMessagePart(block: JsonObject): boolean {
  return block["toolCallId"] !== undefined;
}

function read(source: Source, context: ReadContext): Session {
  const json = isJsonObject(source.json) ? source.json : {};
  const { request, response } = requestAndResponse(json);
  const draft = new SessionDraft(context);
  const turns = new Turns(draft, context);
  const prefix = request === response ? "" : "request.";
  const model =
    (request === null ? null : stringAt(request, "model")) ?? (response === null ? null : stringAt(response, "model")) ?? "";
  const known: Asked = {
    provider: "anthropic",
    wire: wire.id,
    model,
    effort: request === null ? unknownEffort : effortOf(request),
    maxOutputTokens: request === null ? null : limitAt(request, "max_tokens"),
  };
  turns.asks(known);
  if (request !== null) {
    turns.system(contentText(request["system"]) ?? "");
    turns.tools(readTools(request, "anthropic-messages"));
    arrayAt(request, "messages").forEach((message, index) => {
      if (isJsonObject(message)) readAnthropicMessage(message, `${prefix}messages.${String(index)}`, turns, known);
    });
  }
  const isAnswered = response !== null && (isJsonArray(response["content"]) || isJsonObject(response["error"]));
  if (isAnswered) turns.answer(answerOf(response, "response", known));
  turns.end();
  return draft.toSession(anthropicMessagesFormat.label);
}

function readAnthropicMessage(message: JsonObject, path: string, turns: Turns, known: Asked): void {
  const content = message["content"];
  if (message["role"] === "assistant") {
    const blocks = typeof content === "string" ? [{ type: "text", text: content }] : (content ?? []);
    turns.answer(answerOf({ ...historyBody(message), content: blocks }, "history", known));
    return;
  }
  if (message["role"] === "system") {
    turns.system(contentText(content) ?? "");
    return;
  }
  if (isJsonArray(content)) readToolResults(content, path, turns);
  const text = contentText(content);
  if (text !== null) turns.user(text, path);
}

function readToolResults(content: readonly JsonValue[], path: string, turns: Turns): void {
  content.forEach((block, index) => {
    if (!isJsonObject(block) || block["type"] !== "tool_result") return;
    const callId = stringAt(block, "tool_use_id") ?? "";
    const text = contentText(block["content"]) ?? "";
    turns.toolResult({ callId, name: "", text, isError: block["is_error"] === true }, `${path}.content.${String(index)}`);
  });
}

function historyBody(message: JsonObject): JsonObject {
  const usage = objectAt(message, "usage");
  return { type: "message", role: "assistant", stop_reason: "end_turn", ...(usage === null ? {} : { usage }) };
}

export function answerOf(body: JsonObject, kind: "response" | "history", known: Asked): DraftAnswer {
  return { ...known, attempt: wireAnswer(wire, known.provider, body, kind), startedAt: null };
}

function effortOf(request: JsonObject): EffortPlan {
  const thinking = objectAt(request, "thinking");
  const output = objectAt(request, "output_config");
  const tier = output === null ? null : stringAt(output, "effort");
  const sent: JsonObject = {
    ...(thinking === null ? {} : { thinking }),
    ...(tier === null ? {} : { output_config: { effort: tier } }),
  };
  const tokens = thinking === null ? null : numberAt(thinking, "budget_tokens");
  if (tier !== null || tokens === null) return tierEffort(Object.keys(sent).length === 0 ? null : sent, tier);
  return budgetEffort(sent, tokens);
}

function write(session: Session, context: WriteContext): string {
  const { body } = wire.encode(laneRequest(session, context, wire.id), wire.defaultDialect);
  return `${JSON.stringify(body, null, 2)}\n`;
}
