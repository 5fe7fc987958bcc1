import { isJsonArray, isJsonObject, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { StreamEvent } from "../../model/stream-event.ts";
import { malformedFrame } from "../../transport/frame-error.ts";
import type { Frame } from "../../transport/framer.ts";
import type { Classify, Decoder } from "../wire.ts";
import type { AnthropicMessagesDialect } from "./anthropic-messages-dialect.ts";
import { AnthropicMessage } from "./anthropic-messages-message.ts";
import { unwrapInvokeChunk } from "./bedrock-invoke-chunk.ts";
import { parseFrame } from "./frame-json.ts";

export function createAnthropicDecoder(dialect: AnthropicMessagesDialect, classify: Classify): Decoder {
  const message = new AnthropicMessage(dialect, classify);
  return {
    push(frame, into) {
      const event = parseEvent(frame);
      if (event !== null) message.push(event, into);
    },
    end: () => undefined,
  };
}

/** The same message whole: played through the same steps, so both ways give the same events. */
export function decodeAnthropicBody(
  body: JsonValue,
  dialect: AnthropicMessagesDialect,
  classify: Classify,
): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const message = new AnthropicMessage(dialect, classify);
  if (!isJsonObject(body)) throw malformedFrame("The answer is not a message: its JSON is not an object.");
  const content = body["content"];
  if (!isJsonArray(content)) {
    if (body["error"] === undefined && body["base_resp"] === undefined) {
      throw malformedFrame("The answer is not a message: it has neither `content` nor `error`.");
    }
    message.fail(body, events);
    return events;
  }
  message.start(body, events);
  content.forEach((block, index) => {
    if (!isJsonObject(block)) return;
    message.startBlock(index, block, events);
    message.stopBlock(index, events);
  });
  message.delta({ delta: body }, events);
  message.stop(events);
  return events;
}

/** Bedrock's `invoke` wraps the same events in base64; its exceptions come as frames of their own. */
function parseEvent(frame: Frame): JsonObject | null {
  if (frame.isException) return { type: "error", error: { type: frame.event, message: exceptionMessage(frame.data) } };
  if (frame.data === "[DONE]") return null; // Added by relays; this wire ends with `message_stop`.
  const event = parseFrame(frame.data);
  return event !== null && event["type"] === undefined ? unwrapInvokeChunk(event) : event;
}

function exceptionMessage(data: string): string | null {
  const body = parseFrame(data);
  return body === null ? null : (stringAt(body, "message") ?? stringAt(body, "Message"));
}
