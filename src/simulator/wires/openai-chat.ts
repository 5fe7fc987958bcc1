import type { JsonObject, JsonValue } from "../../core/model/json.ts";
import { rawTrace, type Script } from "../brain/script.ts";
import { lettersOf } from "../digest.ts";
import { tokenise } from "../tokens.ts";
import { type ChatOptions, readChatRequest } from "./openai-chat-request.ts";
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
    const { script, question } = this.#reply;
    const isRaw = question.model.trace === "raw";
    // What such servers send while a request waits for its turn (provider-matrix 3.8).
    if (isRaw) yield { tokens: 0, bytes: ": keep-alive\n\n" };
    yield this.#delta(
      0,
      isRaw ? { role: "assistant", content: null, reasoning_content: "" } : { role: "assistant", content: "" },
    );
    if (isRaw) for (const text of tokenise(rawTrace(script))) yield this.#delta(1, { content: null, reasoning_content: text });
    const answer = script.finish === "refusal" ? "" : this.#content(script);
    for (const text of tokenise(answer))
      yield this.#delta(1, isRaw ? { content: text, reasoning_content: null } : { content: text });
    if (script.finish === "refusal") for (const text of tokenise(script.answer)) yield this.#delta(1, { refusal: text });
    // The one with its own field sends usage with the last choice, unasked; the others in a chunk of its own, when asked.
    yield this.#chunk(0, [this.#choice(this.#lastDelta(isRaw), this.#finish())], isRaw ? this.#usage() : null);
    if (!isRaw && this.#options.wantsUsage) yield this.#chunk(0, [], this.#usage());
    yield { tokens: 0, bytes: "data: [DONE]\n\n" };
  }

  completion(): JsonObject {
    const { script, question, createdAtSeconds } = this.#reply;
    const isRefusal = script.finish === "refusal";
    const message = {
      role: "assistant",
      content: isRefusal ? null : this.#content(script),
      refusal: isRefusal ? script.answer : null,
      ...(question.model.trace === "raw" ? { reasoning_content: rawTrace(script) } : {}),
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

  /** What is in `content`: for models that think aloud, the thinking too. */
  #content(script: Script): string {
    if (this.#reply.question.model.trace !== "think-tags" || script.reasoningTokens === 0) return script.answer;
    // A limit that cut the thinking off leaves the tag open, as it does with real ones.
    const isCutOff = script.finish === "length" && script.answer === "";
    return `<think>\n${rawTrace(script)}\n${isCutOff ? "" : `</think>\n\n${script.answer}`}`;
  }

  #finish(): string {
    return this.#reply.script.finish === "length" ? "length" : "stop";
  }

  #lastDelta(isRaw: boolean): JsonObject {
    return isRaw ? { content: "", reasoning_content: null } : {};
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
