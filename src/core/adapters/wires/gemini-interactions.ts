import type { Wire } from "../wire.ts";
import { createInteractionsDecoder, decodeInteractionsBody } from "./gemini-interactions-decode.ts";
import { defaultGeminiInteractionsDialect, type GeminiInteractionsDialect } from "./gemini-interactions-dialect.ts";
import { encodeGeminiInteractions } from "./gemini-interactions-encode.ts";
import { readGoogleError } from "./google-error.ts";

/** Google's Interactions API: steps instead of parts, stateful when asked (provider-matrix 3.4). */
export const geminiInteractionsWire: Wire<GeminiInteractionsDialect> = {
  id: "gemini-interactions",
  framing: "sse",
  defaultDialect: defaultGeminiInteractionsDialect,
  encode: encodeGeminiInteractions,
  createDecoder: createInteractionsDecoder,
  decodeBody: decodeInteractionsBody,
  readError: (_status, body) => readGoogleError(body),
};
