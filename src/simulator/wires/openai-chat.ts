import { isJsonObject, type JsonObject, type JsonValue } from "../../core/model/json.ts";
import { rawTrace, type Script } from "../brain/script.ts";
import { lettersOf } from "../digest.ts";
import { opaqueBlob } from "../opaque.ts";
import { inGroups, tokenise } from "../tokens.ts";
import { type ChatOptions, readChatRequest } from "./openai-chat-request.ts";
import { textMark } from "./openai-chat-messages.ts";
import { openAiRefusal } from "./openai-errors.ts";
import { type Beat, dataOnly, type Exchange, type Reply, type SimulatedWire } from "./simulated-wire.ts";

/** Chat Completions as its look-alikes speak it: reasoning in a field of the delta, in tags inside the content, or none. */
export const simulatedOpenaiChat: SimulatedWire = {
  id: "openai-chat",
  route: (path) => (path.endsWith("/chat/completions") ? { model: null, isStreaming: null } : null),
  read: (call): Exchange => {
    const { question, options } = readChatRequest(call);
    return {
      question,
      contentType: "text/event-stream; charset=utf-8",
      keepAlive: ": keep-alive\n\n",
      malformed: 'data: {"id":"chatcmpl-sim","choices":[{"delta":{"content":\n\n',
      stream: (reply) => new ChatStream(reply, options).beats(),
      body: (reply) => new ChatStream(reply, options).completion(),
      failure: () =>
        dataOnly({
          error: {
            message: "The server is overloaded. (simulated)",
            type: "server_error",
            param: null,
            code: "server_is_overloaded",
          },
        }),
    };
  },
  refusal: openAiRefusal,
};

const firstDelta: JsonObject = { role: "assistant", content: "" };
const detail: JsonObject = { type: "reasoning.text", format: "unknown", index: 0 };

class ChatStream {
  readonly #reply: Reply;
  readonly #options: ChatOptions;
  readonly #id: string;
  #chunks = 0;

  constructor(reply: Reply, options: ChatOptions) {
    this.#reply = reply;
    this.#options = options;
    this.#id = reply.id("chatcmpl-sim-", 24);
  }

  *beats(): Iterable<Beat> {
    const { script } = this.#reply;
    const style = this.#style;
    // What such servers send while a request waits for its turn (provider-matrix 3.8).
    if (style === "own-field") yield { tokens: 0, bytes: ": keep-alive\n\n" };
    yield this.#delta(0, style === "own-field" ? { role: "assistant", content: null, [this.#field]: "" } : firstDelta);
    yield* this.#reasoning();
    const answer = script.finish === "refusal" ? "" : this.#content(script);
    for (const text of tokenise(answer)) yield this.#delta(1, this.#answerDelta(text));
    if (script.finish === "refusal") for (const text of tokenise(script.answer)) yield this.#delta(1, { refusal: text });
    for (const index of script.calls.keys()) yield* this.#call(index);
    // The one with its own field sends usage with the last choice, unasked; the others in a chunk of its own, when asked.
    const isUnasked = style === "own-field";
    const last = isUnasked ? { content: "", [this.#field]: null } : {};
    yield this.#chunk(0, [this.#choice(last, this.#finish())], isUnasked ? this.#usage() : null);
    if (!isUnasked && this.#options.wantsUsage) yield this.#chunk(0, [], this.#usage());
    yield { tokens: 0, bytes: "data: [DONE]\n\n" };
  }

  completion(): JsonObject {
    const { script, question, createdAtSeconds } = this.#reply;
    const isRefusal = script.finish === "refusal";
    const calls = script.calls.map((_, index) => this.#wholeCall(index));
    const message = {
      role: "assistant",
      content: isRefusal ? null : this.#wholeContent(),
      refusal: isRefusal ? script.answer : null,
      ...this.#wholeReasoning(),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
    return {
      id: this.#id,
      object: "chat.completion",
      created: createdAtSeconds,
      model: question.modelId,
      choices: [{ index: 0, message, logprobs: null, finish_reason: this.#finish() }],
      usage: this.#usage(),
      system_fingerprint: "fp_simulated",
    };
  }

  #wholeContent(): JsonValue {
    const { script } = this.#reply;
    const text = this.#content(script);
    if (this.#style !== "chunks" || script.reasoningTokens === 0) return text === "" && script.calls.length > 0 ? null : text;
    const thinking = this.#thinkingChunk(rawTrace(script));
    return text === "" ? [thinking] : [thinking, { type: "text", text }];
  }

  /** Where the reasoning stands: a field of its own, a list, chunks of the content, or nowhere but in tags. */
  get #style(): "own-field" | "details" | "chunks" | "none" {
    const { trace, replay } = this.#reply.question.model;
    if (trace !== "raw") return "none";
    return replay?.field === "details" || replay?.field === "chunks" ? replay.field : "own-field";
  }

  get #field(): string {
    return this.#reply.question.model.replay?.field ?? "reasoning_content";
  }

  *#reasoning(): Iterable<Beat> {
    const { script } = this.#reply;
    const style = this.#style;
    if (style === "none" || (script.reasoningTokens === 0 && style !== "own-field")) return;
    for (const text of tokenise(rawTrace(script))) yield this.#delta(1, this.#reasoningDelta(text));
    // The signature comes last, on a piece without text.
    if (style === "details") yield this.#delta(0, { reasoning_details: [{ ...detail, text: "", signature: this.#signature() }] });
    if (style === "chunks") yield this.#delta(0, { content: [{ ...this.#thinkingChunk(""), closed: true }] });
  }

  #reasoningDelta(text: string): JsonObject {
    switch (this.#style) {
      case "details":
        return { content: "", reasoning: text, reasoning_details: [{ ...detail, text }] };
      case "chunks":
        return { content: [{ type: "thinking", thinking: [{ type: "text", text }] }] };
      case "own-field":
      case "none":
        return { content: null, [this.#field]: text };
    }
  }

  #answerDelta(text: string): JsonObject {
    switch (this.#style) {
      case "own-field":
        return { content: text, [this.#field]: null };
      case "chunks":
        return { content: [{ type: "text", text }] };
      case "details":
      case "none":
        return { content: text };
    }
  }

  #wholeReasoning(): JsonObject {
    const text = rawTrace(this.#reply.script);
    if (this.#style === "own-field") return { [this.#field]: text };
    if (this.#style !== "details" || text === "") return {};
    return { reasoning: text, reasoning_details: [{ ...detail, text, signature: this.#signature() }] };
  }

  #thinkingChunk(text: string): JsonObject {
    return { type: "thinking", thinking: text === "" ? [] : [{ type: "text", text }], signature: this.#signature() };
  }

  #signature(): string {
    return opaqueBlob(this.#reply, textMark(rawTrace(this.#reply.script)), 240);
  }

  *#call(index: number): Iterable<Beat> {
    const { function: called, ...call } = this.#wholeCall(index);
    const text = JSON.stringify(this.#reply.script.calls[index]?.arguments ?? {});
    const name = isJsonObject(called) ? (called["name"] ?? "") : "";
    yield this.#delta(1, { tool_calls: [{ index, ...call, function: { name, arguments: "" } }] });
    for (const piece of inGroups(text, 4)) yield this.#delta(4, { tool_calls: [{ index, function: { arguments: piece } }] });
  }

  #wholeCall(index: number): JsonObject {
    const call = this.#reply.script.calls[index];
    const isNine = this.#reply.question.model.replay?.ids === "nine";
    const id = isNine ? this.#reply.id(`c${index}`, 7) : this.#reply.id(`call_${index}`, 22);
    return { id, type: "function", function: { name: call?.name ?? "", arguments: JSON.stringify(call?.arguments ?? {}) } };
  }

  /** What is in `content`: for models that think aloud, the thinking too. */
  #content(script: Script): string {
    if (script.calls.length > 0 && this.#reply.question.model.trace !== "think-tags") return "";
    if (this.#reply.question.model.trace !== "think-tags" || script.reasoningTokens === 0) return script.answer;
    // A limit that cut the thinking off leaves the tag open, as it does with real ones.
    const isCutOff = script.finish === "length" && script.answer === "";
    return `<think>\n${rawTrace(script)}\n${isCutOff ? "" : `</think>\n\n${script.answer}`}`;
  }

  #finish(): string {
    return { stop: "stop", length: "length", refusal: "stop", "tool-calls": "tool_calls" }[this.#reply.script.finish];
  }

  #delta(tokens: number, delta: JsonObject): Beat {
    return this.#chunk(tokens, [this.#choice(delta, null)], null);
  }

  #choice(delta: JsonObject, finish: string | null): JsonObject {
    return { index: 0, delta, logprobs: null, finish_reason: finish };
  }

  #chunk(tokens: number, choices: readonly JsonValue[], usage: JsonObject | null): Beat {
    const { question, createdAtSeconds } = this.#reply;
    const chunk: Record<string, JsonValue> = {
      id: this.#id,
      object: "chat.completion.chunk",
      created: createdAtSeconds,
      model: question.modelId,
      system_fingerprint: "fp_simulated",
      choices,
    };
    if (usage !== null || this.#options.wantsUsage) chunk["usage"] = usage;
    if (this.#options.obfuscates) chunk["obfuscation"] = lettersOf(`${this.#id}${this.#chunks}`, 3 + (this.#chunks % 11));
    this.#chunks += 1;
    return { tokens, bytes: dataOnly(chunk) };
  }

  #usage(): JsonObject {
    const { counts, question } = this.#reply;
    const output = counts.reasoningTokens + counts.answerTokens;
    const usage = {
      prompt_tokens: counts.inputTokens,
      completion_tokens: output,
      total_tokens: counts.inputTokens + output,
      prompt_tokens_details: { cached_tokens: counts.cacheReadTokens },
    };
    return question.model.reportsReasoningTokens
      ? { ...usage, completion_tokens_details: { reasoning_tokens: counts.reasoningTokens } }
      : usage;
  }
}
