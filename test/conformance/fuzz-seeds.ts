import { EventStreamCodec } from "@smithy/eventstream-codec";
import type { WireId } from "../../src/core/model/ids.ts";
import type { Frame, FramingId } from "../../src/core/transport/framer.ts";
import { hasRecordings, recordedFolders, recordedItems } from "../support/recordings.ts";
import { conformanceTable } from "./conformance-table.ts";
import { framingOf, splitFrames } from "./decode-item.ts";

/** A stream to damage: its messages, so that they can be dropped and reordered, and how they are framed. */
export interface FuzzSeed {
  readonly name: string;
  readonly wire: WireId;
  readonly framing: FramingId;
  readonly frames: readonly Frame[];
}

const smallestEach = 4;
const mostBytes = 12_000;

/** Own streams for every wire, and where they are at hand the smallest recordings of every folder. */
export function fuzzSeeds(): readonly FuzzSeed[] {
  return hasRecordings ? [...ownSeeds, ...recordedSeeds()] : ownSeeds;
}

/** A body that came whole. */
export interface WholeSeed {
  readonly name: string;
  readonly wire: WireId;
  readonly json: string;
}

/** The single messages of the own streams, taken for whole bodies, and the smallest recorded bodies of every folder. */
export function wholeSeeds(): readonly WholeSeed[] {
  const own = ownSeeds.flatMap(({ name, wire, frames }) => frames.map(({ data }) => ({ name, wire, json: data })));
  if (!hasRecordings) return own;
  const recorded = recordedFolders().flatMap((folder) => {
    const row = conformanceTable[folder];
    if (row === undefined) return [];
    return recordedItems(folder)
      .filter((item) => item.framing === "json" && item.status < 300)
      .map((item) => ({ name: item.id, wire: row.wire, json: new TextDecoder().decode(item.body()) }))
      .filter(({ json }) => json.length <= mostBytes)
      .slice(0, smallestEach);
  });
  return [...own, ...recorded];
}

/** The body these messages make. */
export function encodeFrames(framing: FramingId, frames: readonly Frame[]): Uint8Array {
  if (framing === "aws-eventstream") return joined(frames.map(awsMessage));
  return new TextEncoder().encode(textOf(framing, frames));
}

function textOf(framing: Exclude<FramingId, "aws-eventstream">, frames: readonly Frame[]): string {
  switch (framing) {
    case "sse":
      return frames
        .map(({ event, data }) => `${event === null ? "" : `event: ${event}\n`}data: ${data.replaceAll("\n", "\ndata: ")}\n\n`)
        .join("");
    case "ndjson":
      return frames.map(({ data }) => `${data}\n`).join("");
    case "json-array":
      return `[${frames.map(({ data }) => data).join(",\n")}]`;
  }
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

function awsMessage({ event, data, isException }: Frame): Uint8Array {
  const kind = isException ? "exception" : "event";
  return codec.encode({
    headers: {
      ":message-type": { type: "string", value: kind },
      [`:${kind}-type`]: { type: "string", value: event ?? "chunk" },
    },
    body: new TextEncoder().encode(data),
  });
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function recordedSeeds(): readonly FuzzSeed[] {
  return recordedFolders().flatMap((folder) => {
    const row = conformanceTable[folder];
    if (row === undefined) return [];
    return recordedItems(folder)
      .flatMap((item) => {
        const framing = framingOf(item);
        const body = item.body();
        return framing === null || body.length > mostBytes ? [] : [{ item, framing, body }];
      })
      .toSorted((a, b) => a.body.length - b.body.length)
      .slice(0, smallestEach)
      .map(({ item, framing, body }) => ({ name: item.id, wire: row.wire, framing, frames: splitFrames(framing, body) }));
  });
}

function seed(
  wire: WireId,
  framing: FramingId,
  frames: readonly (readonly [event: string | null, data: object | string])[],
): FuzzSeed {
  return {
    name: wire,
    wire,
    framing,
    frames: frames.map(([event, data]) => ({
      event,
      data: typeof data === "string" ? data : JSON.stringify(data),
      isException: false,
    })),
  };
}

const chatChunk = (delta: object, finish: string | null = null): readonly [null, object] => [
  null,
  { id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] },
];

const typed = (type: string, rest: object): readonly [string, object] => [type, { type, ...rest }];

const ownSeeds: readonly FuzzSeed[] = [
  seed("openai-chat", "sse", [
    chatChunk({ role: "assistant", content: "" }),
    chatChunk({ reasoning_content: "Let me see. " }),
    chatChunk({ reasoning: "So.", reasoning_details: [{ type: "reasoning.text", text: "So.", signature: "c2ln", index: 0 }] }),
    chatChunk({ content: "<think>no</think>Hello " }),
    chatChunk({ content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] }),
    chatChunk({ tool_calls: [{ index: 0, id: "t1", type: "function", function: { name: "add", arguments: '{"a":' } }] }),
    chatChunk({ tool_calls: [{ index: 0, function: { arguments: "1}" } }] }, "tool_calls"),
    [
      null,
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 4 } } },
    ],
    [null, "[DONE]"],
  ]),
  seed("openai-responses", "sse", [
    typed("response.created", { response: { id: "r", model: "m", status: "in_progress" } }),
    typed("response.output_item.added", { output_index: 0, item: { id: "rs", type: "reasoning", summary: [] } }),
    typed("response.reasoning_summary_text.delta", { item_id: "rs", output_index: 0, summary_index: 0, delta: "Think" }),
    typed("response.output_item.done", {
      output_index: 0,
      item: { id: "rs", type: "reasoning", summary: [{ type: "summary_text", text: "Think" }], encrypted_content: "ZW5j" },
    }),
    typed("response.output_item.added", { output_index: 1, item: { id: "ms", type: "message", role: "assistant", content: [] } }),
    typed("response.output_text.delta", { item_id: "ms", output_index: 1, content_index: 0, delta: "Hello" }),
    typed("response.output_item.added", {
      output_index: 2,
      item: { id: "fc", type: "function_call", call_id: "c", name: "add", arguments: "" },
    }),
    typed("response.function_call_arguments.delta", { item_id: "fc", output_index: 2, delta: "{}" }),
    typed("response.completed", {
      response: {
        id: "r",
        status: "completed",
        output: [],
        usage: { input_tokens: 1, output_tokens: 2, output_tokens_details: { reasoning_tokens: 1 } },
      },
    }),
  ]),
  seed("anthropic-messages", "sse", [
    typed("message_start", { message: { id: "m", model: "c", usage: { input_tokens: 3, output_tokens: 1 } } }),
    typed("content_block_start", { index: 0, content_block: { type: "thinking", thinking: "", signature: "" } }),
    typed("content_block_delta", { index: 0, delta: { type: "thinking_delta", thinking: "Hm" } }),
    typed("content_block_delta", { index: 0, delta: { type: "signature_delta", signature: "c2ln" } }),
    typed("content_block_stop", { index: 0 }),
    typed("content_block_start", { index: 1, content_block: { type: "redacted_thinking", data: "cmVk" } }),
    typed("content_block_stop", { index: 1 }),
    typed("content_block_start", { index: 2, content_block: { type: "text", text: "" } }),
    typed("content_block_delta", { index: 2, delta: { type: "text_delta", text: "Hello" } }),
    typed("content_block_stop", { index: 2 }),
    typed("content_block_start", { index: 3, content_block: { type: "tool_use", id: "t", name: "add", input: {} } }),
    typed("content_block_delta", { index: 3, delta: { type: "input_json_delta", partial_json: '{"a":1}' } }),
    typed("content_block_stop", { index: 3 }),
    typed("message_delta", { delta: { stop_reason: "tool_use" }, usage: { output_tokens: 20 } }),
    typed("message_stop", {}),
  ]),
  seed("gemini-generate-content", "sse", [
    [null, { candidates: [{ content: { parts: [{ text: "Hm", thought: true }] } }], modelVersion: "g" }],
    [
      null,
      { candidates: [{ content: { parts: [{ functionCall: { name: "add", args: { a: 1 } }, thoughtSignature: "c2ln" }] } }] },
    ],
    [null, { candidates: [{ content: { parts: [{ functionCall: { name: "put", willContinue: true } }] } }] }],
    [
      null,
      { candidates: [{ content: { parts: [{ functionCall: { partialArgs: [{ jsonPath: "$.a[0].b", stringValue: "x" }] } }] } }] },
    ],
    [
      null,
      {
        candidates: [{ content: { parts: [{ text: "Hello" }] }, finishReason: "STOP" }],
        usageMetadata: { promptTokenCount: 1, thoughtsTokenCount: 2, candidatesTokenCount: 3 },
      },
    ],
  ]),
  seed("gemini-generate-content", "json-array", [
    [null, { candidates: [{ content: { parts: [{ text: "Hel,]" }] } }] }],
    [null, { candidates: [{ content: { parts: [{ text: "lo" }] }, finishReason: "STOP" }] }],
  ]),
  seed("gemini-interactions", "sse", [
    typed("interaction.start", { interaction: { id: "i", model: "g" } }),
    typed("content.start", { index: 0, content: { type: "thought" } }),
    typed("content.delta", { index: 0, delta: { type: "thought_summary", content: { text: "Hm" } } }),
    typed("content.stop", { index: 0 }),
    typed("interaction.complete", { interaction: { id: "i", status: "completed", usage: { total_tokens: 3 } } }),
  ]),
  seed("ollama-chat", "ndjson", [
    [null, { model: "o", message: { role: "assistant", content: "", thinking: "Hm" }, done: false }],
    [null, { model: "o", message: { role: "assistant", content: "Hello" }, done: false }],
    [
      null,
      {
        model: "o",
        message: { role: "assistant", content: "", tool_calls: [{ function: { name: "add", arguments: { a: 1 } } }] },
        done: false,
      },
    ],
    [null, { model: "o", done: true, done_reason: "stop", prompt_eval_count: 3, eval_count: 9 }],
  ]),
  seed("cohere-chat", "sse", [
    typed("message-start", { id: "m", delta: { message: { role: "assistant" } } }),
    typed("content-start", { index: 0, delta: { message: { content: { type: "thinking", thinking: "" } } } }),
    typed("content-delta", { index: 0, delta: { message: { content: { thinking: "Hm" } } } }),
    typed("content-end", { index: 0 }),
    typed("message-end", { delta: { finish_reason: "COMPLETE", usage: { tokens: { input_tokens: 1, output_tokens: 2 } } } }),
  ]),
  seed("bedrock-converse", "aws-eventstream", [
    ["messageStart", { role: "assistant" }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { text: "Hm" } } }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { signature: "c2ln" } } }],
    ["contentBlockStop", { contentBlockIndex: 0 }],
    ["contentBlockStart", { contentBlockIndex: 1, start: { toolUse: { toolUseId: "t", name: "add" } } }],
    ["contentBlockDelta", { contentBlockIndex: 1, delta: { toolUse: { input: "{}" } } }],
    ["contentBlockStop", { contentBlockIndex: 1 }],
    ["messageStop", { stopReason: "tool_use" }],
    ["metadata", { usage: { inputTokens: 1, outputTokens: 2 } }],
  ]),
];
