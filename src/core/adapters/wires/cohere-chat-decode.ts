import { ProviderError } from "../../model/errors.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonObject, numberAt, objectAt, stringAt } from "../../model/json.ts";
import type { FinishReason, StreamEvent } from "../../model/stream-event.ts";
import type { RawCounts } from "../../model/usage.ts";
import { normaliseUsage } from "../../model/usage.ts";
import type { Frame } from "../../transport/framer.ts";
import type { Classify, Decoder, ErrorFacts } from "../wire.ts";
import type { CohereChatDialect } from "./cohere-chat-dialect.ts";
import { EntryList } from "./entry-list.ts";
import { errorOf } from "./error-body.ts";
import { parseFrame } from "./frame-json.ts";
import type { OpenCall } from "./response-blocks.ts";
import { argumentsText, ResponseBlocks } from "./response-blocks.ts";

/** Decodes Cohere's events. `tool_plan`, its words before tool calls, is commentary: the provider keeps it apart from the answer. */
export class CohereChatDecoder implements Decoder {
  readonly #dialect: CohereChatDialect;
  readonly #classify: Classify;
  readonly #blocks = new ResponseBlocks();
  readonly #content = new EntryList();
  readonly #calls = new Map<number, OpenCall>();
  readonly #citations: JsonValue[] = [];
  #plan = "";
  #isStarted = false;
  #isOver = false;

  constructor(dialect: CohereChatDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
  }

  push(frame: Frame, into: StreamEvent[]): void {
    if (this.#isOver || frame.data.startsWith("[DONE]")) return;
    const event = parseFrame(frame.data);
    if (event === null) return;
    const delta = objectAt(event, "delta") ?? {};
    const message = objectAt(delta, "message") ?? {};
    switch (stringAt(event, "type") ?? frame.event ?? "") {
      case "message-start":
        this.start(event, into);
        return;
      case "content-start":
      case "content-delta":
        this.#addContent(message["content"], into);
        return;
      case "tool-plan-delta":
        this.#addPlan(message["tool_plan"], into);
        return;
      case "tool-call-start":
      case "tool-call-delta":
        this.#addCall(numberAt(event, "index") ?? 0, objectAt(message, "tool_calls") ?? {}, into);
        return;
      case "tool-call-end": {
        const call = this.#calls.get(numberAt(event, "index") ?? 0);
        if (call !== undefined) this.#blocks.endCall(call, into);
        return;
      }
      case "citation-start":
        if (message["citations"] !== undefined) this.#citations.push(message["citations"]);
        return;
      case "message-end":
        this.finish(delta, into);
        return;
      default: {
        const error = errorOf(event);
        if (error !== null) this.fail(error, null, into);
      }
    }
  }

  end(): void {
    // Nothing is held back: a body without message-end is for the guard to call truncated.
  }

  start(response: JsonObject, into: StreamEvent[]): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    into.push({ type: "response-start", responseId: stringAt(response, "id"), model: stringAt(response, "model") });
  }

  /** A whole message: all there is of a body that is no stream. */
  message(message: JsonObject, into: StreamEvent[]): void {
    this.#addPlan(message["tool_plan"], into);
    for (const part of arrayAt(message, "content")) this.#addContent(part, into);
    arrayAt(message, "tool_calls").forEach((call, index) => {
      if (isJsonObject(call)) this.#addCall(index, call, into);
    });
    for (const citation of arrayAt(message, "citations")) this.#citations.push(citation);
  }

  finish(end: JsonObject, into: StreamEvent[]): void {
    this.#isOver = true;
    this.#blocks.closeAll(into);
    const usage = objectAt(end, "usage");
    if (usage !== null) {
      const counts = readCounts(usage, this.#dialect.countedTokens);
      into.push({ type: "usage", usage: normaliseUsage(counts, this.#dialect.counting, usage) });
    }
    const raw = stringAt(end, "finish_reason");
    if (raw === "ERROR" || raw === "TIMEOUT" || errorOf(end) !== null) {
      const message = `The provider broke off with the finish reason “${raw ?? "none"}”.`;
      this.fail(errorOf(end) ?? { message, code: raw, type: null, raw: end }, raw, into);
      return;
    }
    into.push({ type: "provider-item", item: this.#toJson() });
    into.push({ type: "finish", reason: this.#reason(raw), raw, failure: null });
  }

  fail(error: ErrorFacts, raw: string | null, into: StreamEvent[]): void {
    this.#isOver = true;
    this.#blocks.closeAll(into);
    into.push({ type: "finish", reason: "error", raw, failure: this.#classify({ ...error, status: null }) });
  }

  #addContent(part: JsonValue | undefined, into: StreamEvent[]): void {
    if (!isJsonObject(part)) return;
    const { thinking, text } = part;
    if (typeof thinking === "string" && thinking !== "") {
      this.#content.add({ type: "thinking", thinking });
      this.#blocks.reasoning(thinking, "raw", into);
    }
    if (typeof text === "string" && text !== "") {
      this.#content.add({ type: "text", text });
      this.#blocks.answer(text, "answer", into);
    }
  }

  #addPlan(plan: JsonValue | undefined, into: StreamEvent[]): void {
    if (typeof plan !== "string" || plan === "") return;
    this.#plan += plan;
    this.#blocks.answer(plan, "commentary", into);
  }

  #addCall(index: number, piece: JsonObject, into: StreamEvent[]): void {
    const details = objectAt(piece, "function") ?? {};
    let call = this.#calls.get(index);
    if (call === undefined) {
      call = this.#blocks.startCall(stringAt(piece, "id") ?? `call_${index}`, stringAt(details, "name") ?? "", into);
      this.#calls.set(index, call);
    }
    this.#blocks.appendCall(call, argumentsText(details["arguments"]), into);
  }

  #reason(raw: string | null): FinishReason {
    if (raw === "MAX_TOKENS") return "length";
    return raw === "TOOL_CALL" || this.#blocks.hasToolCall ? "tool-calls" : "stop";
  }

  #toJson(): JsonObject {
    const message: Record<string, JsonValue> = { role: "assistant" };
    if (!this.#content.isEmpty) message["content"] = this.#content.toJson();
    if (this.#plan !== "") message["tool_plan"] = this.#plan;
    if (this.#calls.size > 0) {
      message["tool_calls"] = [...this.#calls.values()].map((call) => ({
        id: call.callId,
        type: "function",
        function: { name: call.name, arguments: call.arguments },
      }));
    }
    if (this.#citations.length > 0) message["citations"] = this.#citations;
    return message;
  }
}

/** @throws ProviderError when the body is neither a message nor an error. */
export function decodeCohereChatBody(body: JsonValue, dialect: CohereChatDialect, classify: Classify): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const decoder = new CohereChatDecoder(dialect, classify);
  const message = isJsonObject(body) ? objectAt(body, "message") : null;
  if (isJsonObject(body) && message !== null) {
    decoder.start(body, events);
    decoder.message(message, events);
    decoder.finish(body, events);
    return events;
  }
  const facts = { message: "The response is JSON, but holds no message.", code: null, type: null, raw: body };
  throw new ProviderError({ ...classify({ ...facts, status: null }), kind: "malformed-response" });
}

function readCounts(usage: JsonObject, counted: CohereChatDialect["countedTokens"]): RawCounts {
  const billed = objectAt(usage, "billed_units");
  const tokens = objectAt(usage, "tokens") ?? {};
  const isBilled = counted === "billed" && billed !== null;
  const counts = isBilled ? billed : tokens;
  return {
    input: numberAt(counts, "input_tokens"),
    output: numberAt(counts, "output_tokens"),
    cacheRead: isBilled ? null : numberAt(usage, "cached_tokens"),
    cacheWrite: null,
    reasoning: numberAt(tokens, "reasoning_tokens"),
  };
}
