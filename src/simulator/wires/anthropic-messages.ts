import type { JsonObject, JsonValue } from "../../core/model/json.ts";
import { type Script, type ScriptCall, summaryText } from "../brain/script.ts";
import { opaqueBlob } from "../opaque.ts";
import { inGroups } from "../tokens.ts";
import { anthropicRefusal } from "./anthropic-errors.ts";
import { type AnthropicOptions, readAnthropicRequest } from "./anthropic-request.ts";
import { digestPieces } from "./hidden-time.ts";
import { type Beat, event, type Exchange, type Reply, type SimulatedWire } from "./simulated-wire.ts";

/** Anthropic's Messages API: blocks with start, deltas and stop, a signature at the end of thinking, pings between. */
export const simulatedAnthropicMessages: SimulatedWire = {
  id: "anthropic-messages",
  route: (path) => (path.endsWith("/messages") ? { model: null, isStreaming: null } : null),
  read: (call): Exchange => {
    const { question, options } = readAnthropicRequest(call);
    return {
      question,
      contentType: "text/event-stream; charset=utf-8",
      keepAlive: event("ping", { type: "ping" }),
      malformed: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_del\n\n',
      stream: (reply) => new MessageStream(reply, options).beats(),
      body: (reply) => new MessageStream(reply, options).message(),
      failure: () =>
        event("error", {
          type: "error",
          error: { type: "overloaded_error", message: "Overloaded" },
          request_id: "req_simulated",
        }),
    };
  },
  refusal: anthropicRefusal,
};

/** Anthropic sends a few tokens a frame. */
const groupSize = 6;
/** Steps of the running count of hidden thinking. */
const countQuantum = 50;

class MessageStream {
  readonly #reply: Reply;
  readonly #options: AnthropicOptions;
  readonly #id: string;

  constructor(reply: Reply, options: AnthropicOptions) {
    this.#reply = reply;
    this.#options = options;
    this.#id = reply.id("msg_sim_", 22);
  }

  *beats(): Iterable<Beat> {
    const { script } = this.#reply;
    yield now("message_start", { message: this.#start() });
    let index = 0;
    let hasPinged = false;
    for (const block of this.#blocks()) {
      const at = { index };
      yield now("content_block_start", { ...at, content_block: block.start });
      if (!hasPinged) yield now("ping", {});
      hasPinged = true;
      for (const { delta, tokens } of block.deltas) yield beat(tokens, "content_block_delta", { ...at, delta });
      yield beat(block.tokensBeforeStop, "content_block_stop", at);
      index += 1;
    }
    yield now("message_delta", {
      delta: { stop_reason: stopReason(script), stop_sequence: null, stop_details: stopDetails(script) },
      usage: this.#usage(true),
    });
    yield now("message_stop", {});
  }

  message(): JsonObject {
    const { script } = this.#reply;
    return {
      ...this.#start(),
      content: this.#blocks().map((block) => block.whole),
      stop_reason: stopReason(script),
      stop_details: stopDetails(script),
      usage: { ...this.#usage(false), ...this.#usage(true) },
    };
  }

  #start(): JsonObject {
    const transformations = this.#options.transformations;
    return {
      id: this.#id,
      type: "message",
      role: "assistant",
      model: this.#reply.question.modelId,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      usage: this.#usage(false),
      ...(transformations === null ? {} : { input_transformations: transformations }),
    };
  }

  #blocks(): readonly SentBlock[] {
    const { script } = this.#reply;
    if (script.finish === "refusal") return [];
    const blocks: SentBlock[] = [];
    if (script.reasoningTokens > 0)
      blocks.push(this.#reply.question.model.trace === "redacted" ? this.#redacted() : this.#thinking());
    if (script.answer !== "") blocks.push(answerBlock(script.answer));
    blocks.push(...script.calls.map((call, nth) => toolBlock(this.#reply.id(`toolu_sim_${nth}`, 20), call)));
    return blocks;
  }

  #thinking(): SentBlock {
    const { script } = this.#reply;
    const signature = opaqueBlob(this.#reply, "signature", null);
    const isShown = this.#options.display === "summarized";
    const text = isShown ? script.thoughts.map(summaryText).join("\n\n") : "";
    const shown = isShown ? this.#shownDeltas() : this.#countDeltas();
    const shownTokens = shown.reduce((sum, delta) => sum + delta.tokens, 0);
    return {
      start: { type: "thinking", thinking: "", signature: "" },
      deltas: [
        ...shown,
        { delta: { type: "signature_delta", signature }, tokens: Math.max(0, script.reasoningTokens - shownTokens) },
      ],
      tokensBeforeStop: 0,
      whole: { type: "thinking", thinking: text, signature },
    };
  }

  #shownDeltas(): readonly Delta[] {
    const { script } = this.#reply;
    const texts = script.thoughts.map((thought, at) => (at === 0 ? "" : "\n\n") + summaryText(thought));
    return digestPieces(script, texts, groupSize)
      .flat()
      .map((piece) => ({ delta: { type: "thinking_delta", thinking: piece.text }, tokens: piece.tokens }));
  }

  /** Nothing to read: silence. Where the client asked for it, increments of a rough count, in whole quanta. */
  #countDeltas(): readonly Delta[] {
    const total = this.#reply.script.reasoningTokens;
    if (!this.#options.countsThinking) return [];
    return Array.from({ length: Math.floor(total / countQuantum) }, () => ({
      delta: { type: "thinking_delta", thinking: "", estimated_tokens: countQuantum },
      tokens: countQuantum,
    }));
  }

  /** Arrives whole, in the start event (provider-matrix trap 40). */
  #redacted(): SentBlock {
    const block = { type: "redacted_thinking", data: opaqueBlob(this.#reply, "redacted", null) };
    return { start: block, deltas: [], tokensBeforeStop: this.#reply.script.reasoningTokens, whole: block };
  }

  #usage(isFinal: boolean): JsonObject {
    const { counts } = this.#reply;
    // Cached parts stand beside `input_tokens`, not in it.
    const input = {
      input_tokens: counts.inputTokens - counts.cacheReadTokens - counts.cacheWriteTokens,
      cache_creation_input_tokens: counts.cacheWriteTokens,
      cache_read_input_tokens: counts.cacheReadTokens,
    };
    if (isFinal) {
      const output = counts.reasoningTokens + counts.answerTokens;
      return { ...input, output_tokens: output, output_tokens_details: { thinking_tokens: counts.reasoningTokens } };
    }
    const ttl = { ephemeral_5m_input_tokens: counts.cacheWriteTokens, ephemeral_1h_input_tokens: 0 };
    return { ...input, cache_creation: ttl, output_tokens: 1, service_tier: "standard" };
  }
}

interface Delta {
  readonly delta: JsonObject;
  readonly tokens: number;
}

interface SentBlock {
  readonly start: JsonObject;
  readonly deltas: readonly Delta[];
  readonly tokensBeforeStop: number;
  readonly whole: JsonObject;
}

function answerBlock(text: string): SentBlock {
  return {
    start: { type: "text", text: "" },
    deltas: inGroups(text, groupSize).map((piece) => ({ delta: { type: "text_delta", text: piece }, tokens: groupSize })),
    tokensBeforeStop: 0,
    whole: { type: "text", text },
  };
}

/** The input comes as text, after an empty object. */
function toolBlock(id: string, call: ScriptCall): SentBlock {
  const block = { type: "tool_use", id, name: call.name };
  const pieces = inGroups(JSON.stringify(call.arguments), groupSize);
  return {
    start: { ...block, input: {} },
    deltas: pieces.map((piece) => ({ delta: { type: "input_json_delta", partial_json: piece }, tokens: groupSize })),
    tokensBeforeStop: 0,
    whole: { ...block, input: call.arguments },
  };
}

function stopReason({ finish }: Script): string {
  return { stop: "end_turn", length: "max_tokens", refusal: "refusal", "tool-calls": "tool_use" }[finish];
}

function stopDetails({ finish, answer }: Script): JsonValue {
  return finish === "refusal" ? { type: "refusal", category: "simulated", explanation: answer } : null;
}

function now(type: string, data: JsonObject): Beat {
  return beat(0, type, data);
}

function beat(tokens: number, type: string, data: JsonObject): Beat {
  return { tokens, bytes: event(type, { type, ...data }) };
}
