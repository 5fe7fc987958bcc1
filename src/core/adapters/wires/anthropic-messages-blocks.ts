import { arrayAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { BlockIndex } from "../../model/stream-event.ts";
import { parseToolArguments } from "./tool-arguments.ts";

/** One content block while it arrives: what is needed to hand it back exactly as the provider would send it whole. */
export interface ContentBlock {
  readonly kind: ContentKind;
  /** The block as its start event had it. */
  readonly start: JsonObject;
  /** The normalised block it shows as; null: none (server tools, results, compaction, text that joins an open answer). */
  readonly block: BlockIndex | null;
  /** Text, thinking, or the JSON text of a tool's input. */
  text: string;
  signature: string;
  /** Sum of `estimated_tokens`, which come as increments (SDK 1.12.0, BetaThinkingDelta). */
  estimatedTokens: number;
  /** Of `citations_delta`, in order. */
  readonly citations: JsonValue[];
  /** Fields of deltas that replace a field of the block (compaction). */
  replaced: JsonObject | null;
  isOpen: boolean;
  /** The finished block; null while open, or when it cannot be sent back. */
  item: JsonObject | null;
}

/** `input`: server-side tools, which stream their input like client tools do. `other`: whole at its start. */
export type ContentKind = "text" | "thinking" | "redacted" | "tool" | "input" | "other";

export function contentKind(start: JsonObject): ContentKind {
  switch (stringAt(start, "type") ?? "") {
    case "text":
      return "text";
    case "thinking":
      return "thinking";
    case "redacted_thinking":
      return "redacted";
    case "tool_use":
      return "tool";
    default:
      return "input" in start ? "input" : "other";
  }
}

export function newContentBlock(kind: ContentKind, start: JsonObject, block: BlockIndex | null): ContentBlock {
  return {
    kind,
    start,
    block,
    text: initialText(kind, start),
    signature: stringAt(start, "signature") ?? "",
    estimatedTokens: 0,
    citations: [...arrayAt(start, "citations")],
    replaced: null,
    isOpen: true,
    item: null,
  };
}

/** Look-alikes put the first words, or everything, into the start event. */
function initialText(kind: ContentKind, start: JsonObject): string {
  if (kind === "text") return stringAt(start, "text") ?? "";
  return kind === "thinking" ? (stringAt(start, "thinking") ?? "") : "";
}

/** The block whole, as a non-streaming body would hold it. Null: its input is not JSON, so it cannot be sent back. */
export function wholeBlock(content: ContentBlock): JsonObject | null {
  const { start, text, signature, citations } = content;
  switch (content.kind) {
    case "text":
      return citations.length === 0 ? { ...start, text } : { ...start, text, citations };
    case "thinking":
      return "signature" in start || signature !== "" ? { ...start, thinking: text, signature } : { ...start, thinking: text };
    case "redacted":
      return start;
    case "tool":
    case "input":
      return withInput(start, text);
    case "other":
      return content.replaced === null ? start : { ...start, ...content.replaced };
  }
}

function withInput(start: JsonObject, text: string): JsonObject | null {
  if (text === "") return start;
  const input = parseToolArguments(text);
  return input === null ? null : { ...start, input };
}
