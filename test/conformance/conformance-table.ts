import type { WireId } from "../../src/core/model/ids.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import type { Expected } from "../support/recordings.ts";

/** How one folder of recordings is read: by which wire, in whose dialect. */
export interface ConformanceRow {
  readonly wire: WireId;
  /** Takes the dialect of this provider's route; absent: the wire's default. */
  readonly provider?: string;
  /** On top of it. */
  readonly dialect?: JsonObject;
  /** Items whose id holds this word are read by another wire: Bedrock's `invoke` carries each model's own dialect. */
  readonly except?: { readonly word: string; readonly wire: WireId };
}

export function wireIdFor(row: ConformanceRow, itemId: string): WireId {
  return row.except !== undefined && itemId.toLowerCase().includes(row.except.word) ? row.except.wire : row.wire;
}

const chat = { wire: "openai-chat" } as const;
const responses = { wire: "openai-responses" } as const;

/** Every folder of `../shared/recordings`; one that is missing here fails the suite. */
export const conformanceTable: Readonly<Record<string, ConformanceRow>> = {
  "alibaba-chat": chat,
  "anthropic-messages": { wire: "anthropic-messages", provider: "anthropic" },
  "avian-chat": chat,
  "azure-ai-chat": chat,
  "azure-ai-responses": responses,
  "azure-openai-chat": chat,
  "azure-openai-responses": responses,
  "bedrock-converse": { wire: "bedrock-converse" },
  "bedrock-invoke": { wire: "anthropic-messages", except: { word: "nova", wire: "bedrock-converse" } },
  "bedrock-mantle-chat": chat,
  "bedrock-mantle-responses": responses,
  "cerebras-chat": chat,
  "chatgpt-backend-responses": responses,
  "cohere-v2": { wire: "cohere-chat" },
  "copilot-chat": chat,
  "copilot-responses": responses,
  "crusoe-chat": chat,
  "deepseek-chat": { ...chat, provider: "deepseek" },
  "deepseek-responses": responses,
  "doubleword-chat": chat,
  "google-gemini": { wire: "gemini-generate-content", provider: "google" },
  "google-interactions": { wire: "gemini-interactions" },
  "google-openai-chat": chat,
  "gpustack-chat": chat,
  "groq-chat": { ...chat, provider: "groq" },
  "huggingface-chat": chat,
  "llamacpp-chat": chat,
  "llamacpp-responses": responses,
  "lmstudio-responses": responses,
  "mistral-chat": chat,
  "mistralrs-chat": chat,
  "mistralrs-responses": responses,
  "ollama-native": { wire: "ollama-chat" },
  "ollama-openai-chat": { ...chat, provider: "ollama" },
  "openai-chat": { ...chat, provider: "openai" },
  "openai-compatible-chat": chat,
  "openai-responses": { ...responses, provider: "openai" },
  "openrouter-chat": { ...chat, provider: "openrouter" },
  "openrouter-responses": responses,
  "perplexity-chat": chat,
  "snowflake-cortex-chat": chat,
  "together-chat": chat,
  "venice-chat": chat,
  "vercel-gateway-chat": chat,
  "vertex-anthropic": { wire: "anthropic-messages" },
  "vertex-gemini": { wire: "gemini-generate-content" },
  "xai-chat": { ...chat, provider: "xai" },
  "xai-responses": { ...responses, provider: "xai" },
  "zai-chat": chat,
};

/** Where `expected.json` is not what a reader should get, and what is right instead. Kept short. */
export interface Correction {
  readonly reason: string;
  readonly expected?: Partial<Expected>;
  /** First 16 hex digits of the sha256 of each call's arguments, where they are long; checked by eye once. */
  readonly toolCallDigests?: readonly string[];
  /** Nothing to compare with; that it is read the same however it arrives is still checked. */
  readonly isNotCompared?: true;
  /** The recorded body itself is incomplete: it has to end as `truncated`. */
  readonly endsTruncated?: true;
  /** Says that it is complete before it is, so where it was cut cannot be known. */
  readonly looksCompleteEarly?: true;
}

const serverTool = "a tool that the server has run itself is listed as a call, which the README of the recordings rules out";
const streamedArguments = "the arguments come in pieces (`partialArgs`), which the oracle counts as calls without a name";
const stopInEveryChunk = "an early API version that sent `finishReason: STOP` with every chunk";

export const corrections: Readonly<Record<string, Correction>> = {
  "azure-openai-responses/vercel--azure-deepseek-reasoning.1": {
    reason: "Chat Completions chunks filed under Responses: a reader of Responses finds nothing in them",
    endsTruncated: true,
  },
  "openai-responses/vercel--openai-reasoning-encrypted-content.1": {
    reason: "several responses one after another in one body; the oracle keeps the last, a lane ends with the first",
    isNotCompared: true,
  },
  "openai-responses/vercel--openai-shell-container.1": {
    reason: "an edited recording whose deltas are not its final text; what was streamed is what was shown",
    expected: { answerText: "The command ran successfully." },
  },
  "bedrock-converse/pydai--bedrock_model_with_code_execution_tool.t0": {
    reason: serverTool,
    expected: { toolCalls: [{ name: "final_result", arguments: '{"result":7006652}' }] },
  },
  "bedrock-converse/pydai--bedrock_model_with_code_execution_tool.t1": {
    reason: serverTool,
    expected: { toolCalls: [{ name: "final_result", arguments: '{"result":14013304}' }] },
  },
  "google-gemini/vercel--google-stream-no-args-tool-call": {
    reason: streamedArguments,
    expected: {
      toolCalls: [
        { name: "read_theme", arguments: "{}" },
        { name: "read_screen", arguments: '{"id":"A"}' },
        { name: "read_screen", arguments: '{"id":"B"}' },
        { name: "read_screen", arguments: '{"id":"C"}' },
      ],
    },
  },
  "google-gemini/vercel--google-stream-tool-call-arguments": {
    reason: streamedArguments,
    expected: {
      toolCalls: [
        { name: "getWeather", arguments: '{"location":"Boston"}' },
        { name: "getWeather", arguments: '{"location":"San Francisco"}' },
      ],
    },
  },
  "google-gemini/vercel--google-vertex-stream-tool-call-arguments-nested.1": {
    reason: streamedArguments,
    toolCallDigests: ["a266644b896612f4"],
  },
  "vertex-gemini/firebase--vertexai-streaming-failure-empty-content": {
    reason: "no chunk says that it is the last",
    endsTruncated: true,
  },
  "vertex-gemini/firebase--vertexai-streaming-failure-error-mid-stream": { reason: stopInEveryChunk, looksCompleteEarly: true },
  "vertex-gemini/firebase--vertexai-streaming-success-utf8": { reason: stopInEveryChunk, looksCompleteEarly: true },
};
