import { ProviderError } from "../../model/errors.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonObject, objectAt, stringAt } from "../../model/json.ts";
import type { FinishReason, StreamEvent } from "../../model/stream-event.ts";
import type { Frame } from "../../transport/framer.ts";
import { readBilledUsd } from "../billed-cost.ts";
import type { Classify, Decoder, ErrorFacts } from "../wire.ts";
import { errorOf, readErrorBody } from "./error-body.ts";
import { parseFrame } from "./frame-json.ts";
import type { OpenaiResponsesDialect } from "./openai-responses-dialect.ts";
import { OpenaiResponsesOutput } from "./openai-responses-output.ts";
import { readOpenaiUsage, withBillingFacts } from "./openai-usage.ts";

/**
 * Decodes Responses. Usage, input transformations and the last word on encrypted content come in the terminal event only.
 * An `error` event waits for what follows it: `response.failed` (with usage) or the end of the body.
 */
export class OpenaiResponsesDecoder implements Decoder {
  readonly #dialect: OpenaiResponsesDialect;
  readonly #classify: Classify;
  readonly #output: OpenaiResponsesOutput;
  #isStarted = false;
  #isOver = false;
  #error: ErrorFacts | null = null;

  constructor(dialect: OpenaiResponsesDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
    this.#output = new OpenaiResponsesOutput(dialect);
  }

  push(frame: Frame, into: StreamEvent[]): void {
    // `[DONE]`: gateways add it after the terminal event (OpenRouter).
    if (this.#isOver || frame.data.startsWith("[DONE]")) return;
    const event = parseFrame(frame.data);
    if (event !== null) this.#event(event, frame.event, into);
  }

  end(into: StreamEvent[]): void {
    if (this.#isOver) return;
    if (this.#error !== null) this.#fail(this.#error, null, into);
    else this.#output.release(into);
  }

  /** A whole response object: the end of every stream, and all of a body that is none. */
  complete(response: JsonObject, type: string, into: StreamEvent[]): void {
    this.#start(response, into);
    this.#isOver = true;
    this.#output.complete(arrayAt(response, "output"), into);
    this.#usage(response, into);
    const transformations = arrayAt(response, "input_transformations");
    if (transformations.length > 0) into.push({ type: "input-transformations", transformations });
    const status = stringAt(response, "status") ?? type.slice(type.indexOf(".") + 1);
    const error = errorOf(response) ?? this.#error ?? failedStatus(status, response);
    if (error !== null) {
      this.#fail(error, stringAt(response, "status"), into);
      return;
    }
    const details = objectAt(response, "incomplete_details");
    const detail = details === null ? null : stringAt(details, "reason");
    const raw = status === "incomplete" ? (detail ?? status) : status;
    into.push({ type: "finish", reason: this.#reason(raw), raw, failure: null });
  }

  #event(event: JsonObject, frameEvent: string | null, into: StreamEvent[]): void {
    // Some servers name the event in the SSE field only.
    const type = typeof event["type"] === "string" ? event["type"] : (frameEvent ?? "");
    if (this.#output.delta(type, event, into)) return;
    switch (type) {
      case "response.created":
      case "response.queued":
      case "response.in_progress":
        this.#start(objectAt(event, "response") ?? {}, into);
        return;
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
      case "response.cancelled":
      // xAI's name for the same (provider-matrix 3.7).
      case "response.done":
        this.complete(objectAt(event, "response") ?? {}, type, into);
        return;
      case "error":
        this.#error ??= readErrorBody(event);
        return;
      default:
        // Gateways break off with a bare error object.
        if (!type.startsWith("response.")) this.#error ??= errorOf(event);
    }
  }

  #start(response: JsonObject, into: StreamEvent[]): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    into.push({ type: "response-start", responseId: stringAt(response, "id"), model: stringAt(response, "model") });
  }

  #usage(response: JsonObject, into: StreamEvent[]): void {
    const usage = objectAt(response, "usage");
    if (usage === null) return;
    const billedUsd = readBilledUsd(response, this.#dialect.billed);
    const hasText = this.#output.hasReasoningText;
    const facts = withBillingFacts(usage, response);
    into.push({ type: "usage", usage: readOpenaiUsage(facts, this.#dialect.counting, hasText, billedUsd) });
  }

  #fail(error: ErrorFacts, raw: string | null, into: StreamEvent[]): void {
    this.#isOver = true;
    this.#output.release(into);
    this.#output.closeAll(into);
    into.push({ type: "finish", reason: "error", raw, failure: this.#classify({ ...error, status: null }) });
  }

  #reason(raw: string): FinishReason {
    const reason = incompleteReasons.get(raw);
    if (reason !== undefined) return reason;
    if (this.#output.hasToolCall) return "tool-calls";
    // A refusal is a part of a completed response (provider-matrix trap 64).
    return this.#output.hasRefusal && !this.#output.hasAnswer ? "refusal" : "stop";
  }
}

/** @throws ProviderError when the body is neither a response nor an error. */
export function decodeOpenaiResponsesBody(
  body: JsonValue,
  dialect: OpenaiResponsesDialect,
  classify: Classify,
): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  if (isJsonObject(body) && (body["output"] !== undefined || errorOf(body) !== null)) {
    new OpenaiResponsesDecoder(dialect, classify).complete(body, "response.completed", events);
    return events;
  }
  const facts = { message: "The response is JSON, but holds neither output nor an error.", code: null, type: null, raw: body };
  throw new ProviderError({ ...classify({ ...facts, status: null }), kind: "malformed-response" });
}

/** `incomplete_details.reason` (provider-matrix 3.1). `max_messages` and `steered` end a turn early on purpose. */
// A map: a word like `constructor` from a provider must not find what every object has.
const incompleteReasons: ReadonlyMap<string, FinishReason> = new Map(
  Object.entries<FinishReason>({
    max_output_tokens: "length",
    content_filter: "content-filter",
    incomplete: "length",
  }),
);

/** A response can fail without an error object. */
function failedStatus(status: string, response: JsonObject): ErrorFacts | null {
  if (status !== "failed" && status !== "cancelled") return null;
  return { message: `The provider ended the response as ${status} and gave no reason.`, code: status, type: null, raw: response };
}
