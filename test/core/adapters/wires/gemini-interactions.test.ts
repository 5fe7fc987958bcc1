import assert from "node:assert/strict";
import type { Interactions } from "@google/genai";
import { geminiInteractionsWire as wire } from "../../../../src/core/adapters/wires/gemini-interactions.ts";
import { ProviderError } from "../../../../src/core/model/errors.ts";
import type { JsonObject } from "../../../../src/core/model/json.ts";
import type { Message } from "../../../../src/core/model/model-request.ts";
import { answerText, blockKinds, decodeBodyWith, decodeWith, encodeWith, frame } from "../../../support/wire-harness.ts";

const created: JsonObject = {
  event_type: "interaction.created",
  interaction: { id: "v1_a", model: "gemini-x", status: "in_progress" },
};
const open = (index: number, step: JsonObject): JsonObject => ({ event_type: "step.start", index, step });
const delta = (index: number, value: JsonObject): JsonObject => ({ event_type: "step.delta", index, delta: value });
const close = (index: number): JsonObject => ({ event_type: "step.stop", index });
const completed = (status: string, more: JsonObject = {}): JsonObject => ({
  event_type: "interaction.completed",
  interaction: { id: "v1_a", status, ...more },
});
const summary = (text: string): JsonObject => ({ type: "thought_summary", content: { type: "text", text } });
const decode = (events: readonly JsonObject[]) =>
  decodeWith(wire, [...events.map((event) => frame(event)), frame("[DONE]", "done")]);

describe("Gemini Interactions, decoding", () => {
  it("keeps thoughts apart from the answer, with the one signature that holds something", () => {
    const { attempt } = decode([
      created,
      { event_type: "interaction.status_update", status: "in_progress" },
      open(0, { type: "thought" }),
      delta(0, summary("First. ")),
      delta(0, { type: "thought_signature", signature: "" }),
      delta(0, summary("Then.")),
      delta(0, { type: "thought_signature", signature: "s1" }),
      close(0),
      open(1, { type: "model_output" }),
      delta(1, { type: "text", text: "4" }),
      delta(1, { type: "text", text: "2" }),
      delta(1, { type: "text_annotation_delta", annotations: [{ type: "url_citation" }] }),
      close(1),
      completed("completed"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:summary", "answer"]);
    assert.deepEqual(attempt.opaque, [{ kind: "thought-signature", block: 0, data: "s1", format: "google-gemini-v1" }]);
    assert.deepEqual(attempt.items, [
      { type: "thought", signature: "s1", summary: [{ type: "text", text: "First. Then." }] },
      { type: "model_output", content: [{ type: "text", text: "42", annotations: [{ type: "url_citation" }] }] },
    ]);
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "completed" });
    assert.equal(attempt.responseId, "v1_a");
    assert.equal(attempt.respondedModel, "gemini-x");
  });

  it("shows a thought without a summary as omitted, and thoughts that were only counted too", () => {
    const signed = decode([
      created,
      open(0, { type: "thought" }),
      delta(0, { type: "thought_signature", signature: "s1" }),
      close(0),
      completed("completed"),
    ]);
    assert.deepEqual(blockKinds(signed.attempt), ["reasoning:omitted"]);
    assert.deepEqual(signed.attempt.items, [{ type: "thought", signature: "s1" }]);
    const counted = decode([
      created,
      open(0, { type: "model_output" }),
      delta(0, { type: "text", text: "42" }),
      completed("completed", { usage: { total_thought_tokens: 9 } }),
    ]);
    assert.deepEqual(blockKinds(counted.attempt), ["answer", "reasoning:omitted"]);
  });

  it("collects the arguments of calls and says that they have to be answered", () => {
    const { attempt } = decode([
      created,
      open(0, { type: "function_call", id: "c1", name: "add", arguments: {}, signature: "" }),
      delta(0, { type: "arguments_delta", arguments: '{"a":' }),
      delta(0, { type: "arguments_delta", arguments: "1}" }),
      close(0),
      open(1, { type: "function_call", id: "c2", name: "now", arguments: {} }),
      close(1),
      completed("requires_action"),
    ]);
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "tool-call" ? [block.callId, block.name, block.arguments] : [])),
      [
        ["c1", "add", '{"a":1}'],
        ["c2", "now", "{}"],
      ],
    );
    assert.deepEqual(attempt.items[0], { type: "function_call", id: "c1", name: "add", arguments: { a: 1 }, signature: "" });
    assert.deepEqual(attempt.finish, { reason: "tool-calls", raw: "requires_action" });
  });

  it("keeps searches and their results raw, and shows neither", () => {
    const { attempt } = decode([
      created,
      open(0, { type: "google_search_call", id: "g1" }),
      delta(0, { type: "google_search_call", arguments: { queries: ["q"] } }),
      close(0),
      completed("completed"),
    ]);
    assert.deepEqual(attempt.blocks, []);
    assert.deepEqual(attempt.items, [{ type: "google_search_call", id: "g1", arguments: { queries: ["q"] } }]);
  });

  it("counts thoughts beside the output and what tools returned as input, from any event", () => {
    const usage = {
      total_input_tokens: 10,
      total_cached_tokens: 4,
      total_tool_use_tokens: 5,
      total_output_tokens: 20,
      total_thought_tokens: 30,
      total_tokens: 65,
    };
    const whole = decode([created, completed("completed", { usage })]).attempt;
    assert.deepEqual(whole.usage?.input, { total: 15, uncached: 11, cacheRead: 4, cacheWrite: null });
    assert.deepEqual(whole.usage?.output, { total: 50, reasoning: 30, visible: 20 });
    assert.deepEqual(decode([{ ...created, metadata: { total_usage: usage } }]).attempt.usage?.raw, usage);
  });

  for (const [raw, reason] of [
    ["incomplete", "length"],
    ["budget_exceeded", "length"],
    ["requires_continuation", "continue"],
    ["failed", "error"],
    ["cancelled", "error"],
  ] as const) {
    it(`maps ${raw} to ${reason}`, () => {
      const { attempt } = decode([created, completed(raw)]);
      assert.deepEqual(attempt.finish, { reason, raw });
      assert.equal(attempt.failure === null, reason !== "error");
    });
  }

  it("ends with the error that came in mid-stream, and takes a body that just stops for cut", () => {
    const half = [created, open(0, { type: "model_output" }), delta(0, { type: "text", text: "Half" })];
    const failed = decode([...half, { event_type: "error", error: { code: "overloaded", message: "Try later." } }]).attempt;
    assert.equal(answerText(failed), "Half");
    assert.equal(failed.finish?.reason, "error");
    assert.equal(failed.failure?.code, "overloaded");
    assert.equal(decode(half).attempt.finish?.reason, "truncated");
  });

  it("reads a whole interaction as it would have streamed, its steps verbatim", () => {
    const steps = [
      { type: "thought", signature: "s1", summary: [{ type: "text", text: "hm" }] },
      { type: "model_output", content: [{ type: "text", text: "42", annotations: [{ type: "url_citation" }] }] },
      { type: "function_call", id: "c1", name: "add", arguments: { a: 1 } },
    ];
    const { attempt } = decodeBodyWith(wire, { id: "v1_a", status: "requires_action", steps, usage: { total_input_tokens: 3 } });
    assert.deepEqual(blockKinds(attempt), ["reasoning:summary", "answer", "tool-call"]);
    assert.deepEqual(attempt.items, steps);
    assert.equal(attempt.opaque[0]?.data, "s1");
    assert.equal(attempt.usage?.input.total, 3);
    assert.throws(() => decodeBodyWith(wire, { hello: 1 }), ProviderError);
  });
});

describe("Gemini Interactions, encoding", () => {
  it("sends the whole conversation as steps, stored nowhere, as the official types have it", () => {
    const items = [
      { type: "thought", signature: "s1" },
      { type: "function_call", id: "c1", name: "add", arguments: { a: 1 } },
    ];
    const messages: readonly Message[] = [
      { role: "user", text: "Add." },
      { role: "assistant", blocks: [], replay: { provider: "google", wire: "gemini-interactions", items } },
      { role: "tool", callId: "c1", name: "add", text: "1", isError: false },
    ];
    const { path, body } = encodeWith(wire, {
      request: {
        system: "Be brief.",
        messages,
        wantsSummary: true,
        tools: [{ name: "add", description: "Adds.", parameters: { type: "object" } }],
      },
      effort: { generation_config: { thinking_level: "low" } },
      maxOutputTokens: 4096,
    });
    const typed: Interactions.CreateModelInteractionParamsStreaming = {
      model: "m-1",
      system_instruction: "Be brief.",
      input: [
        { type: "user_input", content: [{ type: "text", text: "Add." }] },
        { type: "thought", signature: "s1" },
        { type: "function_call", id: "c1", name: "add", arguments: { a: 1 } },
        { type: "function_result", call_id: "c1", name: "add", result: "1" },
      ],
      tools: [{ type: "function", name: "add", description: "Adds.", parameters: { type: "object" } }],
      generation_config: { max_output_tokens: 4096, thinking_summaries: "auto", thinking_level: "low" },
      store: false,
      stream: true,
    };
    assert.equal(path, "/v1beta/interactions");
    assert.deepEqual(body, typed);
  });

  it("sends no empty configuration, and another model's turn without its reasoning", () => {
    const { body } = encodeWith(wire, {
      request: {
        isStreaming: false,
        messages: [
          {
            role: "assistant",
            replay: null,
            blocks: [
              { type: "reasoning", visibility: "raw", text: "secret", estimatedTokens: null, isOpen: false },
              { type: "answer", channel: "answer", text: "A", isOpen: false },
            ],
          },
        ],
      },
    });
    assert.deepEqual(body, {
      model: "m-1",
      input: [{ type: "model_output", content: [{ type: "text", text: "A" }] }],
      store: false,
    });
  });

  it("goes on with the same input and the token after requires_continuation", () => {
    const { attempt } = decode([created, completed("requires_continuation", { continuation_token: "tok" })]);
    const messages: readonly Message[] = [
      { role: "user", text: "Go." },
      { role: "assistant", blocks: [], replay: { provider: "google", wire: "gemini-interactions", items: attempt.items } },
    ];
    const { body } = encodeWith(wire, { request: { messages } });
    assert.deepEqual(body["input"], [{ type: "user_input", content: [{ type: "text", text: "Go." }] }]);
    assert.equal(body["continuation_token"], "tok");
  });
});
