import type { JsonObject, JsonValue } from "../../core/model/json.ts";
import { summaryText } from "../brain/script.ts";
import { opaqueBlob } from "../opaque.ts";
import { countTokens, inGroups } from "../tokens.ts";
import { geminiRefusal } from "./gemini-errors.ts";
import { type GeminiOptions, readGeminiRequest } from "./gemini-request.ts";
import { digestPieces } from "./hidden-time.ts";
import { type Beat, dataOnly, type Exchange, type Reply, type SimulatedWire } from "./simulated-wire.ts";

/** Google's generateContent: chunks of parts, thoughts flagged among them, cumulative usage in each, no terminator. */
export const simulatedGeminiGenerateContent: SimulatedWire = {
  id: "gemini-generate-content",
  route: (path) => {
    const match = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/.exec(path);
    return match?.[1] === undefined ? null : { model: decodeURIComponent(match[1]), isStreaming: match[2] !== "generateContent" };
  },
  read: (call): Exchange => {
    const { question, options } = readGeminiRequest(call);
    return {
      question,
      contentType: options.isArray ? "application/json; charset=UTF-8" : "text/event-stream",
      keepAlive: null,
      malformed: options.isArray ? ',{"candidates":[{"content"' : 'data: {"candidates":[{"content":\n\n',
      stream: (reply) => new ContentStream(reply, options).beats(),
      body: (reply) => new ContentStream(reply, options).whole(),
      failure: () => {
        const error = {
          error: { code: 503, message: "The model is overloaded. Please try again later.", status: "UNAVAILABLE" },
        };
        return options.isArray ? `,${JSON.stringify(error)}]` : dataOnly(error);
      },
    };
  },
  refusal: geminiRefusal,
};

/** Google sends large chunks. */
const groupSize = 28;

class ContentStream {
  readonly #reply: Reply;
  readonly #options: GeminiOptions;
  readonly #id: string;
  #sentAnswerTokens = 0;

  constructor(reply: Reply, options: GeminiOptions) {
    this.#reply = reply;
    this.#options = options;
    this.#id = reply.id("sim_", 20);
  }

  *beats(): Iterable<Beat> {
    const chunks = [...this.#chunks()];
    for (const [at, { chunk, tokens }] of chunks.entries()) {
      if (!this.#options.isArray) yield { tokens, bytes: dataOnly(chunk) };
      else yield { tokens, bytes: (at === 0 ? "[" : ",\r\n") + JSON.stringify(chunk) + (at === chunks.length - 1 ? "]" : "") };
    }
  }

  whole(): JsonObject {
    const { script, counts } = this.#reply;
    if (script.finish === "refusal") return this.#blocked();
    this.#sentAnswerTokens = counts.answerTokens;
    const parts: JsonValue[] = this.#thoughts().map((text) => ({ text, thought: true }));
    if (script.answer !== "") parts.push({ text: script.answer, ...this.#signature() });
    parts.push(...this.#calls());
    return this.#chunk(parts, this.#finishReason());
  }

  *#chunks(): Iterable<{ chunk: JsonObject; tokens: number }> {
    const { script } = this.#reply;
    if (script.finish === "refusal") {
      yield { chunk: this.#blocked(), tokens: 0 };
      return;
    }
    const texts = this.#thoughts();
    for (const piece of digestPieces(script, texts, groupSize).flat()) {
      yield { chunk: this.#chunk([{ text: piece.text, thought: true }], null), tokens: piece.tokens };
    }
    let silence = texts.length === 0 ? script.reasoningTokens : 0;
    for (const text of inGroups(script.answer, groupSize)) {
      const tokens = countTokens(text);
      this.#sentAnswerTokens += tokens;
      yield { chunk: this.#chunk([{ text }], null), tokens: tokens + silence };
      silence = 0;
    }
    const calls = this.#calls();
    if (calls.length > 0) {
      yield { chunk: this.#chunk(calls, this.#finishReason()), tokens: silence + this.#reply.counts.answerTokens };
      return;
    }
    // The signature comes last, on a part without text: filtering empty parts loses it (provider-matrix trap 14).
    yield { chunk: this.#chunk([{ text: "", ...this.#signature() }], this.#finishReason()), tokens: silence };
  }

  /** Whole, each with its id; of parallel calls only the first is signed. */
  #calls(): readonly JsonObject[] {
    const { script } = this.#reply;
    if (script.calls.length > 0) this.#sentAnswerTokens = this.#reply.counts.answerTokens;
    return script.calls.map(({ name, arguments: args }, nth) => ({
      functionCall: { id: this.#reply.id(`call_${nth}`, 8), name, args },
      ...(nth === 0 ? { thoughtSignature: opaqueBlob(this.#reply, "thought-signature", null) } : {}),
    }));
  }

  #chunk(parts: readonly JsonValue[], finishReason: string | null): JsonObject {
    const candidate = { content: { role: "model", parts }, ...(finishReason === null ? {} : { finishReason }), index: 0 };
    return { candidates: [candidate], ...this.#tail() };
  }

  #blocked(): JsonObject {
    return { promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, ...this.#tail() };
  }

  /** Thoughts stand beside the candidates' tokens, not in them. */
  #tail(): JsonObject {
    const { counts, question } = this.#reply;
    const usage: Record<string, JsonValue> = {
      promptTokenCount: counts.inputTokens,
      totalTokenCount: counts.inputTokens + this.#sentAnswerTokens + counts.reasoningTokens,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: counts.inputTokens }],
    };
    if (this.#sentAnswerTokens > 0) usage["candidatesTokenCount"] = this.#sentAnswerTokens;
    if (counts.reasoningTokens > 0) usage["thoughtsTokenCount"] = counts.reasoningTokens;
    if (counts.cacheReadTokens > 0) usage["cachedContentTokenCount"] = counts.cacheReadTokens;
    return { usageMetadata: usage, modelVersion: question.modelId, responseId: this.#id };
  }

  #thoughts(): readonly string[] {
    return this.#options.includesThoughts ? this.#reply.script.thoughts.map((thought) => `${summaryText(thought)}\n\n\n`) : [];
  }

  #signature(): JsonObject {
    const { script } = this.#reply;
    return script.reasoningTokens === 0 ? {} : { thoughtSignature: opaqueBlob(this.#reply, "thought-signature", null) };
  }

  #finishReason(): string {
    return this.#reply.script.finish === "length" ? "MAX_TOKENS" : "STOP";
  }
}
