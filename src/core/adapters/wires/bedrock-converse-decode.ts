import { isJsonArray, isJsonObject, numberAt, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { FinishReason, StreamEvent } from "../../model/stream-event.ts";
import { normaliseUsage } from "../../model/usage.ts";
import { malformedFrame } from "../../transport/frame-error.ts";
import type { Frame } from "../../transport/framer.ts";
import { ThinkTagSplitter, type TextPart } from "../think-tags.ts";
import type { Classify, Decoder } from "../wire.ts";
import { readAwsError } from "./aws-error.ts";
import { deltasOf, isServerTool, newConverseBlock, wholeConverseBlock, type ConverseBlock } from "./bedrock-converse-blocks.ts";
import type { BedrockConverseDialect } from "./bedrock-converse-dialect.ts";
import { unwrapInvokeChunk } from "./bedrock-invoke-chunk.ts";
import { parseFrame } from "./frame-json.ts";
import { ResponseBlocks } from "./response-blocks.ts";

/**
 * `metadata` ends the response: it comes after `messageStop` and holds the usage, so a body that stops before it was cut.
 */
export function createConverseDecoder(dialect: BedrockConverseDialect, classify: Classify): Decoder {
  const message = new ConverseMessage(dialect, classify);
  return {
    push(frame, into) {
      if (frame.isException) message.fail(parseFrame(frame.data) ?? {}, frame.event, into);
      else pushFrame(frame, message, into);
    },
    end: () => undefined,
  };
}

export function decodeConverseBody(body: JsonValue, dialect: BedrockConverseDialect, classify: Classify): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const message = new ConverseMessage(dialect, classify);
  const output = isJsonObject(body) ? objectAt(body, "output") : null;
  const content = output === null ? null : objectAt(output, "message")?.["content"];
  if (!isJsonObject(body) || !isJsonArray(content)) {
    throw malformedFrame("The answer is not a Converse message: it has no `output.message.content`.");
  }
  message.push("messageStart", {}, events);
  content.forEach((block, contentBlockIndex) => {
    if (isJsonObject(block)) message.whole(contentBlockIndex, block, events);
  });
  message.push("messageStop", body, events);
  message.push("metadata", body, events);
  return events;
}

/** The event's kind stands in the frame's header, or, behind Bedrock's `invoke` (Nova), as the only key of the JSON. */
function pushFrame(frame: Frame, message: ConverseMessage, into: StreamEvent[]): void {
  const data = parseFrame(frame.data);
  if (data === null) return;
  const inner = frame.event === "chunk" ? unwrapInvokeChunk(data) : null;
  if (inner === null) {
    message.push(frame.event ?? "", data, into);
    return;
  }
  for (const [kind, value] of Object.entries(inner)) if (isJsonObject(value)) message.push(kind, value, into);
}

class ConverseMessage {
  readonly #dialect: BedrockConverseDialect;
  readonly #classify: Classify;
  readonly #blocks = new ResponseBlocks();
  readonly #splitter: ThinkTagSplitter | null;
  readonly #content = new Map<number, ConverseBlock>();
  #stopReason: string | null = null;
  #isFinished = false;

  constructor(dialect: BedrockConverseDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
    this.#splitter = dialect.thinkTags === null ? null : new ThinkTagSplitter(dialect.thinkTags);
  }

  push(kind: string, event: JsonObject, into: StreamEvent[]): void {
    if (this.#isFinished) return;
    switch (kind) {
      case "contentBlockDelta": {
        const delta = event["delta"];
        if (isJsonObject(delta)) this.#delta(indexOf(event), delta, into);
        return;
      }
      case "contentBlockStart":
        this.#start(indexOf(event), objectAt(event, "start") ?? {}, into);
        return;
      case "contentBlockStop":
        this.#stop(indexOf(event), into);
        return;
      case "messageStart":
        // Neither an id nor a model is ever named; the request id stands in a header.
        into.push({ type: "response-start", responseId: null, model: null });
        return;
      case "messageStop":
        this.#messageStop(event, into);
        return;
      case "metadata":
        this.#metadata(event, into);
        return;
      default: // Whatever comes next, and `amazon-bedrock-invocationMetrics`.
        return;
    }
  }

  /** A block of a non-streaming body. */
  whole(index: number, block: JsonObject, into: StreamEvent[]): void {
    const { toolUse, toolResult } = block;
    this.#start(index, isJsonObject(toolUse) ? { toolUse } : isJsonObject(toolResult) ? { toolResult } : {}, into);
    for (const delta of deltasOf(block)) this.#delta(index, delta, into);
    this.#end(index, block, into);
  }

  fail(body: JsonObject, exceptionType: string | null, into: StreamEvent[]): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#flushText(into);
    this.#blocks.closeAll(into);
    const failure = this.#classify({ ...readAwsError(body, exceptionType), status: null });
    into.push({ type: "finish", reason: "error", raw: exceptionType, failure });
  }

  #start(index: number, start: JsonObject, into: StreamEvent[]): void {
    const toolUse = objectAt(start, "toolUse");
    if (toolUse !== null || "toolResult" in start) this.#flushText(into);
    if (toolUse === null || isServerTool(toolUse)) {
      if (toolUse !== null) this.#blocks.closeText(into);
      this.#content.set(index, newConverseBlock(start, null));
      return;
    }
    const callId = stringAt(toolUse, "toolUseId") ?? `call-${this.#blocks.count}`;
    const call = this.#blocks.startCall(callId, stringAt(toolUse, "name") ?? "", into);
    this.#content.set(index, newConverseBlock(start, call));
  }

  #delta(index: number, delta: JsonObject, into: StreamEvent[]): void {
    let block = this.#content.get(index);
    if (block === undefined) {
      block = newConverseBlock({}, null);
      this.#content.set(index, block);
    }
    const text = delta["text"];
    if (typeof text === "string") {
      block.text += text;
      this.#text(text, into);
      return;
    }
    const { reasoningContent, toolUse, citation, toolResult } = delta;
    if (isJsonObject(reasoningContent)) this.#reasoning(block, reasoningContent, into);
    else if (isJsonObject(toolUse)) {
      const input = stringAt(toolUse, "input") ?? "";
      block.input += input;
      if (block.call !== null) this.#blocks.appendCall(block.call, input, into);
    } else if (isJsonObject(citation)) block.citations.push(citation);
    else if (isJsonArray(toolResult)) block.results.push(...toolResult);
  }

  #text(text: string, into: StreamEvent[]): void {
    if (text === "") return;
    if (this.#splitter === null) {
      this.#blocks.answer(text, "answer", into);
      return;
    }
    for (const part of this.#splitter.push(text)) this.#part(part, into);
  }

  #part(part: TextPart, into: StreamEvent[]): void {
    if (part.kind === "reasoning") this.#blocks.reasoning(part.text, "raw", into);
    else if (part.kind === "answer") this.#blocks.answer(part.text, "answer", into);
  }

  #flushText(into: StreamEvent[]): void {
    for (const part of this.#splitter?.end() ?? []) this.#part(part, into);
  }

  #reasoning(block: ConverseBlock, delta: JsonObject, into: StreamEvent[]): void {
    block.isReasoning = true;
    const text = delta["text"];
    if (typeof text === "string" && text !== "") {
      if (block.reasoning === "") this.#blocks.closeText(into); // Each block is a part of its own.
      block.reasoning += text;
      this.#blocks.reasoning(text, this.#dialect.reasoningVisibility, into);
    }
    const signature = stringAt(delta, "signature");
    if (signature !== null) block.signature = (block.signature ?? "") + signature;
    const redacted = stringAt(delta, "redactedContent") ?? stringAt(delta, "data");
    if (redacted !== null) block.redacted = (block.redacted ?? "") + redacted;
  }

  #stop(index: number, into: StreamEvent[]): void {
    const block = this.#content.get(index);
    if (block !== undefined) this.#end(index, wholeConverseBlock(block), into);
  }

  #end(index: number, item: JsonObject | null, into: StreamEvent[]): void {
    const block = this.#content.get(index);
    if (block === undefined) return;
    this.#content.delete(index);
    if (block.isReasoning) this.#endReasoning(block, into);
    if (block.call !== null) {
      if (block.call.arguments === "") this.#blocks.appendCall(block.call, "{}", into);
      this.#blocks.endCall(block.call, into);
    }
    if (item !== null) into.push({ type: "provider-item", item });
  }

  #endReasoning(block: ConverseBlock, into: StreamEvent[]): void {
    const format = this.#dialect.opaqueFormat;
    if (block.redacted !== null) {
      this.#blocks.opaque("redacted", block.redacted, format, into);
      return;
    }
    if (block.reasoning === "") this.#blocks.withheld("omitted", into);
    else this.#blocks.closeText(into);
    if (block.signature !== null && block.signature !== "") this.#blocks.opaque("signature", block.signature, format, into);
  }

  #messageStop(event: JsonObject, into: StreamEvent[]): void {
    for (const index of this.#content.keys()) this.#stop(index, into);
    this.#flushText(into);
    this.#blocks.closeAll(into);
    this.#stopReason = stringAt(event, "stopReason") ?? "";
  }

  #metadata(event: JsonObject, into: StreamEvent[]): void {
    const raw = objectAt(event, "usage");
    if (raw !== null) this.#count(raw, into);
    if (this.#stopReason === null) return;
    this.#isFinished = true;
    const reason = finishReason(this.#stopReason);
    const rawReason = this.#stopReason === "" ? null : this.#stopReason;
    const facts = { message: "The model's answer was malformed.", code: rawReason, type: null, raw: rawReason, status: null };
    into.push({ type: "finish", reason, raw: rawReason, failure: reason === "error" ? this.#classify(facts) : null });
  }

  #count(raw: JsonObject, into: StreamEvent[]): void {
    const counts = {
      input: numberAt(raw, "inputTokens"),
      // Nova behind `invoke` names them with `…TokenCount`.
      cacheRead: numberAt(raw, "cacheReadInputTokens") ?? numberAt(raw, "cacheReadInputTokenCount"),
      cacheWrite: numberAt(raw, "cacheWriteInputTokens") ?? numberAt(raw, "cacheWriteInputTokenCount"),
      output: numberAt(raw, "outputTokens"),
      reasoning: null,
    };
    into.push({ type: "usage", usage: normaliseUsage(counts, this.#dialect.counting, raw) });
  }
}

function indexOf(event: JsonObject): number {
  const index = event["contentBlockIndex"];
  return typeof index === "number" ? index : 0;
}

/** Reasons this table does not know are shown as they came and taken for an ordinary end. */
function finishReason(raw: string): FinishReason {
  switch (raw) {
    case "max_tokens":
      return "length";
    case "tool_use":
      return "tool-calls";
    case "guardrail_intervened":
    case "content_filtered":
      return "content-filter";
    case "refusal":
      return "refusal";
    case "model_context_window_exceeded":
      return "context";
    case "pause_turn":
      return "continue";
    case "malformed_model_output":
    case "malformed_tool_use":
      return "error";
    default: // `end_turn`, `stop_sequence`
      return "stop";
  }
}
