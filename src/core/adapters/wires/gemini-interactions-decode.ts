import { isJsonArray, isJsonObject, numberAt, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { FinishReason, StreamEvent } from "../../model/stream-event.ts";
import { normaliseUsage } from "../../model/usage.ts";
import { malformedFrame } from "../../transport/frame-error.ts";
import type { Classify, Decoder } from "../wire.ts";
import { parseFrame } from "./frame-json.ts";
import type { GeminiInteractionsDialect } from "./gemini-interactions-dialect.ts";
import { deltasOfStep, newInteractionStep, wholeStep, type InteractionStep } from "./gemini-interactions-steps.ts";
import { googleErrorStatus, readGoogleError } from "./google-error.ts";
import { ResponseBlocks } from "./response-blocks.ts";

/** `interaction.completed` ends the response, whatever its status; `data: [DONE]` follows it. */
export function createInteractionsDecoder(dialect: GeminiInteractionsDialect, classify: Classify): Decoder {
  const interaction = new Interaction(dialect, classify);
  return {
    push(frame, into) {
      if (frame.data === "[DONE]") return;
      const event = parseFrame(frame.data);
      if (event !== null) interaction.push(event, into);
    },
    end: () => undefined,
  };
}

export function decodeInteractionsBody(
  body: JsonValue,
  dialect: GeminiInteractionsDialect,
  classify: Classify,
): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const interaction = new Interaction(dialect, classify);
  if (!isJsonObject(body)) throw malformedFrame("The answer is not an interaction: its JSON is not an object.");
  const { steps } = body;
  if (body["error"] !== undefined) {
    interaction.fail(body, events);
    return events;
  }
  if (!isJsonArray(steps) && stringAt(body, "status") === null) {
    throw malformedFrame("The answer is not an interaction: it has neither `steps` nor `status`.");
  }
  interaction.start(body, events);
  for (const [index, step] of (isJsonArray(steps) ? steps : []).entries()) {
    if (isJsonObject(step)) interaction.wholeStep(index, step, events);
  }
  interaction.complete(body, events);
  return events;
}

class Interaction {
  readonly #dialect: GeminiInteractionsDialect;
  readonly #classify: Classify;
  readonly #blocks = new ResponseBlocks();
  readonly #steps = new Map<number, InteractionStep>();
  #hasReasoning = false;
  #thoughtTokens = 0;
  #isFinished = false;

  constructor(dialect: GeminiInteractionsDialect, classify: Classify) {
    this.#dialect = dialect;
    this.#classify = classify;
  }

  push(event: JsonObject, into: StreamEvent[]): void {
    if (this.#isFinished) return;
    switch (stringAt(event, "event_type") ?? "") {
      case "step.delta": {
        const delta = event["delta"];
        if (isJsonObject(delta)) this.#delta(indexOf(event), delta, into);
        break;
      }
      case "step.start":
        this.#startStep(indexOf(event), objectAt(event, "step") ?? {}, into);
        break;
      case "step.stop":
        this.#stopStep(indexOf(event), into);
        break;
      case "interaction.created":
        this.start(objectAt(event, "interaction") ?? {}, into);
        break;
      case "interaction.completed":
        this.complete(objectAt(event, "interaction") ?? {}, into);
        return;
      case "error":
        this.fail(event, into);
        return;
      default: // `interaction.status_update`, and whatever comes next.
        break;
    }
    this.#countOf(event, into);
  }

  start(interaction: JsonObject, into: StreamEvent[]): void {
    into.push({ type: "response-start", responseId: stringAt(interaction, "id"), model: stringAt(interaction, "model") });
  }

  wholeStep(index: number, step: JsonObject, into: StreamEvent[]): void {
    this.#startStep(index, step, into);
    for (const delta of deltasOfStep(step)) this.#delta(index, delta, into);
    this.#stopStep(index, into, step);
  }

  complete(interaction: JsonObject, into: StreamEvent[]): void {
    for (const index of this.#steps.keys()) this.#stopStep(index, into);
    this.#blocks.closeAll(into);
    const usage = objectAt(interaction, "usage");
    if (usage !== null) this.#count(usage, into);
    if (!this.#hasReasoning && this.#thoughtTokens > 0) this.#blocks.withheld("omitted", into);
    const token = stringAt(interaction, "continuation_token");
    // Not a step: the encoder finds it as the last item and asks the server to go on.
    if (token !== null) into.push({ type: "provider-item", item: { continuation_token: token } });
    this.#finish(interaction, into);
  }

  fail(event: JsonObject, into: StreamEvent[]): void {
    this.#isFinished = true;
    this.#blocks.closeAll(into);
    const facts = readGoogleError(event);
    const failure = { ...this.#classify({ ...facts, status: googleErrorStatus(event) }), status: null };
    into.push({ type: "finish", reason: "error", raw: facts.type ?? facts.code, failure });
  }

  #finish(interaction: JsonObject, into: StreamEvent[]): void {
    this.#isFinished = true;
    const raw = stringAt(interaction, "status");
    const reason = finishReason(raw ?? "", this.#blocks.hasToolCall);
    if (reason !== "error") {
      into.push({ type: "finish", reason, raw, failure: null });
      return;
    }
    const [first] = isJsonArray(interaction["errors"]) ? interaction["errors"] : [];
    const facts = readGoogleError({ error: first ?? { message: `The interaction ended as ${raw}.` } });
    into.push({ type: "finish", reason, raw, failure: this.#classify({ ...facts, code: facts.code ?? raw, status: null }) });
  }

  #startStep(index: number, start: JsonObject, into: StreamEvent[]): void {
    if (stringAt(start, "type") !== "function_call") {
      // Each thought is a part of its own; so is an answer that something else came before.
      this.#blocks.closeText(into);
      this.#steps.set(index, newInteractionStep(start, null));
      return;
    }
    const callId = stringAt(start, "id") ?? `call-${this.#blocks.count}`;
    const call = this.#blocks.startCall(callId, stringAt(start, "name") ?? "", into);
    this.#steps.set(index, newInteractionStep(start, call));
  }

  #delta(index: number, delta: JsonObject, into: StreamEvent[]): void {
    const step = this.#stepFor(index, delta);
    switch (stringAt(delta, "type") ?? "") {
      case "text": {
        const text = delta["text"];
        if (typeof text !== "string" || text === "") return;
        step.text += text;
        if (isJsonArray(delta["annotations"])) step.annotations.push(...delta["annotations"]);
        this.#blocks.answer(text, "answer", into);
        return;
      }
      case "thought_summary": {
        const content = objectAt(delta, "content");
        const text = content === null ? null : stringAt(content, "text");
        if (text === null || text === "") return;
        step.text += text;
        this.#blocks.reasoning(text, "summary", into);
        return;
      }
      case "thought_signature": {
        const signature = stringAt(delta, "signature") ?? "";
        if (signature !== "") step.signature = signature;
        return;
      }
      case "arguments_delta": {
        const text = stringAt(delta, "arguments") ?? "";
        step.argumentsText += text;
        if (step.call !== null) this.#blocks.appendCall(step.call, text, into);
        return;
      }
      case "text_annotation_delta":
        if (isJsonArray(delta["annotations"])) step.annotations.push(...delta["annotations"]);
        return;
      case "image":
      case "audio":
      case "video":
      case "document":
        step.media.push(delta);
        return;
      default: {
        const { type: _kind, ...fields } = delta;
        step.fields = { ...step.fields, ...fields };
      }
    }
  }

  /** A delta for a step that was never started starts it: no text is lost. */
  #stepFor(index: number, delta: JsonObject): InteractionStep {
    const known = this.#steps.get(index);
    if (known !== undefined) return known;
    const type = stringAt(delta, "type")?.startsWith("thought") === true ? "thought" : "model_output";
    const step = newInteractionStep({ type }, null);
    this.#steps.set(index, step);
    return step;
  }

  #stopStep(index: number, into: StreamEvent[], whole: JsonObject | null = null): void {
    const step = this.#steps.get(index);
    if (step === undefined) return;
    this.#steps.delete(index);
    if (stringAt(step.start, "type") === "thought") this.#endThought(step, into);
    if (step.call !== null) {
      if (step.argumentsText === "") this.#blocks.appendCall(step.call, JSON.stringify(step.start["arguments"] ?? {}), into);
      this.#blocks.endCall(step.call, into);
      this.#signature(step.signature, step.call.block, into);
    }
    const item = whole ?? wholeStep(step);
    if (item !== null) into.push({ type: "provider-item", item });
  }

  #endThought(step: InteractionStep, into: StreamEvent[]): void {
    this.#hasReasoning = true;
    if (step.text === "") this.#blocks.withheld("omitted", into);
    else this.#blocks.closeText(into);
    this.#signature(step.signature, this.#blocks.last, into);
  }

  #signature(data: string, block: number | null, into: StreamEvent[]): void {
    if (data === "") return;
    into.push({ type: "opaque", kind: "thought-signature", block, data, format: this.#dialect.opaqueFormat });
  }

  /** Any event may carry the count so far. */
  #countOf(event: JsonObject, into: StreamEvent[]): void {
    const metadata = event["metadata"];
    if (!isJsonObject(metadata)) return;
    const usage = objectAt(metadata, "total_usage") ?? objectAt(metadata, "usage");
    if (usage !== null) this.#count(usage, into);
  }

  #count(raw: JsonObject, into: StreamEvent[]): void {
    const input = numberAt(raw, "total_input_tokens");
    this.#thoughtTokens = numberAt(raw, "total_thought_tokens") ?? this.#thoughtTokens;
    const counts = {
      // What tools returned to the model is further input, as in generateContent; the total says so.
      input: input === null ? null : input + (numberAt(raw, "total_tool_use_tokens") ?? 0),
      cacheRead: numberAt(raw, "total_cached_tokens"),
      cacheWrite: null,
      output: numberAt(raw, "total_output_tokens"),
      reasoning: numberAt(raw, "total_thought_tokens"),
    };
    into.push({ type: "usage", usage: normaliseUsage(counts, this.#dialect.counting, raw) });
  }
}

function indexOf(event: JsonObject): number {
  const index = event["index"];
  return typeof index === "number" ? index : 0;
}

/** Statuses this table does not know are shown as they came and taken for an ordinary end. */
function finishReason(status: string, hasToolCall: boolean): FinishReason {
  switch (status) {
    case "requires_action":
      return "tool-calls";
    case "incomplete":
    case "budget_exceeded":
      return "length";
    case "requires_continuation":
      return "continue";
    case "failed":
    case "cancelled":
      return "error";
    default: // `completed`
      return hasToolCall ? "tool-calls" : "stop";
  }
}
