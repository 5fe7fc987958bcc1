import { type JsonObject, type JsonValue, stringAt } from "../../core/model/json.ts";
import { summaryText } from "../brain/script.ts";
import { lettersOf } from "../digest.ts";
import { opaqueBlob } from "../opaque.ts";
import { inGroups } from "../tokens.ts";
import { digestPieces } from "./hidden-time.ts";
import { openAiRefusal } from "./openai-errors.ts";
import { readResponsesRequest, type ResponsesOptions } from "./openai-responses-request.ts";
import { type Beat, event, type Exchange, type Reply, type SimulatedWire } from "./simulated-wire.ts";

/** OpenAI's Responses API: typed events with sequence numbers, summaries on request, encrypted state, usage at the end. */
export const simulatedOpenaiResponses: SimulatedWire = {
  id: "openai-responses",
  route: (path) => (path.endsWith("/responses") ? { model: null, isStreaming: null } : null),
  read: (call): Exchange => {
    const { question, options } = readResponsesRequest(call);
    return {
      question,
      contentType: "text/event-stream; charset=utf-8",
      keepAlive: ": keepalive\n\n",
      malformed: 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":\n\n',
      stream: (reply) => new ResponsesStream(reply, options).beats(),
      body: (reply) => {
        const stream = new ResponsesStream(reply, options);
        return stream.response(finalStatus(reply), stream.output());
      },
      failure: (reply) => {
        const { error, failed } = new ResponsesStream(reply, options).failure();
        return error + failed;
      },
    };
  },
  refusal: openAiRefusal,
};

function finalStatus(reply: Reply): "completed" | "incomplete" {
  return reply.script.finish === "length" ? "incomplete" : "completed";
}

/** One response as it is sent: ids and sequence numbers are its state. */
class ResponsesStream {
  readonly #reply: Reply;
  readonly #options: ResponsesOptions;
  readonly #responseId: string;
  readonly #reasoningId: string;
  readonly #messageId: string;
  #sequence = 0;

  constructor(reply: Reply, options: ResponsesOptions) {
    this.#reply = reply;
    this.#options = options;
    this.#responseId = reply.id("resp_sim_", 40);
    this.#reasoningId = reply.id("rs_sim_", 40);
    this.#messageId = reply.id("msg_sim_", 40);
  }

  *beats(): Iterable<Beat> {
    const { script } = this.#reply;
    yield this.#now("response.created", { response: this.response("in_progress", []) });
    yield this.#now("response.in_progress", { response: this.response("in_progress", []) });
    let index = 0;
    if (script.reasoningTokens > 0) yield* this.#reasoning(index++);
    if (script.answer !== "") yield* this.#message(index++);
    for (const nth of script.calls.keys()) yield* this.#call(index++, nth);
    const status = finalStatus(this.#reply);
    yield this.#now(`response.${status}`, { response: this.response(status, this.output()) });
  }

  *#reasoning(index: number): Iterable<Beat> {
    const { script } = this.#reply;
    const at = { item_id: this.#reasoningId, output_index: index };
    yield this.#now("response.output_item.added", { output_index: index, item: this.#reasoningItem("added") });
    const texts = this.#summaries();
    // Reasoning that is not shown takes its time in silence.
    if (texts.length === 0) yield this.#beat(script.reasoningTokens, "response.output_item.done", this.#reasoningDone(index));
    for (const [part, pieces] of digestPieces(script, texts, 1).entries()) {
      const place = { ...at, summary_index: part };
      const whole = { type: "summary_text", text: texts[part] ?? "" };
      const [first] = pieces;
      yield this.#beat(first?.tokens ?? 0, "response.reasoning_summary_part.added", { ...place, part: { ...whole, text: "" } });
      for (const [nth, piece] of pieces.entries()) {
        const delta = { ...place, delta: piece.text, ...this.#padding(piece.text) };
        yield this.#beat(nth === 0 ? 0 : piece.tokens, "response.reasoning_summary_text.delta", delta);
      }
      yield this.#now("response.reasoning_summary_text.done", { ...place, text: whole.text });
      yield this.#now("response.reasoning_summary_part.done", { ...place, part: whole });
    }
    if (texts.length > 0) yield this.#now("response.output_item.done", this.#reasoningDone(index));
  }

  *#message(index: number): Iterable<Beat> {
    const { script } = this.#reply;
    const isRefusal = script.finish === "refusal";
    const name = isRefusal ? "response.refusal" : "response.output_text";
    const at = { item_id: this.#messageId, output_index: index, content_index: 0 };
    const extra = isRefusal ? {} : { logprobs: [] };
    yield this.#now("response.output_item.added", { output_index: index, item: this.#messageItem("in_progress", []) });
    yield this.#now("response.content_part.added", { ...at, part: this.#part("") });
    for (const text of inGroups(script.answer, 1)) {
      yield this.#beat(1, `${name}.delta`, { ...at, delta: text, ...extra, ...this.#padding(text) });
    }
    yield this.#now(`${name}.done`, { ...at, [isRefusal ? "refusal" : "text"]: script.answer, ...extra });
    yield this.#now("response.content_part.done", { ...at, part: this.#part(script.answer) });
    const status = finalStatus(this.#reply);
    yield this.#now("response.output_item.done", {
      output_index: index,
      item: this.#messageItem(status, [this.#part(script.answer)]),
    });
  }

  *#call(index: number, nth: number): Iterable<Beat> {
    const whole = this.#callItem(nth, "completed");
    const text = stringAt(whole, "arguments") ?? "";
    const at = { item_id: whole["id"] ?? "", output_index: index };
    const item = { ...whole, arguments: "", status: "in_progress" };
    yield this.#now("response.output_item.added", { output_index: index, item });
    for (const delta of inGroups(text, 4)) {
      yield this.#beat(4, "response.function_call_arguments.delta", { ...at, delta, ...this.#padding(delta) });
    }
    yield this.#now("response.function_call_arguments.done", { ...at, arguments: text });
    yield this.#now("response.output_item.done", { output_index: index, item: whole });
  }

  #callItem(nth: number, status: string): JsonObject {
    const call = this.#reply.script.calls[nth];
    return {
      id: this.#reply.id(`fc_sim_${nth}`, 40),
      type: "function_call",
      status,
      arguments: JSON.stringify(call?.arguments ?? {}),
      call_id: this.#reply.id(`call_${nth}`, 22),
      name: call?.name ?? "",
    };
  }

  output(): readonly JsonValue[] {
    const { script } = this.#reply;
    const items: JsonValue[] = [];
    if (script.reasoningTokens > 0) items.push(this.#reasoningItem("final"));
    if (script.answer !== "") items.push(this.#messageItem(finalStatus(this.#reply), [this.#part(script.answer)]));
    items.push(...script.calls.map((_, nth) => this.#callItem(nth, "completed")));
    return items;
  }

  /** `error` and then `response.failed`, as OpenAI sends them (seen in recorded traffic). */
  failure(): { error: string; failed: string } {
    const error = { code: "server_is_overloaded", message: "The server is overloaded. Please try again later. (simulated)" };
    const response = { ...this.response("failed", []), error };
    return {
      error: event("error", { type: "error", sequence_number: 9998, error: { type: "server_error", ...error, param: null } }),
      failed: event("response.failed", { type: "response.failed", sequence_number: 9999, response }),
    };
  }

  response(status: string, output: readonly JsonValue[]): JsonObject {
    const { question, createdAtSeconds, script } = this.#reply;
    const options = this.#options;
    const isEnded = status === "completed" || status === "incomplete";
    return {
      id: this.#responseId,
      object: "response",
      created_at: createdAtSeconds,
      status,
      background: false,
      error: null,
      incomplete_details: status === "incomplete" && script.finish === "length" ? { reason: "max_output_tokens" } : null,
      instructions: options.instructions,
      max_output_tokens: question.maxOutputTokens === question.model.maxOutputTokens ? null : question.maxOutputTokens,
      max_tool_calls: null,
      model: question.modelId,
      output,
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: options.tier, summary: options.summary },
      service_tier: "default",
      store: options.store,
      temperature: 1,
      text: { format: { type: "text" }, verbosity: "medium" },
      tool_choice: "auto",
      tools: options.tools,
      top_p: 1,
      truncation: "disabled",
      ...(isEnded && options.transformations.length > 0 ? { input_transformations: options.transformations } : {}),
      usage: isEnded ? this.#usage() : null,
      user: null,
      metadata: {},
    };
  }

  #usage(): JsonObject {
    const { counts } = this.#reply;
    const output = counts.reasoningTokens + counts.answerTokens;
    return {
      input_tokens: counts.inputTokens,
      input_tokens_details: { cached_tokens: counts.cacheReadTokens, cache_write_tokens: counts.cacheWriteTokens },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: counts.reasoningTokens },
      total_tokens: counts.inputTokens + output,
    };
  }

  #summaries(): readonly string[] {
    const { question, script } = this.#reply;
    return this.#options.summary === null || question.model.trace !== "summary" ? [] : script.thoughts.map(summaryText);
  }

  #reasoningDone(index: number): JsonObject {
    return { output_index: index, item: this.#reasoningItem("done") };
  }

  /** Each stage carries another ciphertext, as the real API does; the one on `done` is complete. */
  #reasoningItem(stage: "added" | "done" | "final"): JsonObject {
    const summary = stage === "added" ? [] : this.#summaries().map((text) => ({ type: "summary_text", text }));
    const item = { id: this.#reasoningId, type: "reasoning", summary };
    if (!this.#options.includesEncrypted) return item;
    return { ...item, encrypted_content: opaqueBlob(this.#reply, `encrypted-${stage}`, stage === "added" ? 120 : null) };
  }

  #messageItem(status: string, content: readonly JsonValue[]): JsonObject {
    return { id: this.#messageId, type: "message", status, content, phase: "final_answer", role: "assistant" };
  }

  #part(text: string): JsonObject {
    if (this.#reply.script.finish === "refusal") return { type: "refusal", refusal: text };
    return { type: "output_text", annotations: [], logprobs: [], text };
  }

  /** Random padding hides the length of what is sent; clients must ignore it (provider-matrix trap 43). */
  #padding(text: string): JsonObject {
    if (!this.#options.obfuscates) return {};
    return { obfuscation: lettersOf(`${this.#responseId}${this.#sequence}`, Math.max(1, 16 - (text.length % 16))) };
  }

  #now(type: string, data: JsonObject): Beat {
    return this.#beat(0, type, data);
  }

  #beat(tokens: number, type: string, data: JsonObject): Beat {
    return { tokens, bytes: event(type, { type, sequence_number: this.#sequence++, ...data }) };
  }
}
