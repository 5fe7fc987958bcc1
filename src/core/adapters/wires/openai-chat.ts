import type { Wire } from "../wire.ts";
import { readErrorBody } from "./error-body.ts";
import { decodeOpenaiChatBody, OpenaiChatDecoder } from "./openai-chat-decode.ts";
import type { OpenaiChatDialect } from "./openai-chat-dialect.ts";
import { defaultOpenaiChatDialect } from "./openai-chat-dialect.ts";
import { encodeOpenaiChat } from "./openai-chat-encode.ts";

/** Chat Completions, OpenAI's and that of everyone who followed. */
export const openaiChatWire: Wire<OpenaiChatDialect> = {
  id: "openai-chat",
  framing: "sse",
  defaultDialect: defaultOpenaiChatDialect,
  encode: encodeOpenaiChat,
  createDecoder: (dialect, classify) => new OpenaiChatDecoder(dialect, classify),
  decodeBody: decodeOpenaiChatBody,
  readError: (_status, body) => readErrorBody(body),
};
