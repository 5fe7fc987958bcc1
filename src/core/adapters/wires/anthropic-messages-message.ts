import { isJsonArray, isJsonObject, numberAt, objectAt, stringAt, type JsonObject } from "../../model/json.ts";
import type { BlockIndex, StreamEvent, Visibility } from "../../model/stream-event.ts";
import type { Classify } from "../wire.ts";
import { contentKind, newContentBlock, wholeBlock, type ContentBlock } from "./anthropic-messages-blocks.ts";
import type { AnthropicMessagesDialect } from "./anthropic-messages-dialect.ts";
import { readAnthropicError } from "./anthropic-messages-error.ts";
import { anthropicFinishReason } from "./anthropic-messages-finish.ts";
import { anthropicUsage, mergeAnthropicUsage, passesBilledApart, thinkingTokens } from "./anthropic-messages-usage.ts";

/** One message while it arrives. */
export class AnthropicMessage {
  readonly #dialect: AnthropicMessagesDialect;
  readonly #classify: Classify;
  /** Content blocks by the provider's index. */
  readonly #content = new Map<number, ContentBlock>();
  /** In order of start; those before `#sent` have been handed out as provider items. */
  readonly #inOrder: ContentBlock[] = [];
  #sent = 0;
  #blockCount = 0;
  /** The open answer: neighbouring text blocks (a citation splits a sentence) are one answer. */
  #answer: BlockIndex | null = null;
  #hasReasoning = false;
  #usage: JsonObject = {};
  #stopReason: string | null = null;
  #isFinished = false;
  #hasWarnedOfDelta = false;

  constructor(dialect: AnthropicMessagesDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
  }

  push(event: JsonObject, into: StreamEvent[]): void {
    switch (stringAt(event, "type") ?? "") {
      case "content_block_delta":
        this.#blockDelta(event, into);
        return;
      case "content_block_start": {
        const block = objectAt(event, "content_block");
        if (block !== null) this.startBlock(numberAt(event, "index") ?? this.#inOrder.length, block, into);
        return;
      }
      case "content_block_stop":
        this.stopBlock(numberAt(event, "index") ?? this.#inOrder.length - 1, into);
        return;
      case "message_start":
        this.start(objectAt(event, "message") ?? {}, into);
        return;
      case "message_delta":
        this.delta(event, into);
        return;
      case "message_stop":
        this.stop(into);
        return;
      case "error":
        this.fail(event, into);
        return;
      default: // `ping`, and whatever comes next.
        return;
    }
  }

  start(message: JsonObject, into: StreamEvent[]): void {
    into.push({ type: "response-start", responseId: stringAt(message, "id"), model: stringAt(message, "model") });
    this.#transformations(message, into);
    this.#count(objectAt(message, "usage"), into);
  }

  startBlock(index: number, start: JsonObject, into: StreamEvent[]): void {
    if (this.#content.get(index)?.isOpen === true) this.stopBlock(index, into);
    const kind = contentKind(start);
    if (kind !== "text") this.#closeAnswer(into);
    const isShown = kind === "thinking" || kind === "redacted" || kind === "tool";
    const content = newContentBlock(kind, start, isShown ? this.#blockCount++ : null);
    this.#content.set(index, content);
    this.#inOrder.push(content);
    if (kind === "text") this.#answerText(content.text, into);
    else if (kind === "tool") this.#startTool(content, into);
    else if (content.block !== null) this.#startReasoning(content, content.block, into);
    else if (start["type"] === "fallback") this.#fallback(start, into);
  }

  stopBlock(index: number, into: StreamEvent[]): void {
    const content = this.#content.get(index);
    if (content?.isOpen !== true) return;
    content.isOpen = false;
    content.item = wholeBlock(content);
    if (content.block !== null && content.kind === "tool") this.#endTool(content, content.block, into);
    else if (content.block !== null) this.#endReasoning(content, content.block, into);
    this.#sendItems(into);
  }

  /** `message_delta`, and the same fields of a whole message. */
  delta(event: JsonObject, into: StreamEvent[]): void {
    const delta = objectAt(event, "delta");
    if (delta !== null) {
      this.#stopReason = stringAt(delta, "stop_reason") ?? this.#stopReason;
      const details = objectAt(delta, "stop_details");
      const explanation = details === null ? null : stringAt(details, "explanation");
      if (explanation !== null) into.push({ type: "warning", code: "refusal-explained", message: explanation });
    }
    this.#transformations(event, into);
    this.#count(objectAt(event, "usage"), into);
  }

  stop(into: StreamEvent[]): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    for (const index of this.#content.keys()) this.stopBlock(index, into);
    this.#closeAnswer(into);
    // Reasoning that was billed but never mentioned: some relays drop thinking blocks without text.
    if (!this.#hasReasoning && (thinkingTokens(this.#usage) ?? 0) > 0) this.#omittedReasoning(into);
    this.#warnOfPasses(into);
    into.push({ type: "finish", reason: anthropicFinishReason(this.#stopReason), raw: this.#stopReason, failure: null });
  }

  fail(event: JsonObject, into: StreamEvent[]): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const facts = readAnthropicError(event);
    const failure = this.#classify({ ...facts, status: null });
    into.push({ type: "finish", reason: "error", raw: facts.type, failure });
  }

  /** The hot path: one call a token. */
  #blockDelta(event: JsonObject, into: StreamEvent[]): void {
    const delta = event["delta"];
    if (!isJsonObject(delta)) return;
    const index = event["index"];
    const content = this.#blockFor(typeof index === "number" ? index : this.#inOrder.length - 1, delta, into);
    switch (stringAt(delta, "type") ?? "") {
      case "text_delta": {
        const text = delta["text"];
        if (typeof text !== "string") return;
        content.text += text;
        this.#answerText(text, into);
        return;
      }
      case "thinking_delta":
        this.#thinkingDelta(content, delta, into);
        return;
      case "input_json_delta": {
        const text = delta["partial_json"];
        if (typeof text !== "string" || text === "" || !content.isOpen) return;
        content.text += text;
        if (content.block !== null) into.push({ type: "tool-call-delta", block: content.block, text });
        return;
      }
      case "signature_delta":
        content.signature += stringAt(delta, "signature") ?? "";
        return;
      case "citations_delta":
        if (delta["citation"] !== undefined) content.citations.push(delta["citation"]);
        return;
      case "compaction_delta": {
        const { type: _, ...fields } = delta;
        content.replaced = { ...content.replaced, ...fields };
        return;
      }
      default:
        this.#warnOfDelta(delta, into);
    }
  }

  /** The open block a delta belongs to. Text for one that is not open (seen from relays) opens it: no text is lost. */
  #blockFor(index: number, delta: JsonObject, into: StreamEvent[]): ContentBlock {
    const type = delta["type"];
    const isThinking = type === "thinking_delta" || type === "signature_delta";
    const known = this.#content.get(index);
    if (known?.isOpen === true && (type !== "thinking_delta" || known.kind === "thinking")) return known;
    const start: JsonObject = isThinking ? { type: "thinking", thinking: "", signature: "" } : { type: "text", text: "" };
    if (isThinking || type === "text_delta") this.startBlock(index, start, into);
    return this.#content.get(index) ?? newContentBlock("other", start, null);
  }

  #thinkingDelta(content: ContentBlock, delta: JsonObject, into: StreamEvent[]): void {
    if (content.block === null) return;
    const text = delta["thinking"];
    if (typeof text === "string" && text !== "") {
      content.text += text;
      into.push({ type: "reasoning-delta", block: content.block, text });
    }
    const increment = delta["estimated_tokens"];
    if (typeof increment === "number") {
      content.estimatedTokens += increment;
      into.push({ type: "reasoning-progress", block: content.block, estimatedTokens: content.estimatedTokens });
    }
  }

  #answerText(text: string, into: StreamEvent[]): void {
    if (text === "") return;
    if (this.#answer === null) {
      this.#answer = this.#blockCount++;
      into.push({ type: "answer-start", block: this.#answer, channel: "answer" });
    }
    into.push({ type: "answer-delta", block: this.#answer, text });
  }

  #closeAnswer(into: StreamEvent[]): void {
    if (this.#answer === null) return;
    into.push({ type: "answer-end", block: this.#answer });
    this.#answer = null;
  }

  #startReasoning(content: ContentBlock, block: BlockIndex, into: StreamEvent[]): void {
    this.#hasReasoning = true;
    const visibility = content.kind === "redacted" ? "redacted" : this.#dialect.thinkingVisibility;
    into.push({ type: "reasoning-start", block, visibility });
    if (content.text !== "") into.push({ type: "reasoning-delta", block, text: content.text });
  }

  #endReasoning(content: ContentBlock, block: BlockIndex, into: StreamEvent[]): void {
    const format = this.#dialect.opaqueFormat;
    if (content.kind === "redacted") {
      const data = stringAt(content.start, "data");
      if (data !== null) into.push({ type: "opaque", kind: "redacted", block, data, format });
      into.push({ type: "reasoning-end", block, visibility: "redacted" });
      return;
    }
    // Proxies send an empty signature (provider-matrix trap 21): the item keeps it, but there is no state in it.
    if (content.signature !== "") into.push({ type: "opaque", kind: "signature", block, data: content.signature, format });
    const visibility: Visibility = content.text === "" ? "omitted" : this.#dialect.thinkingVisibility;
    into.push({ type: "reasoning-end", block, visibility });
  }

  #omittedReasoning(into: StreamEvent[]): void {
    const block = this.#blockCount++;
    into.push({ type: "reasoning-start", block, visibility: "omitted" }, { type: "reasoning-end", block, visibility: "omitted" });
  }

  #startTool(content: ContentBlock, into: StreamEvent[]): void {
    if (content.block === null) return;
    const callId = stringAt(content.start, "id") ?? `call-${content.block}`;
    into.push({ type: "tool-call-start", block: content.block, callId, name: stringAt(content.start, "name") ?? "" });
  }

  #endTool(content: ContentBlock, block: BlockIndex, into: StreamEvent[]): void {
    // A call without arguments streams nothing; whole messages and some look-alikes have them in the block itself.
    if (content.text === "") {
      into.push({ type: "tool-call-delta", block, text: JSON.stringify(content.start["input"] ?? {}) });
    }
    if (content.item === null) {
      const message = "The arguments of a tool call are not complete JSON; the call is shown but cannot be sent back.";
      into.push({ type: "warning", code: "tool-arguments-incomplete", message });
    }
    into.push({ type: "tool-call-end", block });
  }

  /** Blocks are handed out whole and in the provider's order, also when parallel ones end out of order. */
  #sendItems(into: StreamEvent[]): void {
    for (let content = this.#inOrder[this.#sent]; content?.isOpen === false; content = this.#inOrder[this.#sent]) {
      if (content.item !== null) into.push({ type: "provider-item", item: content.item });
      this.#sent += 1;
    }
  }

  /** Another model goes on from here (provider-matrix trap 59): it is the one that answered. */
  #fallback(start: JsonObject, into: StreamEvent[]): void {
    const to = objectAt(start, "to");
    const model = to === null ? null : stringAt(to, "model");
    if (model === null) return;
    into.push({ type: "response-start", responseId: null, model });
    into.push({ type: "warning", code: "model-fallback", message: `The requested model declined; ${model} answered instead.` });
  }

  #transformations(holder: JsonObject, into: StreamEvent[]): void {
    const transformations = holder["input_transformations"];
    if (isJsonArray(transformations)) into.push({ type: "input-transformations", transformations });
  }

  #count(usage: JsonObject | null, into: StreamEvent[]): void {
    if (usage === null) return;
    this.#usage = mergeAnthropicUsage(this.#usage, usage);
    into.push({ type: "usage", usage: anthropicUsage(this.#usage, this.#dialect.counting) });
  }

  #warnOfPasses(into: StreamEvent[]): void {
    const passes = passesBilledApart(this.#usage);
    if (passes.length === 0) return;
    const message = `The provider bills further passes beside these counts: ${passes.join(", ")}. The raw usage lists them.`;
    into.push({ type: "warning", code: "billed-apart", message });
  }

  #warnOfDelta(delta: JsonObject, into: StreamEvent[]): void {
    if (this.#hasWarnedOfDelta) return;
    this.#hasWarnedOfDelta = true;
    const message = `A part of the answer is of an unknown kind (${stringAt(delta, "type") ?? "none"}) and is not shown.`;
    into.push({ type: "warning", code: "unknown-delta", message });
  }
}
