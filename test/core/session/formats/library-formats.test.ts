import assert from "node:assert/strict";
import { AIMessage, mapStoredMessagesToChatMessages } from "@langchain/core/messages";
import { modelMessageSchema, validateUIMessages } from "ai";
import * as z from "zod";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import { assertAccountedFor, assertSound, exportText, importJson, outline } from "./account.ts";

const modelMessages: JsonValue = [
  { role: "system", content: "Be exact." },
  {
    role: "user",
    content: [
      { type: "text", text: "What is 17 + 25?" },
      { type: "image", image: "aWdub3JlZA==" },
    ],
  },
  {
    role: "assistant",
    content: [
      { type: "reasoning", text: "I should add.", providerOptions: { anthropic: { signature: "c2lnbmF0dXJl" } } },
      { type: "tool-call", toolCallId: "t1", toolName: "add", input: { a: 17, b: 25 } },
    ],
  },
  {
    role: "tool",
    content: [{ type: "tool-result", toolCallId: "t1", toolName: "add", output: { type: "text", value: "forty-two" } }],
  },
  { role: "assistant", content: [{ type: "text", text: "It is 42." }] },
];

const uiMessages: JsonValue = [
  { id: "u1", role: "user", parts: [{ type: "text", text: "What is 17 + 25?" }] },
  {
    id: "a1",
    role: "assistant",
    metadata: { took: 3.5 },
    parts: [
      { type: "step-start" },
      {
        type: "reasoning",
        text: "I should add.",
        state: "done",
        providerMetadata: { openai: { itemId: "rs_1", reasoningEncryptedContent: "gAAAA" } },
      },
      { type: "tool-add", toolCallId: "t1", state: "output-available", input: { a: 17, b: 25 }, output: "forty-two" },
      { type: "step-start" },
      { type: "text", text: "It is 42.", state: "done" },
      { type: "source-url", sourceId: "s1", url: "https://example.com/sum" },
    ],
  },
];

const atif: JsonValue = {
  schema_version: "ATIF-v1.7",
  session_id: "abc",
  agent: { name: "somebody", version: "1.0", model_name: "anthropic/claude-opus-5" },
  steps: [
    { step_id: 1, source: "system", message: "Be exact." },
    { step_id: 2, timestamp: "2026-11-20T08:00:00.000Z", source: "user", message: "What is 17 + 25?" },
    {
      step_id: 3,
      timestamp: "2026-11-20T08:00:05.000Z",
      source: "agent",
      reasoning_effort: "high",
      message: "Let me see.",
      reasoning_content: "I should add.",
      tool_calls: [{ tool_call_id: "t1", function_name: "add", arguments: { a: 17, b: 25 } }],
      observation: { results: [{ source_call_id: "t1", content: "forty-two" }] },
      metrics: { prompt_tokens: 101, completion_tokens: 57, cached_tokens: 33, cost_usd: 0.0123 },
    },
    { step_id: 4, source: "agent", message: "It is 42.", extra: { mood: "calm" } },
  ],
  final_metrics: { total_prompt_tokens: 202 },
};

const langchain: JsonValue = [
  { type: "system", data: { content: "Be exact." } },
  { type: "human", data: { content: "What is 17 + 25?", additional_kwargs: { tag: "first" } } },
  {
    type: "ai",
    data: {
      content: [
        { type: "reasoning", reasoning: "I should add.", index: 0 },
        { type: "text", text: "Let me see." },
      ],
      tool_calls: [{ type: "tool_call", id: "t1", name: "add", args: { a: 17, b: 25 } }],
      response_metadata: { model_provider: "anthropic", model_name: "claude-opus-5", stop_reason: "tool_use" },
      usage_metadata: { input_tokens: 101, output_tokens: 57, total_tokens: 158, output_token_details: { reasoning: 40 } },
    },
  },
  { type: "tool", data: { content: "forty-two", tool_call_id: "t1", name: "add", status: "success" } },
  { type: "ai", data: { content: "It is 42." } },
];

const llm: JsonValue = [
  {
    id: "r2",
    model: "gpt-6-sol",
    prompt: "Sure?",
    system: null,
    response: "Yes.",
    conversation_id: "c1",
    conversation_name: "Sums",
    datetime_utc: "2026-11-20T08:00:09",
    duration_ms: 900,
    input_tokens: 50,
    output_tokens: 2,
  },
  {
    id: "r1",
    model: "gpt-6-sol",
    prompt: "What is 17 + 25?",
    system: "Be exact.",
    prompt_json: { messages: 2 },
    options_json: {},
    response: "It is 42.",
    reasoning: "I should add.",
    conversation_id: "c1",
    conversation_name: "Sums",
    datetime_utc: "2026-11-20T08:00:00",
    duration_ms: 1200,
    input_tokens: 20,
    output_tokens: 9,
  },
];

const inspect: JsonValue = {
  version: 2,
  status: "success",
  eval: {
    run_id: "run1",
    created: "2026-11-20T08:00:00+00:00",
    task: "sums",
    model: "anthropic/claude-opus-5",
    dataset: { name: "d" },
  },
  plan: { name: "plan", steps: [], config: { reasoning_effort: "high", max_tokens: 800, temperature: 0.5 } },
  results: { scores: [{ name: "match", metrics: { accuracy: { value: 1 } } }] },
  samples: [
    {
      id: "q1",
      epoch: 1,
      input: "What is 17 + 25?",
      target: "42",
      messages: [
        { role: "system", content: "Be exact." },
        { role: "user", content: "What is 17 + 25?", source: "input" },
        {
          role: "assistant",
          model: "claude-opus-5-20261001",
          content: [
            { type: "reasoning", reasoning: "I should add.", signature: "c2ln", redacted: false },
            { type: "text", text: "Let me see." },
          ],
          tool_calls: [{ id: "t1", function: "add", arguments: { a: 17, b: 25 }, type: "function" }],
        },
        { role: "tool", tool_call_id: "t1", function: "add", content: "forty-two" },
        { role: "assistant", content: [{ type: "text", text: "It is 42." }] },
      ],
      output: {
        model: "claude-opus-5-20261001",
        usage: { input_tokens: 101, output_tokens: 57, reasoning_tokens: 40, total_tokens: 158 },
      },
      scores: { match: { value: "C" } },
    },
  ],
};

const llamaindex: JsonValue = [
  {
    role: "user",
    additional_kwargs: {},
    blocks: [
      { block_type: "text", text: "What is 17 + 25?" },
      { block_type: "image", url: "https://example.com/a.png" },
    ],
  },
  {
    role: "assistant",
    additional_kwargs: { raw: 1 },
    blocks: [
      { block_type: "thinking", content: "I should add.", num_tokens: 7 },
      { block_type: "tool_call", tool_call_id: "t1", tool_name: "add", tool_kwargs: { a: 17, b: 25 } },
    ],
  },
  { role: "tool", additional_kwargs: { tool_call_id: "t1", name: "add" }, blocks: [{ block_type: "text", text: "forty-two" }] },
  { role: "assistant", additional_kwargs: {}, blocks: [{ block_type: "text", text: "It is 42." }] },
];

const samples = { "ai-sdk-model": modelMessages, "ai-sdk-ui": uiMessages, atif, langchain, llm, inspect, llamaindex };

describe("formats of libraries", () => {
  for (const [id, sample] of Object.entries(samples)) {
    it(`recognises ${id}, accounts for every value of it, and makes a session that saves`, () => {
      const imported = importJson(sample);
      assert.equal(imported.format.id, id);
      assertAccountedFor(sample, imported);
      assertSound(imported);
    });

    it(`writes ${id} so that reading it again gives the same conversation`, () => {
      const first = importJson(sample);
      const again = importJson(JSON.parse(exportText(first.session, id).text), id);
      assert.deepEqual(outline(again), outline(first));
      assert.deepEqual(
        Object.values(again.session.steps).map((step) => step.attempts[0]?.opaque),
        Object.values(first.session.steps).map((step) => step.attempts[0]?.opaque),
      );
    });
  }

  it("writes what the AI SDK itself takes for its own", async () => {
    const { session } = importJson(modelMessages);
    z.array(modelMessageSchema).parse(JSON.parse(exportText(session, "ai-sdk-model").text));
    await validateUIMessages({ messages: JSON.parse(exportText(session, "ai-sdk-ui").text) });
  });

  it("takes apart a UI message that holds several requests", () => {
    assert.deepEqual(outline(importJson(uiMessages)), [
      "user: What is 17 + 25?",
      "summary: I should add.",
      'call t1: add {"a":17,"b":25}',
      "result t1: forty-two",
      "answer: It is 42.",
    ]);
  });

  it("writes what LangChain reads as its own messages, reasoning as a standard block", () => {
    const { session } = importJson(langchain);
    const messages = mapStoredMessagesToChatMessages(JSON.parse(exportText(session, "langchain").text));
    assert.deepEqual(
      messages.map((message) => message.type),
      ["system", "human", "ai", "tool", "ai"],
    );
    const answer = messages[2];
    assert.ok(AIMessage.isInstance(answer));
    assert.deepEqual(
      answer.tool_calls?.map(({ id, name, args }) => ({ id, name, args })),
      [{ id: "t1", name: "add", args: { a: 17, b: 25 } }],
    );
    assert.ok(answer.contentBlocks.some((block) => block.type === "reasoning" && block.reasoning === "I should add."));
    assert.deepEqual(JSON.parse(JSON.stringify(answer.toDict())).data.usage_metadata.output_token_details, { reasoning: 40 });
  });

  it("writes spans with ids, times and typed attributes as OTLP JSON wants them", () => {
    const { session } = importJson(atif);
    const trace = JSON.parse(exportText(session, "otel").text);
    const [first, second] = trace.resourceSpans[0].scopeSpans[0].spans;
    assert.match(first.traceId, /^[0-9a-f]{32}$/);
    assert.match(first.spanId, /^[0-9a-f]{16}$/);
    assert.equal(second.parentSpanId, first.spanId);
    assert.equal(second.traceId, first.traceId);
    assert.match(first.startTimeUnixNano, /^\d{19}$/);
    const valueOf = (key: string) => first.attributes.find((each: { key: string }) => each.key === key)?.value;
    assert.deepEqual(valueOf("gen_ai.usage.output_tokens"), { intValue: "57" });
    assert.deepEqual(valueOf("gen_ai.usage.reasoning.output_tokens"), undefined);
    assert.deepEqual(JSON.parse(valueOf("gen_ai.output.messages").stringValue)[0].parts[0], {
      type: "reasoning",
      content: "I should add.",
      "switchyard.visibility": "raw",
    });
  });
});
