import type { JsonObject } from "../../model/json.ts";
import { arrayAt, isJsonObject, stringAt } from "../../model/json.ts";
import { nestedText } from "./entry-list.ts";

/**
 * One typed entry of reasoning, in any of its shapes: OpenRouter `reasoning.text|summary|encrypted`, Mistral
 * `{type:"thinking",thinking:[{text}],signature?}`, Databricks `{type:"reasoning",summary:[{text,signature?}]}`, LiteLLM
 * and Portkey `{type:"thinking",thinking,signature}`, Anthropic's `redacted_thinking`.
 */
export function readReasoningEntry(entry: JsonObject): ReasoningEntry {
  const summary = textAt(entry, "summary");
  // Portkey's list repeats the answer too, as entries of plain text.
  const text = entry["type"] === "text" ? null : textAt(entry, "text");
  return {
    text: textAt(entry, "thinking") ?? summary ?? text ?? "",
    isSummary: summary !== null,
    opaque: opaqueOf(entry),
    format: stringAt(entry, "format"),
  };
}

/** Portkey streams the pieces of its blocks as `{index, delta:{thinking | signature | text | data}}`: the block they are of. */
export function wholeEntry(piece: JsonObject): JsonObject {
  const { delta, ...rest } = piece;
  if (!isJsonObject(delta)) return piece;
  const { type: _, ...fields } = delta;
  return { ...rest, type: blockTypeOf(fields), ...fields };
}

function blockTypeOf(fields: JsonObject): string {
  if (fields["thinking"] !== undefined || fields["signature"] !== undefined) return "thinking";
  return fields["data"] === undefined ? "text" : "redacted_thinking";
}

export interface ReasoningEntry {
  /** Empty when the entry holds no readable text. */
  readonly text: string;
  readonly isSummary: boolean;
  readonly opaque: { readonly kind: "encrypted" | "signature" | "redacted"; readonly data: string } | null;
  /** Null: the entry names none. */
  readonly format: string | null;
}

function textAt(piece: JsonObject, key: string): string | null {
  return stringAt(piece, key) ?? nestedText(piece[key]);
}

function opaqueOf(piece: JsonObject): ReasoningEntry["opaque"] {
  const data = stringAt(piece, "data");
  if (data !== null && data !== "") {
    return { kind: piece["type"] === "redacted_thinking" ? "redacted" : "encrypted", data };
  }
  const signature = stringAt(piece, "signature") ?? nestedSignature(piece);
  return signature === null || signature === "" ? null : { kind: "signature", data: signature };
}

/** Databricks signs the parts of the summary (provider-matrix 3.17). */
function nestedSignature(piece: JsonObject): string | null {
  for (const part of arrayAt(piece, "summary")) {
    const signature = isJsonObject(part) ? stringAt(part, "signature") : null;
    if (signature !== null) return signature;
  }
  return null;
}
