import { defaultGeminiGenerateContentDialect } from "../../adapters/wires/gemini-generate-content-dialect.ts";
import { geminiGenerateContentWire } from "../../adapters/wires/gemini-generate-content.ts";
import type { EffortPlan } from "../../model/effort.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonArray, isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { Session, Step } from "../../model/session.ts";
import { lastAttempt } from "../../model/session.ts";
import { describeValue } from "./format.ts";
import type { Format, ReadContext, Source, WriteContext } from "./format.ts";
import { laneRequest, writtenPath } from "./lane-request.ts";
import type { Asked, DraftAnswer } from "./session-draft.ts";
import { SessionDraft } from "./session-draft.ts";
import { readTools } from "./tool-definitions.ts";
import { Turns } from "./turns.ts";
import { asWire, budgetEffort, limitAt, requestAndResponse, tierEffort, wireAnswer } from "./wire-answer.ts";

const wire = asWire(geminiGenerateContentWire, defaultGeminiGenerateContentDialect);

export const geminiFormat: Format = {
  id: "gemini",
  label: "Gemini contents",
  extension: ".json",
  detect({ json }) {
    if (isJsonArray(json) && isStream(json)) return "it is a list of responses with candidates, as a stream comes";
    if (isJsonArray(json)) return hasParts(json) ? "it is a list of contents with parts" : null;
    if (!isJsonObject(json)) return null;
    const { request, response } = requestAndResponse(json);
    if (request !== null && hasParts(arrayAt(request, "contents"))) return "it has contents with parts";
    return response !== null && isJsonArray(response["candidates"]) ? "it holds a response with candidates" : null;
  },
  read,
  write,
};

/** Parts here have no `type`; that tells them from the AI SDK's. */
function hasParts(contents: readonly JsonValue[]): boolean {
  return (
    contents.length > 0 &&
    contents.every(
      (content) => isJsonObject(content) && isJsonArray(content["parts"]) && arrayAt(content, "parts").every(isPlainPart),
    )
  );
}

/** `streamGenerateContent` answers with a list: each entry holds what is new, the last one how it ended. */
function isStream(json: readonly JsonValue[]): boolean {
  return json.length > 0 && json.every((chunk) => isJsonObject(chunk) && isJsonArray(chunk["candidates"]));
}

/** Only what the wire reads is taken over, so that all else is known as lost. */
function joined(chunks: readonly JsonValue[]): JsonObject {
  const responses = chunks.filter(isJsonObject);
  const candidates = responses.flatMap((chunk) => arrayAt(chunk, "candidates").slice(0, 1)).filter(isJsonObject);
  const parts = candidates.flatMap((candidate) => arrayAt(objectAt(candidate, "content") ?? {}, "parts"));
  const ended = lastOf(candidates, ["finishReason", "finishMessage"]);
  const whole = { ...ended, content: { role: "model", parts: withJoinedTexts(parts) } };
  const rest = lastOf(responses, ["modelVersion", "responseId", "usageMetadata", "promptFeedback"]);
  return { response: { ...rest, candidates: [whole] } };
}

/** Of each key what stands there last. */
function lastOf(objects: readonly JsonObject[], keys: readonly string[]): JsonObject {
  const values = keys.flatMap((key) => {
    const value = objects.findLast((object) => object[key] !== undefined)?.[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(values);
}

/** Texts that go on from each other are one part, as the answer without a stream has it. */
function withJoinedTexts(parts: readonly JsonValue[]): readonly JsonValue[] {
  const whole: JsonValue[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    const goesOn =
      isJsonObject(part) && isJsonObject(last) && isText(part) && isText(last) && part["thought"] === last["thought"];
    if (goesOn)
      whole[whole.length - 1] = { ...last, ...part, text: `${stringAt(last, "text") ?? ""}${stringAt(part, "text") ?? ""}` };
    else whole.push(part);
  }
  return whole;
}

function isText(part: JsonObject): boolean {
  return typeof part["text"] === "string";
}

function isPlainPart(part: JsonValue): boolean {
  return isJsonObject(part) && part["type"] === undefined;
}

function read(source: Source, context: ReadContext): Session {
  const draft = new SessionDraft(context);
  const turns = new Turns(draft, context);
  const json = isJsonArray(source.json) && isStream(source.json) ? joined(source.json) : source.json;
  const { request, response } = isJsonObject(json) ? requestAndResponse(json) : { request: null, response: null };
  const contents = isJsonArray(json) ? json : arrayAt(request ?? {}, "contents");
  const prefix = isJsonArray(json) ? "" : request === response ? "contents." : "request.contents.";
  const config = objectAt(request ?? {}, "generationConfig");
  const known: Asked = {
    provider: "google",
    wire: wire.id,
    model: stringAt(request ?? {}, "model") ?? stringAt(response ?? {}, "modelVersion") ?? "",
    effort: effortOf(config),
    maxOutputTokens: config === null ? null : limitAt(config, "maxOutputTokens"),
  };
  turns.asks(known);
  turns.tools(readTools(request, "gemini"));
  turns.system(textOf(objectAt(request ?? {}, "systemInstruction") ?? objectAt(request ?? {}, "system_instruction")) ?? "");
  contents.forEach((content, index) => {
    if (isJsonObject(content)) readContent(content, `${prefix}${String(index)}`, turns, known);
  });
  if (response !== null && (response["candidates"] !== undefined || isJsonObject(response["error"]))) {
    const answer = answerOf(response, "response", known);
    turns.answer(answer);
    loseFinishMessage(response, answer, request === response ? "" : "response.", context);
  }
  turns.end();
  return draft.toSession(geminiFormat.label);
}

/** With STOP it only repeats that the model made a call, and the wire drops it. */
function loseFinishMessage(response: JsonObject, { attempt }: DraftAnswer, prefix: string, context: ReadContext): void {
  const [candidate] = arrayAt(response, "candidates");
  const message = isJsonObject(candidate) ? stringAt(candidate, "finishMessage") : null;
  if (message === null || attempt.failure !== null || attempt.warnings.some((warning) => warning.message === message)) return;
  const path = `${prefix}candidates.0.finishMessage`;
  context.lose({
    path,
    what: describeValue(message),
    why: "Where the answer ended as it should, its finish reason says it all.",
  });
}

function readContent(content: JsonObject, path: string, turns: Turns, known: Asked): void {
  if (content["role"] === "model") {
    turns.answer(answerOf({ candidates: [{ content, finishReason: "STOP" }] }, "history", known));
    return;
  }
  arrayAt(content, "parts").forEach((part, index) => {
    const result = isJsonObject(part) ? (objectAt(part, "functionResponse") ?? objectAt(part, "function_response")) : null;
    if (result !== null) readResult(result, `${path}.parts.${String(index)}`, turns);
  });
  const text = textOf(content);
  if (text !== null) turns.user(text, path);
}

/** Responses have no ids unless the model gave one; the name says which call they answer. */
function readResult(result: JsonObject, path: string, turns: Turns): void {
  const name = stringAt(result, "name") ?? "";
  const response = objectAt(result, "response") ?? {};
  const error = stringAt(response, "error");
  const isPlain = Object.keys(response).length === 1;
  const text = (isPlain ? (error ?? stringAt(response, "output")) : null) ?? JSON.stringify(response);
  turns.toolResult({ callId: stringAt(result, "id") ?? name, name, text, isError: isPlain && error !== null }, path);
}

function textOf(content: JsonObject | null): string | null {
  const texts = arrayAt(content ?? {}, "parts").flatMap((part) => {
    const text = isJsonObject(part) ? stringAt(part, "text") : null;
    return text === null ? [] : [text];
  });
  return texts.length === 0 ? null : texts.join("\n\n");
}

function answerOf(body: JsonObject, kind: "response" | "history", known: Asked): DraftAnswer {
  return { ...known, attempt: wireAnswer(wire, known.provider, body, kind), startedAt: null };
}

function effortOf(config: JsonObject | null): EffortPlan {
  const thinking = config === null ? null : objectAt(config, "thinkingConfig");
  const level = thinking === null ? null : stringAt(thinking, "thinkingLevel");
  if (level !== null) return tierEffort({ generationConfig: { thinkingConfig: { thinkingLevel: level } } }, level.toLowerCase());
  const budget = thinking === null ? null : numberAt(thinking, "thinkingBudget");
  if (budget === null) return tierEffort(null, null);
  const sent = { generationConfig: { thinkingConfig: { thinkingBudget: budget } } };
  return budget === 0 ? tierEffort(sent, "none") : budgetEffort(sent, budget);
}

function write(session: Session, context: WriteContext): string {
  const input = laneRequest(session, context, wire.id);
  const { body } = wire.encode(input, wire.defaultDialect);
  // The API has the model in its address; without it here, nobody would know.
  const text = JSON.stringify({ model: input.request.model, ...body }, null, 2);
  for (const { id, path } of callIdsOf(writtenPath(session, context.lane))) {
    if (text.includes(JSON.stringify(id))) continue;
    const why = "Gemini takes back only ids that it gave itself; the name and the order say which call is which.";
    context.lose({ path, what: describeValue(id), why });
  }
  return `${text}\n`;
}

function callIdsOf(steps: readonly Step[]): readonly { readonly id: string; readonly path: string }[] {
  return steps.flatMap((step) => [
    ...(step.toolResults ?? []).map(({ callId }, at) => ({
      id: callId,
      path: `steps.${step.id}.toolResults.${String(at)}.callId`,
    })),
    ...(lastAttempt(step)?.blocks ?? []).flatMap((block, at) => {
      const path = `steps.${step.id}.attempts.${String(step.attempts.length - 1)}.blocks.${String(at)}.callId`;
      return block.type === "tool-call" ? [{ id: block.callId, path }] : [];
    }),
  ]);
}
