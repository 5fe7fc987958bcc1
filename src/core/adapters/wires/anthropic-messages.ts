import type { Wire } from "../wire.ts";
import { createAnthropicDecoder, decodeAnthropicBody } from "./anthropic-messages-decode.ts";
import { defaultAnthropicMessagesDialect, type AnthropicMessagesDialect } from "./anthropic-messages-dialect.ts";
import { encodeAnthropicMessages } from "./anthropic-messages-encode.ts";
import { readAnthropicError } from "./anthropic-messages-error.ts";

/** Anthropic Messages, as spoken by Anthropic, Vertex AI, Bedrock `invoke` and look-alikes (provider-matrix 3.3). */
export const anthropicMessagesWire: Wire<AnthropicMessagesDialect> = {
  id: "anthropic-messages",
  framing: "sse",
  defaultDialect: defaultAnthropicMessagesDialect,
  encode: encodeAnthropicMessages,
  createDecoder: createAnthropicDecoder,
  decodeBody: decodeAnthropicBody,
  readError: (_status, body) => readAnthropicError(body),
};
