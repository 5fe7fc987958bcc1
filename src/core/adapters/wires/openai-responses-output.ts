import type { JsonObject, JsonValue } from "../../model/json.ts";
import { arrayAt, isJsonObject, stringAt } from "../../model/json.ts";
import type { AnswerChannel, BlockIndex, StreamEvent, Visibility } from "../../model/stream-event.ts";
import type { OpenaiResponsesDialect } from "./openai-responses-dialect.ts";

/**
 * The output items of one response and the blocks made of them. Parts are found by output index and part index, never by
 * item id: some servers give an item another id with every event (Copilot). Items are released whole and in order when
 * the response ends, because what makes them complete may come last (encrypted content on Azure, provider-matrix trap 9).
 */
export class OpenaiResponsesOutput {
  readonly #dialect: OpenaiResponsesDialect;
  readonly #items = new Map<number, Item>();
  #next: BlockIndex = 0;
  /** The part that text was last added to: almost every delta goes there. */
  #current: Part | null = null;
  #isReleased = false;
  #hasMismatch = false;
  hasReasoningText = false;
  hasAnswer = false;
  hasRefusal = false;
  hasToolCall = false;

  constructor(dialect: OpenaiResponsesDialect) {
    this.#dialect = dialect;
  }

  /** True when the event was about an item and is dealt with. */
  delta(type: string, event: JsonObject, into: StreamEvent[]): boolean {
    switch (type) {
      case "response.output_text.delta":
        this.#append("text", indexOf(event, "content_index"), event, "delta", into);
        return true;
      case "response.reasoning_summary_text.delta":
        this.#append("summary", indexOf(event, "summary_index"), event, "delta", into);
        return true;
      case "response.reasoning_text.delta":
        this.#append("raw", indexOf(event, "content_index"), event, "delta", into);
        return true;
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta":
        this.#append("arguments", 0, event, "delta", into);
        return true;
      case "response.refusal.delta":
        this.#append("refusal", indexOf(event, "content_index"), event, "delta", into);
        return true;
      case "response.output_text.done":
        this.#finishPart("text", indexOf(event, "content_index"), event, "text", into);
        return true;
      case "response.reasoning_summary_text.done":
        this.#finishPart("summary", indexOf(event, "summary_index"), event, "text", into);
        return true;
      case "response.reasoning_text.done":
        this.#finishPart("raw", indexOf(event, "content_index"), event, "text", into);
        return true;
      case "response.refusal.done":
        this.#finishPart("refusal", indexOf(event, "content_index"), event, "refusal", into);
        return true;
      case "response.output_item.added":
        this.#added(indexOf(event, "output_index"), event["item"], into);
        return true;
      case "response.output_item.done":
        this.#done(indexOf(event, "output_index"), event["item"], into);
        return true;
      default:
        return false;
    }
  }

  /** The response is over: fills in what only its final output says, then releases the items. */
  complete(output: readonly JsonValue[], into: StreamEvent[]): void {
    output.forEach((item, index) => {
      if (!isJsonObject(item)) return;
      const known = this.#items.get(index)?.done ?? null;
      if (known === null) this.#done(index, item, into);
      else if (known["type"] === item["type"]) this.#backfill(index, known, item, into);
    });
    this.closeAll(into);
    this.release(into);
  }

  /** Items that came whole, in order. */
  release(into: StreamEvent[]): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    for (const [, { done }] of [...this.#items].toSorted(([left], [right]) => left - right)) {
      if (done !== null) into.push({ type: "provider-item", item: done });
    }
  }

  closeAll(into: StreamEvent[]): void {
    for (const item of this.#items.values()) for (const part of item.parts) this.#close(part, into);
  }

  #added(index: number, value: JsonValue | undefined, into: StreamEvent[]): void {
    if (!isJsonObject(value)) return;
    const item = this.#item(index);
    item.channel = channelOf(value);
    if (isToolCall(value)) this.#startCall(item, value, into);
  }

  #done(index: number, value: JsonValue | undefined, into: StreamEvent[]): void {
    if (!isJsonObject(value)) return;
    const item = this.#item(index);
    item.done = value;
    if (value["type"] === "reasoning") this.#doneReasoning(item, value, into);
    else if (value["type"] === "message") this.#doneMessage(item, value, into);
    else if (value["type"] === "compaction") this.#doneCompaction(item, value, into);
    else if (isToolCall(value)) {
      this.#startCall(item, value, into);
      this.#fill(item, "arguments", 0, stringAt(value, "arguments") ?? stringAt(value, "input"), into);
    }
    // All else are tools the provider runs itself: kept for continuation, the reader sees what they led to.
    for (const part of item.parts) this.#close(part, into);
  }

  #doneMessage(item: Item, value: JsonObject, into: StreamEvent[]): void {
    item.channel = channelOf(value);
    arrayAt(value, "content").forEach((part, at) => {
      if (!isJsonObject(part)) return;
      if (part["type"] === "refusal") this.#fill(item, "refusal", at, stringAt(part, "refusal"), into);
      else if (part["type"] === "output_text") this.#fill(item, "text", at, stringAt(part, "text"), into);
    });
  }

  /** The history in a sealed form: it belongs to no block, and goes on only as the item it is. */
  #doneCompaction(item: Item, value: JsonObject, into: StreamEvent[]): void {
    const encrypted = this.#encrypted(value);
    if (encrypted !== null) this.#opaque(item, value, encrypted, into);
  }

  #doneReasoning(item: Item, value: JsonObject, into: StreamEvent[]): void {
    arrayAt(value, "summary").forEach((part, at) => this.#fill(item, "summary", at, partText(part), into));
    arrayAt(value, "content").forEach((part, at) => this.#fill(item, "raw", at, partText(part), into));
    for (const part of item.parts) this.#close(part, into);
    const encrypted = this.#encrypted(value);
    if (item.parts.length === 0) this.#emptyReasoning(item, encrypted === null ? "omitted" : "encrypted", into);
    if (encrypted !== null) this.#opaque(item, value, encrypted, into);
  }

  /** Reasoning without a word of text is still reasoning: it has a place, and a reason why nothing is there. */
  #emptyReasoning(item: Item, visibility: Visibility, into: StreamEvent[]): void {
    const part = this.#open(item, visibility === "encrypted" ? "encrypted" : "omitted", 0, into);
    this.#close(part, into);
  }

  #opaque(item: Item, value: JsonObject, data: string, into: StreamEvent[]): void {
    if (item.hasOpaque) return;
    item.hasOpaque = true;
    const block = item.parts.at(-1)?.block ?? null;
    into.push({
      type: "opaque",
      kind: "encrypted",
      block,
      data,
      format: stringAt(value, "format") ?? this.#dialect.opaqueFormat,
    });
  }

  /** Azure may give the encrypted content in the final output only (provider-matrix trap 9). */
  #backfill(index: number, known: JsonObject, final: JsonObject, into: StreamEvent[]): void {
    const item = this.#item(index);
    if (item.hasOpaque || known["type"] !== "reasoning") return;
    const encrypted = this.#encrypted(final);
    if (encrypted === null) return;
    item.done = { ...known, encrypted_content: encrypted };
    this.#opaque(item, final, encrypted, into);
  }

  #encrypted(value: JsonObject): string | null {
    const data = this.#dialect.hasOpaqueState ? stringAt(value, "encrypted_content") : null;
    return data === "" ? null : data;
  }

  #startCall(item: Item, value: JsonObject, into: StreamEvent[]): void {
    if (item.parts.length > 0) return;
    const callId = stringAt(value, "call_id") ?? stringAt(value, "id") ?? "";
    const part = this.#place(item, "arguments", 0);
    this.hasToolCall = true;
    into.push({ type: "tool-call-start", block: part.block, callId, name: stringAt(value, "name") ?? "" });
  }

  #append(kind: PartKind, at: number, event: JsonObject, key: string, into: StreamEvent[]): void {
    const text = event[key];
    if (typeof text !== "string" || text === "") return;
    const output = event["output_index"];
    let part = this.#current;
    if (part === null || part.kind !== kind || part.at !== at || part.output !== output) {
      const item = this.#item(typeof output === "number" ? output : 0);
      const known = find(item, kind, at);
      // Arguments of a tool the provider runs itself belong to no block, and those of a finished call are whole.
      if (kind === "arguments" && known?.isOpen !== true) return;
      part = known?.isOpen === true ? known : this.#open(item, kind, at, into);
      this.#current = part;
    }
    part.text += text;
    if (kind === "arguments") into.push({ type: "tool-call-delta", block: part.block, text });
    else if (kind === "summary" || kind === "raw") into.push({ type: "reasoning-delta", block: part.block, text });
    else into.push({ type: "answer-delta", block: part.block, text });
  }

  #finishPart(kind: PartKind, at: number, event: JsonObject, key: string, into: StreamEvent[]): void {
    const item = this.#item(indexOf(event, "output_index"));
    this.#fill(item, kind, at, stringAt(event, key), into);
    const part = find(item, kind, at);
    if (part !== null) this.#close(part, into);
  }

  /** Text as it stands at the end: brings what no delta brought. What was streamed cannot be taken back, so it stays. */
  #fill(item: Item, kind: PartKind, at: number, text: string | null, into: StreamEvent[]): void {
    const known = find(item, kind, at)?.text ?? "";
    if (text === null || text === known) return;
    if (!text.startsWith(known)) {
      if (!this.#hasMismatch) into.push(mismatch);
      this.#hasMismatch = true;
      return;
    }
    this.#append(kind, at, { output_index: item.output, text: text.slice(known.length) }, "text", into);
  }

  #open(item: Item, kind: PartKind, at: number, into: StreamEvent[]): Part {
    const part = this.#place(item, kind, at);
    const { block } = part;
    if (kind === "text" || kind === "refusal") {
      if (kind === "text") this.hasAnswer = true;
      else this.hasRefusal = true;
      into.push({ type: "answer-start", block, channel: kind === "text" ? item.channel : "refusal" });
    } else {
      this.hasReasoningText ||= kind === "summary" || kind === "raw";
      into.push({ type: "reasoning-start", block, visibility: this.#visibility(kind) });
    }
    return part;
  }

  #close(part: Part, into: StreamEvent[]): void {
    if (!part.isOpen) return;
    part.isOpen = false;
    if (part === this.#current) this.#current = null;
    const { block, kind } = part;
    if (kind === "arguments") into.push({ type: "tool-call-end", block });
    else if (kind === "text" || kind === "refusal") into.push({ type: "answer-end", block });
    else into.push({ type: "reasoning-end", block, visibility: this.#visibility(kind) });
  }

  #visibility(kind: PartKind): Visibility {
    if (kind === "summary") return this.#dialect.summaryVisibility;
    return kind === "omitted" || kind === "encrypted" ? kind : "raw";
  }

  #place(item: Item, kind: PartKind, at: number): Part {
    const part: Part = { block: this.#next++, kind, at, output: item.output, isOpen: true, text: "" };
    item.parts.push(part);
    return part;
  }

  #item(output: number): Item {
    let item = this.#items.get(output);
    if (item === undefined) {
      item = { output, parts: [], channel: "answer", done: null, hasOpaque: false };
      this.#items.set(output, item);
    }
    return item;
  }
}

const mismatch = {
  type: "warning",
  code: "text-mismatch",
  message:
    "The provider's final text differs from the text it streamed. The streamed text is shown; the final one is kept in the item.",
} as const;

type PartKind = "text" | "refusal" | "summary" | "raw" | "omitted" | "encrypted" | "arguments";

interface Part {
  readonly block: BlockIndex;
  readonly kind: PartKind;
  readonly at: number;
  readonly output: number;
  isOpen: boolean;
  text: string;
}

interface Item {
  readonly output: number;
  readonly parts: Part[];
  channel: AnswerChannel;
  /** The item as its own end gave it; null until then. */
  done: JsonObject | null;
  hasOpaque: boolean;
}

function find(item: Item, kind: PartKind, at: number): Part | null {
  return item.parts.findLast((part) => part.kind === kind && part.at === at) ?? null;
}

/** Words between tool calls are not the answer (provider-matrix trap 13). */
function channelOf(item: JsonObject): AnswerChannel {
  return item["phase"] === "commentary" ? "commentary" : "answer";
}

function isToolCall(item: JsonObject): boolean {
  return item["type"] === "function_call" || item["type"] === "custom_tool_call";
}

function indexOf(event: JsonObject, key: string): number {
  const value = event[key];
  return typeof value === "number" ? value : 0;
}

function partText(part: JsonValue): string | null {
  return isJsonObject(part) ? stringAt(part, "text") : null;
}
