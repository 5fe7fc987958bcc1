import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isJsonArray, isJsonObject, stringAt } from "../../model/json.ts";
import type { StreamEvent } from "../../model/stream-event.ts";
import { ThinkTagSplitter } from "../think-tags.ts";
import type { TextPart } from "../think-tags.ts";
import { EntryList } from "./entry-list.ts";
import { readReasoningEntry, wholeEntry } from "./openai-chat-reasoning.ts";
import { OpenaiChatToolCalls } from "./openai-chat-tool-calls.ts";
import type { OpenaiChatDialect } from "./openai-chat-dialect.ts";
import { plainReasoningFields } from "./openai-chat-dialect.ts";
import type { PlainDelta } from "./repeated-frame.ts";
import { ResponseBlocks } from "./response-blocks.ts";

/**
 * The assistant message of one completion, in two forms: events for the reader, and the message as the provider would
 * have sent it in one piece, under the provider's own field names, for sending it back (provider-matrix traps 16, 17, 49).
 */
export class OpenaiChatMessage {
  readonly blocks = new ResponseBlocks();
  readonly #dialect: OpenaiChatDialect;
  readonly #splitter: ThinkTagSplitter | null;
  /** The fields of a delta that may hold reasoning as plain text, the likeliest first. */
  readonly reasoningFields: readonly string[];
  readonly #calls = new OpenaiChatToolCalls(this.blocks);
  #content = "";
  #refusal = "";
  #reasoningField: string | null = null;
  #reasoning = "";
  /** Content that came as a list of chunks; null while all of it was plain text. */
  #chunks: EntryList | null = null;
  readonly #lists = new Map<string, EntryList>();
  readonly #extras = new Map<string, JsonValue>();
  readonly #extraLists = new Map<string, JsonValue[]>();

  constructor(dialect: OpenaiChatDialect) {
    this.#dialect = dialect;
    this.reasoningFields = [...new Set([...dialect.reasoningFields, ...plainReasoningFields])];
    this.#splitter = dialect.thinkTags === null ? null : new ThinkTagSplitter(dialect.thinkTags);
  }

  add(delta: JsonObject, into: StreamEvent[]): void {
    const plain = plainText(delta);
    if (plain === null) this.#addAll(delta, into);
    else if (plain !== "") this.#addText(plain, into);
  }

  /** The same for a delta that is known to hold one text and nothing else. */
  addPlain({ field, text }: PlainDelta, into: StreamEvent[]): void {
    if (text === "") return;
    if (field === "content") this.#addText(text, into);
    else this.#addReasoning(field, text, into);
  }

  #addAll(delta: JsonObject, into: StreamEvent[]): void {
    let isReasoned = this.#reasoningText(delta, into);
    for (const name of listFields) {
      const list = delta[name];
      if (!isJsonArray(list)) continue;
      isReasoned = this.#addEntries(name, list, isReasoned, into) || isReasoned;
    }
    const content = delta["content"];
    if (typeof content === "string") {
      if (content !== "") this.#addText(content, into);
    } else if (isJsonArray(content)) {
      this.#addChunks(content, isReasoned, into);
    }
    const refusal = delta["refusal"];
    if (typeof refusal === "string" && refusal !== "") {
      this.#refusal += refusal;
      this.blocks.answer(refusal, "refusal", into);
    }
    const calls = delta["tool_calls"];
    if (isJsonArray(calls)) for (const call of calls) if (isJsonObject(call)) this.#calls.add(call, into);
    // The one call of servers that still speak the API of 2023.
    const call = delta["function_call"];
    if (isJsonObject(call)) this.#calls.add({ index: 0, function: call }, into);
    for (const name in delta) if (!this.#isKnown(name)) this.keep(name, delta[name]);
  }

  /** Structured fields nobody here reads (citations, server tools, annotations) are kept as they came. */
  keep(name: string, value: JsonValue | undefined): void {
    if (value === undefined || value === null || typeof value !== "object") return;
    if (!isJsonArray(value) || repeatedLists.has(name)) {
      this.#extras.set(name, value);
      return;
    }
    const known = this.#extraLists.get(name);
    if (known === undefined) this.#extraLists.set(name, [...value]);
    else for (const entry of value) known.push(entry);
  }

  /** The text ended: hands out what waited for more. */
  flush(into: StreamEvent[]): void {
    if (this.#splitter !== null) this.#addParts(this.#splitter.end(), into);
    this.#calls.flush(into);
  }

  close(into: StreamEvent[]): void {
    this.blocks.closeAll(into);
    if (this.#splitter?.closedUnopened === true) into.push(unopenedWarning);
  }

  toJson(): JsonObject {
    const message: Record<string, JsonValue> = { role: "assistant", content: this.#contentJson() };
    if (this.#reasoningField !== null) message[this.#reasoningField] = this.#reasoning;
    for (const [name, list] of this.#lists) message[name] = list.toJson();
    if (this.#refusal !== "") message["refusal"] = this.#refusal;
    const calls = this.#calls.toJson();
    if (calls.length > 0) message["tool_calls"] = calls;
    for (const [name, value] of [...this.#extraLists, ...this.#extras]) message[name] = value;
    return message;
  }

  #contentJson(): JsonValue {
    if (this.#chunks !== null) return this.#chunks.toJson();
    return this.#content === "" && this.blocks.hasToolCall ? null : this.#content;
  }

  #reasoningText(delta: JsonObject, into: StreamEvent[]): boolean {
    for (const name of this.reasoningFields) {
      const text = delta[name];
      if (typeof text !== "string" || text === "") continue;
      this.#addReasoning(name, text, into);
      return true;
    }
    return false;
  }

  #addReasoning(field: string, text: string, into: StreamEvent[]): void {
    this.#reasoningField ??= field;
    this.#reasoning += text;
    this.blocks.reasoning(text, this.#dialect.reasoningVisibility, into);
  }

  #addEntries(name: string, list: readonly JsonValue[], isReasoned: boolean, into: StreamEvent[]): boolean {
    let hasText = false;
    for (const value of list) {
      if (!isJsonObject(value)) continue;
      const piece = wholeEntry(value);
      const entries = this.#lists.get(name) ?? new EntryList();
      this.#lists.set(name, entries);
      entries.add(piece);
      const entry = readReasoningEntry(piece);
      if (entry.text !== "" && !isReasoned) {
        hasText = true;
        this.blocks.reasoning(entry.text, entry.isSummary ? "summary" : this.#dialect.reasoningVisibility, into);
      }
      if (entry.opaque !== null) {
        this.blocks.opaque(entry.opaque.kind, entry.opaque.data, entry.format ?? this.#dialect.opaqueFormat, into);
      }
    }
    return hasText;
  }

  #addText(text: string, into: StreamEvent[]): void {
    if (this.#chunks === null) this.#content += text;
    else this.#chunks.add({ type: "text", text });
    if (this.#splitter === null) this.blocks.answer(text, "answer", into);
    else this.#addParts(this.#splitter.push(text), into);
  }

  #addParts(parts: readonly TextPart[], into: StreamEvent[]): void {
    for (const part of parts) {
      if (part.kind === "reasoning") this.blocks.reasoning(part.text, "raw", into);
      else if (part.kind === "answer") this.blocks.answer(part.text, "answer", into);
    }
  }

  #addChunks(chunks: readonly JsonValue[], isReasoned: boolean, into: StreamEvent[]): void {
    if (this.#chunks === null) {
      this.#chunks = new EntryList();
      if (this.#content !== "") this.#chunks.add({ type: "text", text: this.#content });
    }
    for (const chunk of chunks) {
      if (!isJsonObject(chunk)) continue;
      this.#chunks.add(chunk);
      const text = chunk["type"] === "text" || chunk["type"] === "output_text" ? stringAt(chunk, "text") : null;
      if (text !== null) {
        if (text !== "") this.blocks.answer(text, "answer", into);
        continue;
      }
      const entry = readReasoningEntry(chunk);
      if (entry.text !== "" && !isReasoned) {
        this.blocks.reasoning(entry.text, entry.isSummary ? "summary" : this.#dialect.reasoningVisibility, into);
      }
      if (entry.opaque !== null) {
        this.blocks.opaque(entry.opaque.kind, entry.opaque.data, entry.format ?? this.#dialect.opaqueFormat, into);
      }
    }
  }

  #isKnown(name: string): boolean {
    return knownFields.has(name) || this.reasoningFields.includes(name);
  }
}

/** The text of a delta that is nothing else, as nearly every one is; null when there is more to look for. */
function plainText(delta: JsonObject): string | null {
  let text: string | null = null;
  for (const name in delta) {
    const value = delta[name];
    if (name === "content" && typeof value === "string") text = value;
    else if (value !== null && name !== "role") return null;
  }
  return text;
}

/** Lists of reasoning entries: OpenRouter and MiniMax, LiteLLM, Portkey (provider-matrix 3.12, 3.14, 3.17). */
const listFields = ["reasoning_details", "thinking_blocks", "content_blocks"] as const;

/** Perplexity repeats these whole with every chunk; other lists come piece by piece. */
const repeatedLists: ReadonlySet<string> = new Set(["citations", "search_results"]);

const knownFields: ReadonlySet<string> = new Set(["role", "content", "refusal", "tool_calls", "function_call", ...listFields]);

const unopenedWarning = {
  type: "warning",
  code: "think-tag-unopened",
  message:
    "The text before the first closing think tag was reasoning, but nothing said so in time. Set the think tags of this model to an implied opening.",
} as const;
