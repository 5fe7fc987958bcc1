import type { JsonObject } from "../../model/json.ts";
import { objectAt, stringAt } from "../../model/json.ts";
import { nestedText } from "./entry-list.ts";

/**
 * One typed entry of reasoning, in any of its shapes: OpenRouter `reasoning.text|summary|encrypted`, Mistral
 * `{type:"thinking",thinking:[{text}],signature?}`, Databricks `{type:"reasoning",summary:[{text,signature?}]}`, LiteLLM
 * and Portkey `{type:"thinking",thinking,signature}` (Portkey's streamed under `delta`), Anthropic's `redacted_thinking`.
 */
export function readReasoningEntry(entry: JsonObject): ReasoningEntry {
  const piece = objectAt(entry, "delta") ?? entry;
  const summary = textAt(piece, "summary");
  return {
    text: textAt(piece, "thinking") ?? summary ?? (isPlainText(entry, piece) ? "" : (textAt(piece, "text") ?? "")),
    isSummary: summary !== null,
    opaque: opaqueOf(piece),
    format: stringAt(piece, "format"),
  };
}

export interface ReasoningEntry {
  /** Empty when the entry holds no readable text. */
  readonly text: string;
  readonly isSummary: boolean;
  readonly opaque: { readonly kind: "encrypted" | "signature" | "redacted"; readonly data: string } | null;
  /** Null: the entry names none. */
  readonly format: string | null;
}

/** Portkey's list repeats the answer too, as entries of plain text. */
function isPlainText(entry: JsonObject, piece: JsonObject): boolean {
  return piece["type"] === "text" || piece["type"] === "text_delta" || (piece !== entry && piece["thinking"] === undefined);
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
  const summary = piece["summary"];
  if (!Array.isArray(summary)) return null;
  for (const part of summary) {
    if (typeof part === "object" && part !== null && typeof part.signature === "string") return part.signature;
  }
  return null;
}
