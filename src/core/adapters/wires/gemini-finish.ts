import type { FinishReason } from "../../model/stream-event.ts";

/** The protocol buffer's numbers, for servers that print those. */
const numbered: Readonly<Record<string, string>> = {
  "0": "FINISH_REASON_UNSPECIFIED",
  "1": "STOP",
  "2": "MAX_TOKENS",
  "3": "SAFETY",
  "4": "RECITATION",
  "5": "OTHER",
  "6": "BLOCKLIST",
  "7": "PROHIBITED_CONTENT",
  "8": "SPII",
  "9": "MALFORMED_FUNCTION_CALL",
};

/** Reasons this table does not know are shown as they came and taken for an ordinary end. */
export function geminiFinishReason(raw: string, hasToolCall: boolean): FinishReason {
  switch (numbered[raw] ?? raw) {
    case "MAX_TOKENS":
      return "length";
    case "CONTINUATION":
      return "continue";
    case "SAFETY":
    case "RECITATION":
    case "LANGUAGE":
    case "BLOCKLIST":
    case "PROHIBITED_CONTENT":
    case "SPII":
    case "IMAGE_SAFETY":
    case "IMAGE_PROHIBITED_CONTENT":
    case "IMAGE_RECITATION":
      return "content-filter";
    case "MALFORMED_FUNCTION_CALL":
    case "MALFORMED_RESPONSE":
    case "MISSING_THOUGHT_SIGNATURE":
    case "TOO_MANY_TOOL_CALLS":
    case "NO_IMAGE":
    case "IMAGE_OTHER":
    case "OTHER":
      return "error";
    // The call is there to be looked at; without one there is nothing to go on with.
    case "UNEXPECTED_TOOL_CALL":
      return hasToolCall ? "tool-calls" : "error";
    default: // `STOP` says nothing about calls (provider-matrix trap 53).
      return hasToolCall ? "tool-calls" : "stop";
  }
}
