import type { FramingId } from "./framer.ts";

/** How a body is to be read. `json`: whole. `page`: HTML from a proxy or a wrong address. */
export type BodyShape = FramingId | "json" | "page";

/**
 * Decides by content type and first bytes what a 2xx body is, given the framing its wire expects. Bytes count more than
 * the label: relays send events as `application/json` and JSON as `text/event-stream`.
 * @param start the body's first bytes; not blank
 */
export function bodyShape(contentType: string | null, expected: FramingId, start: Uint8Array): BodyShape {
  const labelled = shapeOfType(contentType, expected);
  if (labelled === "aws-eventstream" || expected === "aws-eventstream") return labelled;
  switch (firstCharacter(start)) {
    case "{":
      // Of the text framings only NDJSON begins so; else it is one whole object.
      return labelled === "ndjson" ? "ndjson" : "json";
    case "[":
      return "json-array";
    case "<":
      return "page";
    default:
      return labelled === "json" || labelled === "page" ? expected : labelled;
  }
}

export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function shapeOfType(contentType: string | null, expected: FramingId): BodyShape {
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
      return "json";
    case "text/html":
      return "page";
    default:
      return type.endsWith("+json") ? "json" : expected;
  }
}

function firstCharacter(start: Uint8Array): string {
  return new TextDecoder().decode(start.subarray(0, 1024)).trimStart().charAt(0);
}
