import type { FramingId } from "./framer.ts";

/** How a body is to be read. `json`: whole. `other`: a page of a proxy or a plain text, not an API's answer. */
export type BodyShape = FramingId | "json" | "other";

/**
 * Decides by the response's content type what the body is, given the framing the wire expects. A body that names no
 * type, or a type that says nothing, is taken for what was asked.
 */
export function bodyShape(contentType: string | null, expected: FramingId | "json"): BodyShape {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  switch (type) {
    case "text/event-stream":
      return "sse";
    case "application/x-ndjson":
    case "application/jsonl":
    case "application/x-jsonlines":
      return "ndjson";
    case "application/vnd.amazon.eventstream":
      return "aws-eventstream";
    case "application/json":
      // Gemini without `alt=sse` and some line-by-line servers label their streams so too.
      return expected === "json-array" || expected === "ndjson" ? expected : "json";
    case "text/html":
      return "other";
    default:
      return type.endsWith("+json") ? "json" : expected;
  }
}
