import { openaiChatWire } from "../../adapters/wires/openai-chat.ts";
import { defaultOpenaiChatDialect } from "../../adapters/wires/openai-chat-dialect.ts";
import type { EffortPlan } from "../../model/effort.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { Session } from "../../model/session.ts";
import type { Format, ReadContext, Source, WriteContext } from "./format.ts";
import { laneRequest } from "./lane-request.ts";
import type { Asked, DraftAnswer } from "./session-draft.ts";
import { SessionDraft } from "./session-draft.ts";
import { readTools } from "./tool-definitions.ts";
import { Turns } from "./turns.ts";
import { asWire, contentText, limitAt, loseUnpricedTier, requestAndResponse, tierEffort, wireAnswer } from "./wire-answer.ts";

const wire = asWire(openaiChatWire, defaultOpenaiChatDialect);
/** OpenRouter takes reasoning only as `reasoning_details`; the rest of the dialect is the same. */
const openrouterWire = asWire(openaiChatWire, { ...defaultOpenaiChatDialect, reasoningFields: ["reasoning"] });

export const openaiChatFormat: Format = {
  id: "openai-chat",
  label: "Chat Completions",
  extension: ".json",
  detect({ json }) {
    const found = chatMessages(json);
    if (found === null) return null;
    return found.isResponse ? "it holds a completion with choices" : "it holds messages with roles and content";
  },
  read: (source, context) => read(source, context, "unknown", openaiChatFormat.label),
  write: (session, context) => write(session, context, wire),
};

export const openrouterFormat: Format = {
  id: "openrouter",
  label: "OpenRouter",
  extension: ".json",
  detect({ json }) {
    const messages = chatMessages(json)?.messages ?? [];
    return messages.some((message) => isJsonArray(message["reasoning_details"])) ? "a message has reasoning_details" : null;
  },
  read: (source, context) => read(source, context, "openrouter", openrouterFormat.label),
  write: (session, context) => write(session, context, openrouterWire),
};

const roles = ["system", "developer", "user", "assistant", "tool", "function"];

/** Every message of a request, a response, both, or a bare list. */
function chatMessages(json: JsonValue): { readonly messages: readonly JsonObject[]; readonly isResponse: boolean } | null {
  const { request, response } = isJsonObject(json) ? requestAndResponse(json) : { request: null, response: null };
  const answered =
    response === null
      ? []
      : arrayAt(response, "choices").flatMap((choice) => (isJsonObject(choice) ? [objectAt(choice, "message")] : []));
  const asked = isJsonArray(json) ? json : request === null ? [] : arrayAt(request, "messages");
  const messages = [...asked, ...answered].filter(isJsonObject);
  const isChat =
    messages.length > 0 &&
    messages.every((message) => roles.includes(stringAt(message, "role") ?? "") && message["parts"] === undefined);
  return isChat ? { messages, isResponse: answered.length > 0 } : null;
}

function read(source: Source, context: ReadContext, provider: string, label: string): Session {
  const draft = new SessionDraft(context);
  const turns = new Turns(draft, context);
  const { json } = source;
  const { request, response } = isJsonObject(json) ? requestAndResponse(json) : { request: null, response: null };
  const body = request ?? response ?? {};
  const model = stringAt(body, "model") ?? (response === null ? null : stringAt(response, "model")) ?? "";
  const known: Asked = {
    provider,
    wire: wire.id,
    model,
    effort: effortOf(body),
    maxOutputTokens: limitAt(body, "max_completion_tokens") ?? limitAt(body, "max_tokens"),
  };
  turns.asks(known);
  turns.tools(readTools(request, "openai-chat"));
  const messages = isJsonArray(json) ? json : arrayAt(request ?? {}, "messages");
  const prefix = isJsonArray(json) ? "" : request === response ? "messages." : "request.messages.";
  const calls = new Map<string, string>();
  messages.forEach((message, index) => {
    if (isJsonObject(message)) readMessage(message, `${prefix}${String(index)}`, turns, known, calls);
  });
  if (response !== null && (isJsonArray(response["choices"]) || isJsonObject(response["error"]))) {
    const created = response["created"];
    const startedAt = typeof created === "number" && Math.abs(created) < 1e11 ? new Date(created * 1000).toISOString() : null;
    draft.createdAt = startedAt;
    const answer = answerOf(response, "response", known);
    loseUnpricedTier(response, request === response ? "service_tier" : "response.service_tier", answer.attempt, context);
    turns.answer({ ...answer, startedAt });
  }
  turns.end();
  return draft.toSession(label);
}

/** @param calls the last call of each function, by its name */
function readMessage(message: JsonObject, path: string, turns: Turns, known: Asked, calls: Map<string, string>): void {
  const content = message["content"];
  switch (stringAt(message, "role") ?? "") {
    case "system":
    case "developer":
      turns.system(contentText(content) ?? "");
      return;
    case "assistant": {
      const answer = answerOf(
        { choices: [{ index: 0, message: withRefusal(message), finish_reason: "stop" }] },
        "history",
        known,
      );
      for (const block of answer.attempt.blocks) if (block.type === "tool-call") calls.set(block.name, block.callId);
      turns.answer(answer);
      return;
    }
    case "tool":
    case "function": {
      const name = stringAt(message, "name") ?? "";
      // Results of the first kind name the function, not the call.
      const callId = stringAt(message, "tool_call_id") ?? calls.get(name) ?? "";
      turns.toolResult({ callId, name, text: contentText(content) ?? "", isError: false }, path);
      return;
    }
    default: {
      const text = contentText(content);
      if (text !== null) turns.user(text, path);
    }
  }
}

/** A history may hold a refusal as a part of the content; a response has it beside the content. */
function withRefusal(message: JsonObject): JsonObject {
  const isRefusal = (part: JsonValue): boolean => isJsonObject(part) && part["type"] === "refusal";
  const parts = arrayAt(message, "content");
  const refusals = parts.filter(isRefusal).flatMap((part) => (isJsonObject(part) ? [stringAt(part, "refusal") ?? ""] : []));
  if (refusals.length === 0) return message;
  return { ...message, content: parts.filter((part) => !isRefusal(part)), refusal: refusals.join("\n\n") };
}

function answerOf(body: JsonObject, kind: "response" | "history", known: Asked): DraftAnswer {
  return { ...known, attempt: wireAnswer(wire, known.provider, body, kind), startedAt: null };
}

function effortOf(body: JsonObject): EffortPlan {
  const tier = stringAt(body, "reasoning_effort");
  if (tier !== null) return tierEffort({ reasoning_effort: tier }, tier);
  const reasoning = objectAt(body, "reasoning");
  const inner = reasoning === null ? null : stringAt(reasoning, "effort");
  return tierEffort(inner === null ? null : { reasoning: { effort: inner } }, inner);
}

function write(session: Session, context: WriteContext, chosen: typeof wire): string {
  const { body } = chosen.encode(laneRequest(session, context, wire.id), chosen.defaultDialect);
  return `${JSON.stringify(body, null, 2)}\n`;
}
