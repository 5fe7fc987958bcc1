import { ProviderError } from "../../model/errors.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonArray, isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { FinishReason, StreamEvent } from "../../model/stream-event.ts";
import { normaliseUsage } from "../../model/usage.ts";
import type { Frame } from "../../transport/framer.ts";
import type { TextPart } from "../think-tags.ts";
import { ThinkTagSplitter } from "../think-tags.ts";
import type { Classify, Decoder, ErrorFacts } from "../wire.ts";
import { errorOf } from "./error-body.ts";
import { parseFrame } from "./frame-json.ts";
import type { OllamaChatDialect } from "./ollama-chat-dialect.ts";
import { argumentsText, ResponseBlocks } from "./response-blocks.ts";

/** Decodes Ollama's lines. The line with `done: true` ends the response; an error is a line of its own, after HTTP 200. */
export class OllamaChatDecoder implements Decoder {
  readonly #dialect: OllamaChatDialect;
  readonly #classify: Classify;
  readonly #blocks = new ResponseBlocks();
  readonly #splitter: ThinkTagSplitter | null;
  #isStarted = false;
  #isOver = false;
  #content = "";
  #thinking = "";
  readonly #calls: JsonValue[] = [];

  constructor(dialect: OllamaChatDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
    this.#splitter = dialect.thinkTags === null ? null : new ThinkTagSplitter(dialect.thinkTags);
  }

  push(frame: Frame, into: StreamEvent[]): void {
    if (this.#isOver) return;
    const line = parseFrame(frame.data);
    if (line !== null) this.pushLine(line, into);
  }

  pushLine(line: JsonObject, into: StreamEvent[]): void {
    const error = errorOf(line);
    if (error !== null) {
      this.#fail(error, into);
      return;
    }
    if (!this.#isStarted) {
      this.#isStarted = true;
      into.push({ type: "response-start", responseId: null, model: stringAt(line, "model") });
    }
    const message = line["message"];
    if (isJsonObject(message)) this.#message(message, into);
    if (line["done"] === true) this.#done(line, into);
  }

  end(into: StreamEvent[]): void {
    if (!this.#isOver) this.#flush(into);
  }

  #message(message: JsonObject, into: StreamEvent[]): void {
    const thinking = message["thinking"];
    if (typeof thinking === "string" && thinking !== "") {
      this.#thinking += thinking;
      this.#blocks.reasoning(thinking, "raw", into);
    }
    const content = message["content"];
    if (typeof content === "string" && content !== "") {
      this.#content += content;
      if (this.#splitter === null) this.#blocks.answer(content, "answer", into);
      else this.#addParts(this.#splitter.push(content), into);
    }
    const calls = message["tool_calls"];
    if (isJsonArray(calls)) for (const call of calls) if (isJsonObject(call)) this.#call(call, into);
  }

  /** Calls come whole, most without an id. */
  #call(piece: JsonObject, into: StreamEvent[]): void {
    const details = objectAt(piece, "function") ?? {};
    const callId = stringAt(piece, "id") ?? `call_${this.#calls.length}`;
    this.#calls.push(piece);
    const call = this.#blocks.startCall(callId, stringAt(details, "name") ?? "", into);
    this.#blocks.appendCall(call, argumentsText(details["arguments"]), into);
    this.#blocks.endCall(call, into);
  }

  #addParts(parts: readonly TextPart[], into: StreamEvent[]): void {
    for (const part of parts) {
      if (part.kind === "reasoning") this.#blocks.reasoning(part.text, "raw", into);
      else if (part.kind === "answer") this.#blocks.answer(part.text, "answer", into);
    }
  }

  #flush(into: StreamEvent[]): void {
    if (this.#splitter !== null) this.#addParts(this.#splitter.end(), into);
  }

  #done(line: JsonObject, into: StreamEvent[]): void {
    this.#isOver = true;
    this.#flush(into);
    this.#blocks.closeAll(into);
    const counters = countersOf(line);
    if (counters !== null) {
      const counts = {
        input: numberAt(line, "prompt_eval_count"),
        cacheRead: null,
        cacheWrite: null,
        output: numberAt(line, "eval_count"),
        reasoning: null,
      };
      into.push({ type: "usage", usage: normaliseUsage(counts, this.#dialect.counting, counters) });
    }
    into.push({ type: "provider-item", item: this.#toJson() });
    const raw = stringAt(line, "done_reason");
    into.push({ type: "finish", reason: this.#reason(raw), raw, failure: null });
  }

  #reason(raw: string | null): FinishReason {
    if (raw === "length") return "length";
    return this.#blocks.hasToolCall ? "tool-calls" : "stop";
  }

  #fail(error: ErrorFacts, into: StreamEvent[]): void {
    this.#isOver = true;
    this.#flush(into);
    this.#blocks.closeAll(into);
    into.push({ type: "finish", reason: "error", raw: null, failure: this.#classify({ ...error, status: null }) });
  }

  #toJson(): JsonObject {
    const message: Record<string, JsonValue> = { role: "assistant", content: this.#content };
    if (this.#thinking !== "") message["thinking"] = this.#thinking;
    if (this.#calls.length > 0) message["tool_calls"] = this.#calls;
    return message;
  }
}

/** @throws ProviderError when the body is neither a finished message nor an error. */
export function decodeOllamaChatBody(body: JsonValue, dialect: OllamaChatDialect, classify: Classify): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  if (isJsonObject(body)) new OllamaChatDecoder(dialect, classify).pushLine(body, events);
  if (events.at(-1)?.type === "finish") return events;
  const facts = { message: "The response is JSON, but no finished chat message.", code: null, type: null, raw: body };
  throw new ProviderError({ ...classify({ ...facts, status: null }), kind: "malformed-response" });
}

/** The counters of the last line: everything in it but what is not one. Null when there are none. */
function countersOf(line: JsonObject): JsonObject | null {
  const counters = Object.entries(line).filter(([name, value]) => typeof value === "number" && /_(count|duration)$/.test(name));
  return counters.length === 0 ? null : Object.fromEntries(counters);
}
