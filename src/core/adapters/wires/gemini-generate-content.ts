import type { Wire } from "../wire.ts";
import { createGeminiDecoder, decodeGeminiBody } from "./gemini-generate-content-decode.ts";
import { defaultGeminiGenerateContentDialect, type GeminiGenerateContentDialect } from "./gemini-generate-content-dialect.ts";
import { encodeGeminiGenerateContent } from "./gemini-generate-content-encode.ts";
import { readGoogleError } from "./google-error.ts";

/** Gemini's generateContent, as spoken by Google AI and Vertex AI (provider-matrix 3.4). */
export const geminiGenerateContentWire: Wire<GeminiGenerateContentDialect> = {
  id: "gemini-generate-content",
  framing: "sse",
  defaultDialect: defaultGeminiGenerateContentDialect,
  encode: encodeGeminiGenerateContent,
  createDecoder: createGeminiDecoder,
  decodeBody: decodeGeminiBody,
  readError: (_status, body) => readGoogleError(body),
};
