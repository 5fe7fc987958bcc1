import assert from "node:assert/strict";
import type Anthropic from "@anthropic-ai/sdk";
import { anthropicMessagesWire as wire } from "../../../../src/core/adapters/wires/anthropic-messages.ts";
import type { Message } from "../../../../src/core/model/model-request.ts";
import { encodeWith } from "../../../support/wire-harness.ts";

const tool = { name: "add", description: "Adds.", parameters: { type: "object", properties: { a: { type: "number" } } } };
const replayed = [
  { type: "thinking", thinking: "", signature: "sig" },
  { type: "redacted_thinking", data: "EmwK" },
  { type: "tool_use", id: "toolu_a", name: "add", input: { a: 1 } },
];
const conversation: readonly Message[] = [
  { role: "user", text: "Add." },
  { role: "assistant", blocks: [], replay: { provider: "p", wire: "anthropic-messages", items: replayed } },
  { role: "tool", callId: "toolu_a", name: "add", text: "1", isError: false },
  { role: "tool", callId: "toolu_b", name: "add", text: "no", isError: true },
  { role: "user", text: "And?" },
];

describe("Anthropic Messages, encoding", () => {
  it("sends what a question needs, and always an output limit", () => {
    const { path, headers, body } = encodeWith(wire);
    const typed: Anthropic.MessageCreateParamsStreaming = {
      model: "m-1",
      max_tokens: 8192,
      stream: true,
      messages: [{ role: "user", content: "2+2?" }],
    };
    assert.equal(path, "/v1/messages");
    assert.deepEqual(headers, { "anthropic-version": "2023-06-01" });
    assert.deepEqual(body, typed);
  });

  it("sends a whole conversation with tools as the official types have it, earlier turns verbatim", () => {
    const { body } = encodeWith(wire, {
      request: { system: "Be brief.", messages: conversation, tools: [tool], isStreaming: false, wantsSummary: true },
      effort: { thinking: { type: "adaptive" }, output_config: { effort: "high" } },
      maxOutputTokens: 32_000,
    });
    const typed: Anthropic.MessageCreateParamsNonStreaming = {
      model: "m-1",
      max_tokens: 32_000,
      system: "Be brief.",
      thinking: { type: "adaptive", display: "summarized" },
      output_config: { effort: "high" },
      tools: [{ name: "add", description: "Adds.", input_schema: { type: "object", properties: { a: { type: "number" } } } }],
      messages: [
        { role: "user", content: "Add." },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "", signature: "sig" },
            { type: "redacted_thinking", data: "EmwK" },
            { type: "tool_use", id: "toolu_a", name: "add", input: { a: 1 } },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "toolu_a", content: "1" },
            { type: "tool_result", tool_use_id: "toolu_b", content: "no", is_error: true },
            { type: "text", text: "And?" },
          ],
        },
      ],
    };
    assert.deepEqual(body, typed);
  });

  it("sends another model's turn without its reasoning, with ids this server takes", () => {
    const { body } = encodeWith(wire, {
      request: {
        messages: [
          { role: "user", text: "Add." },
          {
            role: "assistant",
            replay: { provider: "p", wire: "openai-responses", items: [{ type: "reasoning", encrypted_content: "x" }] },
            blocks: [
              { type: "reasoning", visibility: "raw", text: "secret", estimatedTokens: null, isOpen: false },
              { type: "answer", channel: "answer", text: "Adding.", isOpen: false },
              { type: "tool-call", callId: "call_1|fc_2", name: "add", arguments: '{"a":1}', isOpen: false },
            ],
          },
          { role: "tool", callId: "call_1|fc_2", name: "add", text: "1", isError: false },
        ],
      },
    });
    assert.deepEqual(body["messages"], [
      { role: "user", content: "Add." },
      {
        role: "assistant",
        content: [
          { type: "text", text: "Adding." },
          { type: "tool_use", id: "call_1_fc_2", name: "add", input: { a: 1 } },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "call_1_fc_2", content: "1" }] },
    ]);
  });

  it("leaves out an assistant turn that had no content", () => {
    const { body } = encodeWith(wire, {
      request: {
        messages: [
          { role: "user", text: "A" },
          { role: "assistant", blocks: [], replay: null },
          { role: "user", text: "B" },
        ],
      },
    });
    assert.deepEqual(body["messages"], [
      {
        role: "user",
        content: [
          { type: "text", text: "A" },
          { type: "text", text: "B" },
        ],
      },
    ]);
  });

  describe("asking for summaries", () => {
    const wanted = { wantsSummary: true };

    it("names the thinking a model does anyway only where the dialect says so", () => {
      assert.equal(encodeWith(wire, { request: wanted }).body["thinking"], undefined);
      assert.deepEqual(encodeWith(wire, { request: wanted, dialect: { display: "always" } }).body["thinking"], {
        type: "adaptive",
        display: "summarized",
      });
      assert.equal(encodeWith(wire, { dialect: { display: "always" } }).body["thinking"], undefined);
    });

    it("never adds `display` beside thinking that is off or between tools, or where the server has no such field", () => {
      for (const type of ["disabled", "between_tools"]) {
        const { body } = encodeWith(wire, { request: wanted, effort: { thinking: { type } }, dialect: { display: "always" } });
        assert.deepEqual(body["thinking"], { type });
      }
      const { body } = encodeWith(wire, {
        request: wanted,
        effort: { thinking: { type: "adaptive" } },
        dialect: { display: "never" },
      });
      assert.deepEqual(body["thinking"], { type: "adaptive" });
    });

    it("adds it to a thinking budget, whose other fields stay", () => {
      const { body } = encodeWith(wire, { request: wanted, effort: { thinking: { type: "enabled", budget_tokens: 2048 } } });
      const typed: Anthropic.ThinkingConfigParam = { type: "enabled", budget_tokens: 2048, display: "summarized" };
      assert.deepEqual(body["thinking"], typed);
    });
  });

  it("asks what became of earlier thinking when some is sent back", () => {
    const binding = { block_binding: { prefix_mismatch_behavior: "drop_block" } };
    const dialect = { binding, betas: ["thinking-binding-controls-2026-08-01"] };
    const effort = { thinking: { type: "adaptive" } };
    const first = encodeWith(wire, { effort, dialect });
    assert.deepEqual(first.body["thinking"], { type: "adaptive" });
    assert.equal(first.headers["anthropic-beta"], "thinking-binding-controls-2026-08-01");
    const second = encodeWith(wire, { effort, dialect, request: { messages: conversation } });
    assert.deepEqual(second.body["thinking"], { type: "adaptive", ...binding });
  });

  it("puts version and model where Vertex wants them", () => {
    const dialect = {
      path: "/publishers/anthropic/models/{model}:rawPredict",
      streamPath: "/publishers/anthropic/models/{model}:streamRawPredict",
      hasModelInBody: false,
      version: null,
      bodyVersion: "vertex-2023-10-16",
      betas: ["b-1"],
    };
    const streamed = encodeWith(wire, { dialect, request: { model: "claude-x@20260101" } });
    assert.equal(streamed.path, "/publishers/anthropic/models/claude-x%4020260101:streamRawPredict");
    assert.deepEqual(streamed.headers, {});
    assert.equal(streamed.body["model"], undefined);
    assert.equal(streamed.body["anthropic_version"], "vertex-2023-10-16");
    assert.deepEqual(streamed.body["anthropic_beta"], ["b-1"]);
    const whole = encodeWith(wire, { dialect, request: { isStreaming: false } });
    assert.equal(whole.path, "/publishers/anthropic/models/m-1:rawPredict");
    assert.equal(whole.body["stream"], undefined);
  });
});
