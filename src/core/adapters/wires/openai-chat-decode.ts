import { ProviderError } from "../../model/errors.ts";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonArray, isJsonObject, objectAt } from "../../model/json.ts";
import type { FinishReason, StreamEvent } from "../../model/stream-event.ts";
import type { Frame } from "../../transport/framer.ts";
import { readBilledUsd } from "../billed-cost.ts";
import type { Classify, Decoder, ErrorFacts } from "../wire.ts";
import { errorOf } from "./error-body.ts";
import { parseFrame } from "./frame-json.ts";
import type { OpenaiChatDialect } from "./openai-chat-dialect.ts";
import { OpenaiChatMessage } from "./openai-chat-message.ts";
import { chatPadding, plainDelta } from "./openai-chat-plain.ts";
import { readOpenaiUsage, withBillingFacts } from "./openai-usage.ts";
import { RepeatedFrame } from "./repeated-frame.ts";

/**
 * Decodes Chat Completions and its look-alikes. `finish` waits for `[DONE]` or the end of the body, because usage comes
 * after the finish reason. A body with a finish reason but without `[DONE]` is complete (unless `requiresDone`); one with
 * `[DONE]` but no finish reason too (OpenRouter, Snowflake), with a warning; one with neither is left to be called truncated.
 */
export class OpenaiChatDecoder implements Decoder {
  readonly #dialect: OpenaiChatDialect;
  readonly #classify: Classify;
  readonly #message: OpenaiChatMessage;
  readonly #repeated: RepeatedFrame;
  #isStarted = false;
  #isOver = false;
  #hasChoice = false;
  #finishReason: string | null = null;
  #error: ErrorFacts | null = null;

  constructor(dialect: OpenaiChatDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
    this.#message = new OpenaiChatMessage(dialect);
    this.#repeated = new RepeatedFrame((chunk) => plainDelta(chunk, this.#message.reasoningFields), chatPadding);
  }

  push(frame: Frame, into: StreamEvent[]): void {
    if (this.#isOver) return;
    if (frame.data.startsWith("[DONE]")) {
      if (this.#hasChoice) this.#finish(into);
      return;
    }
    const delta = this.#repeated.deltaOf(frame.data);
    if (delta !== null) {
      this.#message.addPlain(delta, into);
      return;
    }
    const chunk = parseFrame(frame.data);
    if (chunk === null) return;
    this.pushChunk(chunk, into);
    if (this.#isStarted) this.#repeated.learn(frame.data, chunk);
  }

  pushChunk(chunk: JsonObject, into: StreamEvent[]): void {
    if (!this.#isStarted) this.#start(chunk, into);
    const choice = firstChoice(chunk["choices"]);
    if (choice !== null) this.#choice(choice, into);
    const usage = usageOf(chunk, choice);
    if (usage !== null) this.#usage(usage, chunk, into);
    if (chunk["error"] !== undefined || chunk["x_groq"] !== undefined || chunk["base_resp"] !== undefined) {
      this.#error = errorOf(chunk) ?? errorOf(objectAt(chunk, "x_groq") ?? {});
    }
    if (chunk["citations"] !== undefined) this.#message.keep("citations", chunk["citations"]);
    if (chunk["search_results"] !== undefined) this.#message.keep("search_results", chunk["search_results"]);
    // Nothing of worth follows an error, and not every server closes the connection after it.
    if (this.#error !== null) this.#finish(into);
  }

  end(into: StreamEvent[]): void {
    if (this.#isOver) return;
    const isComplete = this.#finishReason !== null && !this.#dialect.requiresDone;
    if (isComplete) this.#finish(into);
    else this.#message.flush(into);
  }

  #start(chunk: JsonObject, into: StreamEvent[]): void {
    const responseId = nonEmpty(chunk["id"]);
    const model = nonEmpty(chunk["model"]);
    // Azure opens with a chunk about the prompt's content filter that has neither (provider-matrix 3.5).
    if (responseId === null && model === null && firstChoice(chunk["choices"]) === null) return;
    this.#isStarted = true;
    into.push({ type: "response-start", responseId, model });
  }

  #choice(choice: JsonObject, into: StreamEvent[]): void {
    this.#hasChoice = true;
    // Perplexity sends the whole message so far beside each delta: only the delta is new.
    const delta = choice["delta"] ?? choice["message"];
    if (isJsonObject(delta)) this.#message.add(delta, into);
    const reason = choice["finish_reason"];
    if (typeof reason === "string" && reason !== "") this.#finishReason = reason;
  }

  #usage(usage: JsonObject, chunk: JsonObject, into: StreamEvent[]): void {
    const billedUsd = readBilledUsd(chunk, this.#dialect.billed);
    const hasText = this.#message.blocks.hasReasoningText;
    const facts = withBillingFacts(usage, chunk);
    into.push({ type: "usage", usage: readOpenaiUsage(facts, this.#dialect.counting, hasText, billedUsd) });
  }

  #finish(into: StreamEvent[]): void {
    this.#isOver = true;
    this.#message.flush(into);
    this.#message.close(into);
    const raw = this.#finishReason;
    const facts = this.#error ?? failedFinish(raw);
    if (facts !== null) {
      into.push({ type: "finish", reason: "error", raw, failure: this.#classify({ ...facts, status: null }) });
      return;
    }
    into.push({ type: "provider-item", item: this.#message.toJson() });
    if (raw === null) {
      into.push({ type: "warning", code: "no-finish-reason", message: "The provider ended the stream without saying why." });
    }
    into.push({ type: "finish", reason: this.#reason(raw), raw, failure: null });
  }

  #reason(raw: string | null): FinishReason {
    const { blocks } = this.#message;
    const reason = raw === null ? "stop" : (finishReasons.get(raw.toLowerCase()) ?? "stop");
    if (reason !== "stop") return reason;
    // Servers differ in what they call a tool call's end, and a refusal ends as a plain stop (provider-matrix trap 64).
    if (blocks.hasToolCall) return "tool-calls";
    return blocks.hasRefusal && !blocks.hasAnswer ? "refusal" : "stop";
  }
}

/** @throws ProviderError when the body is an error, or no completion at all. */
export function decodeOpenaiChatBody(body: JsonValue, dialect: OpenaiChatDialect, classify: Classify): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const decoder = new OpenaiChatDecoder(dialect, classify);
  if (isJsonObject(body)) decoder.pushChunk(body, events);
  decoder.push({ event: null, data: "[DONE]", isException: false }, events);
  if (events.at(-1)?.type === "finish") return events;
  const failure = classify({
    message: "The response is JSON, but holds neither choices nor an error.",
    code: null,
    type: null,
    raw: body,
    status: null,
  });
  throw new ProviderError({ ...failure, kind: "malformed-response" });
}

/** Normalised reasons, by the provider's word (provider-matrix section 5). Unknown words read as a plain stop; `raw` keeps them. */
// A map: a word like `constructor` from a provider must not find what every object has.
const finishReasons: ReadonlyMap<string, FinishReason> = new Map(
  Object.entries<FinishReason>({
    stop: "stop",
    eos: "stop",
    end_turn: "stop",
    stop_sequence: "stop",
    length: "length",
    max_tokens: "length",
    model_length: "length",
    tool_calls: "tool-calls",
    tool_use: "tool-calls",
    function_call: "tool-calls",
    content_filter: "content-filter",
    sensitive: "content-filter",
    refusal: "refusal",
    model_context_window_exceeded: "context",
  }),
);

const failedReasons: readonly string[] = ["error", "network_error", "insufficient_system_resource"];

/** Some servers report a failure by the finish reason alone (Mistral, Z.ai, DeepSeek). */
function failedFinish(raw: string | null): ErrorFacts | null {
  if (raw === null || !failedReasons.includes(raw)) return null;
  return {
    message: `The provider broke off with the finish reason “${raw}”.`,
    code: raw,
    type: null,
    raw: { finish_reason: raw },
  };
}

/** Only the first choice is read: Switchyard never asks for more. Other choices may come in chunks of their own. */
function firstChoice(choices: JsonValue | undefined): JsonObject | null {
  if (!isJsonArray(choices)) return null;
  for (const choice of choices) {
    if (isJsonObject(choice) && (choice["index"] === 0 || typeof choice["index"] !== "number")) return choice;
  }
  return null;
}

/** Usage hides in several places (provider-matrix trap 58). */
function usageOf(chunk: JsonObject, choice: JsonObject | null): JsonObject | null {
  const usage = chunk["usage"];
  if (isJsonObject(usage)) return usage;
  const groq = chunk["x_groq"];
  if (isJsonObject(groq) && isJsonObject(groq["usage"])) return groq["usage"];
  return choice !== null && isJsonObject(choice["usage"]) ? choice["usage"] : null;
}

function nonEmpty(value: JsonValue | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
