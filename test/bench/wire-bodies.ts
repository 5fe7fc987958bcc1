import { EventStreamCodec } from "@smithy/eventstream-codec";
import type { WireId } from "../../src/core/model/ids.ts";
import type { JsonObject } from "../../src/core/model/json.ts";
import { anthropicBody, each, openaiChatBody } from "./stream-bodies.ts";
import type { StreamBody } from "./stream-bodies.ts";

/** One answer of so many deltas as each wire sends it: its framing, its envelope, its line ends. */
export const wireBodies: Readonly<Record<WireId, (deltas: number) => StreamBody>> = {
  "openai-chat": openaiChatBody,
  "openai-responses": openaiResponsesBody,
  "anthropic-messages": anthropicBody,
  "gemini-generate-content": geminiGenerateContentBody,
  "gemini-interactions": geminiInteractionsBody,
  "bedrock-converse": bedrockConverseBody,
  "ollama-chat": ollamaChatBody,
  "cohere-chat": cohereChatBody,
};

function openaiResponsesBody(deltas: number): StreamBody {
  let sequence = 0;
  const event = (type: string, data: JsonObject): string => namedEvent(type, { type, sequence_number: sequence++, ...data });
  const response = { id: "resp_68d1f0a2c4b88190a3", object: "response", created_at: 1_790_000_000, model: "bench-1" };
  const item = { id: "msg_68d1f0a2c4b88190b7", type: "message", role: "assistant" };
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const part = (text: string): JsonObject => ({ type: "output_text", annotations: [], logprobs: [], text });
  const parts = [
    event("response.created", { response: { ...response, status: "in_progress", output: [], usage: null } }),
    event("response.output_item.added", { output_index: 0, item: { ...item, status: "in_progress", content: [] } }),
    event("response.content_part.added", { ...place, part: part("") }),
  ];
  const text = each(deltas, (word) => {
    // Padding hides the length of what is sent.
    const obfuscation = "aB3dE6gH9jK2mN5p".slice(word.length);
    parts.push(event("response.output_text.delta", { ...place, delta: word, logprobs: [], obfuscation }));
  });
  const done = { ...item, status: "completed", content: [part(text)] };
  const usage = {
    input_tokens: 11,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: deltas,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: deltas + 11,
  };
  parts.push(
    event("response.output_text.done", { ...place, text, logprobs: [] }),
    event("response.content_part.done", { ...place, part: part(text) }),
    event("response.output_item.done", { output_index: 0, item: done }),
    event("response.completed", { response: { ...response, status: "completed", output: [done], usage } }),
  );
  return encoded(parts, text);
}

/** Google ends its lines with CR LF, counts in every chunk, and has no terminal event. */
function geminiGenerateContentBody(deltas: number): StreamBody {
  let count = 0;
  const chunk = (text: string, end: JsonObject): string => {
    count += 1;
    const usageMetadata = {
      promptTokenCount: 11,
      candidatesTokenCount: count,
      totalTokenCount: count + 11,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: 11 }],
    };
    const candidates = [{ content: { parts: [{ text }], role: "model" }, ...end, index: 0 }];
    return `data: ${JSON.stringify({ candidates, usageMetadata, modelVersion: "bench-1", responseId: "m1KcaPqLMr2Z" })}\r\n\r\n`;
  };
  const parts: string[] = [];
  const text = each(deltas, (word) => parts.push(chunk(word, {})));
  parts.push(chunk("", { finishReason: "STOP" }));
  return encoded(parts, text);
}

function geminiInteractionsBody(deltas: number): StreamBody {
  const event = (event_type: string, data: JsonObject): string => namedEvent(event_type, { ...data, event_type });
  const interaction = { id: "v1_ChdRZ2pyS3ZPbWp1", object: "interaction", model: "bench-1" };
  const parts = [
    event("interaction.created", { interaction: { ...interaction, status: "in_progress" } }),
    event("step.start", { index: 0, step: { type: "model_output" } }),
  ];
  const text = each(deltas, (word) => parts.push(event("step.delta", { index: 0, delta: { text: word, type: "text" } })));
  const usage = { total_tokens: deltas + 11, total_input_tokens: 11, total_output_tokens: deltas };
  parts.push(
    event("step.stop", { index: 0 }),
    event("interaction.completed", { interaction: { ...interaction, status: "completed", usage } }),
    "event: done\ndata: [DONE]\n\n",
  );
  return encoded(parts, text);
}

function bedrockConverseBody(deltas: number): StreamBody {
  const parts = [awsMessage("messageStart", { role: "assistant", p: "abcdefghij" })];
  // A few words take turns; making a checksum for each of their repetitions would take longer than the race.
  const messages = new Map<string, Uint8Array>();
  const text = each(deltas, (word) => {
    const known = messages.get(word);
    const message =
      known ?? awsMessage("contentBlockDelta", { contentBlockIndex: 0, delta: { text: word }, p: "abcdefghijklmnopqr" });
    if (known === undefined) messages.set(word, message);
    parts.push(message);
  });
  const usage = { inputTokens: 11, outputTokens: deltas, totalTokens: deltas + 11 };
  parts.push(
    awsMessage("contentBlockStop", { contentBlockIndex: 0, p: "abcdef" }),
    awsMessage("messageStop", { stopReason: "end_turn", p: "abcdefghijklm" }),
    awsMessage("metadata", { usage, metrics: { latencyMs: 1234 }, p: "abcdefgh" }),
  );
  return { bytes: Buffer.concat(parts), text };
}

function ollamaChatBody(deltas: number): StreamBody {
  const line = (content: string, end: JsonObject): string => {
    const message = { role: "assistant", content };
    return `${JSON.stringify({ model: "bench-1", created_at: "2026-08-14T14:53:06.667108Z", message, ...end })}\n`;
  };
  const parts: string[] = [];
  const text = each(deltas, (word) => parts.push(line(word, { done: false })));
  const counts = { total_duration: 9_123_456_789, prompt_eval_count: 11, eval_count: deltas, eval_duration: 8_765_432_100 };
  parts.push(line("", { done: true, done_reason: "stop", ...counts }));
  return encoded(parts, text);
}

function cohereChatBody(deltas: number): StreamBody {
  const event = (type: string, data: JsonObject): string => namedEvent(type, { type, ...data });
  const message = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
  const parts = [
    event("message-start", { id: "736ff1c0-1a4b-42b9-91d8-22d72839d105", delta: { message } }),
    event("content-start", { index: 0, delta: { message: { content: { type: "text", text: "" } } } }),
  ];
  const text = each(deltas, (word) =>
    parts.push(event("content-delta", { index: 0, delta: { message: { content: { text: word } } } })),
  );
  const counts = { input_tokens: 11, output_tokens: deltas };
  const usage = { billed_units: counts, tokens: counts };
  parts.push(event("content-end", { index: 0 }), event("message-end", { delta: { finish_reason: "COMPLETE", usage } }));
  return encoded(parts, text);
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

function awsMessage(type: string, data: JsonObject): Uint8Array {
  return codec.encode({
    headers: {
      ":event-type": { type: "string", value: type },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: "event" },
    },
    body: new TextEncoder().encode(JSON.stringify(data)),
  });
}

function namedEvent(name: string, data: JsonObject): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function encoded(parts: readonly string[], text: string): StreamBody {
  return { bytes: new TextEncoder().encode(parts.join("")), text };
}
