import { isJsonArray, isJsonObject, numberAt, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { StreamEvent } from "../../model/stream-event.ts";
import { malformedFrame } from "../../transport/frame-error.ts";
import type { Classify, Decoder } from "../wire.ts";
import { parseFrame } from "./frame-json.ts";
import { geminiFinishReason } from "./gemini-finish.ts";
import type { GeminiGenerateContentDialect } from "./gemini-generate-content-dialect.ts";
import { PartialArguments } from "./gemini-partial-arguments.ts";
import { geminiUsage } from "./gemini-usage.ts";
import { googleErrorStatus, readGoogleError } from "./google-error.ts";
import { ResponseBlocks, type OpenCall } from "./response-blocks.ts";

/**
 * There is no terminal event: the connection closes after a chunk with a `finishReason`. Older Vertex models put
 * `"STOP"` on every chunk, so the reason is held back until the body ends. A body that ends without one was cut.
 */
export function createGeminiDecoder(dialect: GeminiGenerateContentDialect, classify: Classify): Decoder {
  const response = new GeminiResponse(dialect, classify);
  return {
    push(frame, into) {
      if (frame.data === "[DONE]") return; // Added by relays.
      const chunk = parseFrame(frame.data);
      if (chunk !== null) response.push(chunk, into);
    },
    end: (into) => response.end(into),
  };
}

/** One chunk, or all of them in an array (`streamGenerateContent` without `alt=sse`). */
export function decodeGeminiBody(
  body: JsonValue,
  dialect: GeminiGenerateContentDialect,
  classify: Classify,
): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const response = new GeminiResponse(dialect, classify);
  for (const chunk of isJsonArray(body) ? body : [body]) {
    if (!isJsonObject(chunk) || !isResponse(chunk)) throw malformedFrame("The answer is not a Gemini response.");
    response.push(chunk, events);
  }
  response.end(events);
  return events;
}

function isResponse(chunk: JsonObject): boolean {
  return ["candidates", "promptFeedback", "usageMetadata", "error"].some((key) => key in chunk);
}

interface PartialCall {
  readonly call: OpenCall;
  readonly arguments: PartialArguments;
  /** Its parts laid over each other; sent back as one whole call, because pieces are not valid input. */
  part: JsonObject;
}

class GeminiResponse {
  readonly #dialect: GeminiGenerateContentDialect;
  readonly #classify: Classify;
  readonly #blocks = new ResponseBlocks();
  #isStarted = false;
  #isFinished = false;
  #responseId: string | null = null;
  #thoughtTokens = 0;
  #isOmittedSaid = false;
  /** The reason given last; null: none yet. */
  #finish: string | null = null;
  #finishMessage: string | null = null;
  #isPromptBlocked = false;
  /** A call whose arguments are still coming. */
  #partial: PartialCall | null = null;
  /** Unsigned text parts of one kind, joined: a stream cuts one part of the answer into hundreds. */
  #pendingText = "";
  #pendingKind: "thought" | "text" | null = null;
  #continuationToken: string | null = null;

  constructor(dialect: GeminiGenerateContentDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
  }

  push(chunk: JsonObject, into: StreamEvent[]): void {
    if (this.#isFinished) return;
    if (chunk["error"] !== undefined) {
      this.#fail(chunk, into);
      return;
    }
    if (!this.#isStarted) this.#start(chunk, into);
    const usage = chunk["usageMetadata"];
    if (isJsonObject(usage)) this.#count(usage, into);
    const candidates = chunk["candidates"];
    const candidate = isJsonArray(candidates) ? candidates[0] : undefined;
    if (isJsonObject(candidate)) this.#candidate(candidate, into);
    else this.#promptFeedback(chunk);
  }

  end(into: StreamEvent[]): void {
    if (this.#isFinished) return;
    this.#closePartial(into);
    this.#sendPending(into);
    this.#blocks.closeAll(into);
    this.#omittedReasoning(into);
    if (this.#finish === null) return;
    this.#isFinished = true;
    this.#sendContinuation(into);
    const raw = this.#isPromptBlocked ? `PROMPT:${this.#finish}` : this.#finish;
    const reason = this.#isPromptBlocked ? "content-filter" : geminiFinishReason(this.#finish, this.#blocks.hasToolCall);
    const message = this.#finishMessage;
    if (reason === "error") {
      const failure = this.#classify({ status: null, message, code: this.#finish, type: null, raw: message });
      into.push({ type: "finish", reason, raw, failure });
      return;
    }
    // With STOP it only says that the model made a call.
    if (message !== null && raw !== "STOP") into.push({ type: "warning", code: "finish-explained", message });
    into.push({ type: "finish", reason, raw, failure: null });
  }

  #start(chunk: JsonObject, into: StreamEvent[]): void {
    this.#isStarted = true;
    this.#responseId = stringAt(chunk, "responseId");
    into.push({ type: "response-start", responseId: this.#responseId, model: stringAt(chunk, "modelVersion") });
  }

  #count(usage: JsonObject, into: StreamEvent[]): void {
    this.#thoughtTokens = numberAt(usage, "thoughtsTokenCount") ?? this.#thoughtTokens;
    into.push({ type: "usage", usage: geminiUsage(usage, this.#dialect.counting) });
  }

  #candidate(candidate: JsonObject, into: StreamEvent[]): void {
    const content = candidate["content"];
    const parts = isJsonObject(content) ? content["parts"] : undefined;
    if (isJsonArray(parts)) for (const part of parts) if (isJsonObject(part)) this.#part(part, into);
    const reason = candidate["finishReason"];
    // Servers that print their protocol buffers without names send numbers (seen from Vertex).
    if (typeof reason !== "string" && typeof reason !== "number") return;
    this.#finish = String(reason);
    this.#finishMessage = stringAt(candidate, "finishMessage");
    this.#continuationToken = stringAt(candidate, "continuationToken");
  }

  #part(part: JsonObject, into: StreamEvent[]): void {
    const text = part["text"];
    const call = part["functionCall"];
    const signature = part["thoughtSignature"];
    const isSigned = typeof signature === "string" && signature !== "";
    if (typeof text === "string") {
      const isThought = part["thought"] === true;
      if (text !== "") this.#text(text, isThought, into);
      if (!isSigned) {
        this.#keepText(text, isThought ? "thought" : "text", into);
        return;
      }
    } else if (isJsonObject(call)) {
      this.#sendPending(into);
      this.#call(part, call, into);
      if (isSigned) this.#signature(signature, into);
      return;
    } else {
      this.#blocks.closeText(into); // Code, its result, an image: kept raw, and the text around it stays apart.
    }
    this.#sendPending(into);
    into.push({ type: "provider-item", item: part });
    if (isSigned) this.#signature(signature, into);
  }

  #text(text: string, isThought: boolean, into: StreamEvent[]): void {
    if (isThought) {
      this.#blocks.reasoning(text, "summary", into);
      return;
    }
    if (this.#blocks.last === null) this.#omittedReasoning(into);
    this.#blocks.answer(text, "answer", into);
  }

  /** Once: before anything else where the count is known by then, else last. The model thought and sent none of it. */
  #omittedReasoning(into: StreamEvent[]): void {
    if (this.#thoughtTokens === 0 || this.#blocks.hasReasoningText || this.#isOmittedSaid) return;
    this.#isOmittedSaid = true;
    this.#blocks.withheld("omitted", into);
  }

  #signature(data: string, into: StreamEvent[]): void {
    const format = this.#dialect.opaqueFormat;
    into.push({ type: "opaque", kind: "thought-signature", block: this.#blocks.last, data, format });
  }

  #call(part: JsonObject, call: JsonObject, into: StreamEvent[]): void {
    const name = stringAt(call, "name");
    if (name !== null) {
      this.#closePartial(into);
      if (this.#blocks.last === null) this.#omittedReasoning(into);
      this.#partial = { call: this.#startCall(call, name, into), arguments: new PartialArguments(), part };
    }
    const partial = this.#partial;
    if (partial === null) return; // The end mark of a call that is closed already.
    if (partial.part !== part) partial.part = { ...partial.part, ...part, functionCall: partial.part["functionCall"] ?? {} };
    partial.arguments.add(call);
    if (call["willContinue"] === true) return;
    const whole = objectAt(call, "args");
    if (whole !== null) this.#blocks.appendCall(partial.call, JSON.stringify(whole), into);
    this.#closePartial(into);
  }

  /** Ids are optional here. A made-up one is the same for the same answer, and no other answer of the session has it. */
  #startCall(call: JsonObject, name: string, into: StreamEvent[]): OpenCall {
    const id = stringAt(call, "id");
    if (id !== null && id !== "") return this.#blocks.startCall(id, name, into);
    const suffix = this.#responseId === null ? "" : `-${this.#responseId}`;
    return this.#blocks.startCall(`call-${this.#blocks.count}${suffix}`, name, into);
  }

  #closePartial(into: StreamEvent[]): void {
    if (this.#partial === null) return;
    const { call, arguments: pieces, part } = this.#partial;
    this.#partial = null;
    if (call.arguments === "") this.#blocks.appendCall(call, JSON.stringify(pieces.value), into);
    this.#blocks.endCall(call, into);
    into.push({ type: "provider-item", item: pieces.isEmpty ? part : withArguments(part, pieces.value) });
  }

  /** An unsigned part holds nothing but its text, so joined parts say the same (signed ones are never joined: trap 14). */
  #keepText(text: string, kind: "thought" | "text", into: StreamEvent[]): void {
    if (this.#pendingKind !== kind) this.#sendPending(into);
    this.#pendingKind = kind;
    this.#pendingText += text;
  }

  #sendPending(into: StreamEvent[]): void {
    const text = this.#pendingText;
    const item: JsonObject = this.#pendingKind === "thought" ? { text, thought: true } : { text };
    this.#pendingKind = null;
    this.#pendingText = "";
    if (text !== "") into.push({ type: "provider-item", item });
  }

  /** Not a part: the encoder finds it as the last item and asks the server to go on (provider-matrix 3.4). */
  #sendContinuation(into: StreamEvent[]): void {
    if (this.#continuationToken === null) return;
    into.push({ type: "provider-item", item: { continuationToken: this.#continuationToken } });
  }

  #promptFeedback(chunk: JsonObject): void {
    const feedback = objectAt(chunk, "promptFeedback");
    const reason = feedback?.["blockReason"];
    if (feedback === null || (typeof reason !== "string" && typeof reason !== "number")) return;
    this.#isPromptBlocked = true;
    this.#finish = String(reason);
    this.#finishMessage = stringAt(feedback, "blockReasonMessage");
  }

  #fail(chunk: JsonObject, into: StreamEvent[]): void {
    this.#sendPending(into);
    this.#blocks.closeAll(into);
    this.#isFinished = true;
    const facts = readGoogleError(chunk);
    // The status is the error's own; the response had begun with 200, and that is what the failure reports.
    const failure = { ...this.#classify({ ...facts, status: googleErrorStatus(chunk) }), status: null };
    into.push({ type: "finish", reason: "error", raw: facts.type, failure });
  }
}

function withArguments(part: JsonObject, args: JsonObject): JsonObject {
  const { partialArgs: _pieces, willContinue: _flag, ...call } = objectAt(part, "functionCall") ?? {};
  return { ...part, functionCall: { ...call, args } };
}
