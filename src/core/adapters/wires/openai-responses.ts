import type { Wire } from "../wire.ts";
import { readErrorBody } from "./error-body.ts";
import { decodeOpenaiResponsesBody, OpenaiResponsesDecoder } from "./openai-responses-decode.ts";
import type { OpenaiResponsesDialect } from "./openai-responses-dialect.ts";
import { defaultOpenaiResponsesDialect } from "./openai-responses-dialect.ts";
import { encodeOpenaiResponses } from "./openai-responses-encode.ts";

/** OpenAI's Responses API and those who speak it. */
export const openaiResponsesWire: Wire<OpenaiResponsesDialect> = {
  id: "openai-responses",
  framing: "sse",
  defaultDialect: defaultOpenaiResponsesDialect,
  plainDialect: { requestsEncrypted: false, summary: null },
  encode: encodeOpenaiResponses,
  createDecoder: (dialect, classify) => new OpenaiResponsesDecoder(dialect, classify),
  decodeBody: decodeOpenaiResponsesBody,
  readError: (_status, body) => readErrorBody(body),
};
