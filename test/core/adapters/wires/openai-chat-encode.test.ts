import assert from "node:assert/strict";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { openaiChatWire } from "../../../../src/core/adapters/wires/openai-chat.ts";
import type { OpenaiChatDialect } from "../../../../src/core/adapters/wires/openai-chat-dialect.ts";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import type { Message, Tool } from "../../../../src/core/model/model-request.ts";
import { encodeInput } from "../../../support/model-request.ts";

const question = { role: "user", content: "2+2?" } as const;

describe("encoding Chat Completions", () => {
  it("sends the exact body", () => {
    const { path, headers, body } = openaiChatWire.encode(
      encodeInput({ system: "Be brief." }, { sent: { reasoning_effort: "high" }, maxOutputTokens: 4_096 }),
      openaiChatWire.defaultDialect,
    );
    assert.equal(path, "/chat/completions");
    assert.deepEqual(headers, { accept: "text/event-stream" });
    assert.deepEqual(body, {
      model: "m-1",
      messages: [{ role: "system", content: "Be brief." }, question],
      stream: true,
      stream_options: { include_usage: true },
      // oxlint-disable-next-line typescript/no-deprecated -- the only name that look-alikes know
      max_tokens: 4_096,
      reasoning_effort: "high",
    } satisfies ChatCompletionCreateParamsStreaming);
  });

  it("follows the dialect's names", () => {
    const dialect: Partial<OpenaiChatDialect> = {
      systemRole: "developer",
      maxTokensField: "max_completion_tokens",
      requestsUsage: false,
      body: { reasoning_split: true },
      summaryBody: { reasoning: { summary: "auto" } },
    };
    const input = encodeInput(
      { system: "Be brief.", wantsSummary: true },
      { sent: { reasoning: { effort: "low" } }, maxOutputTokens: 100 },
    );
    assert.deepEqual(encode(input, dialect), {
      model: "m-1",
      messages: [{ role: "developer", content: "Be brief." }, question],
      stream: true,
      max_completion_tokens: 100,
      reasoning_split: true,
      reasoning: { summary: "auto", effort: "low" },
    });
  });

  it("asks for one body without stream options", () => {
    const { headers, body } = openaiChatWire.encode(encodeInput({ isStreaming: false }), openaiChatWire.defaultDialect);
    assert.deepEqual(headers, { accept: "application/json" });
    assert.deepEqual(body, { model: "m-1", messages: [question], stream: false });
  });

  it("sends tools, tool calls and their results", () => {
    const tools: readonly Tool[] = [{ name: "add", description: "Adds.", parameters: { type: "object" } }];
    const messages: readonly Message[] = [
      { role: "user", text: "2+2?" },
      {
        role: "assistant",
        replay: null,
        blocks: [
          { type: "reasoning", visibility: "raw", text: "hm", estimatedTokens: null, isOpen: false },
          { type: "tool-call", callId: "c", name: "add", arguments: '{"x":2}', isOpen: false },
        ],
      },
      { role: "tool", callId: "c", name: "add", text: "4", isError: false },
    ];
    assert.deepEqual(encode(encodeInput({ tools, messages })), {
      model: "m-1",
      messages: [
        question,
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c", type: "function", function: { name: "add", arguments: '{"x":2}' } }],
        },
        { role: "tool", tool_call_id: "c", content: "4" },
      ],
      stream: true,
      stream_options: { include_usage: true },
      tools: [{ type: "function", function: { name: "add", description: "Adds.", parameters: { type: "object" } } }],
    } satisfies ChatCompletionCreateParamsStreaming);
  });

  describe("an assistant message that goes back", () => {
    it("carries its reasoning in the field it came in, whatever the dialect prefers", () => {
      const item = { role: "assistant", content: "four", reasoning: "hm" };
      assert.deepEqual(replayed(item, { reasoningFields: ["reasoning_content"] }), item);
    });

    it("leaves out what a request may not hold", () => {
      const item = { role: "assistant", content: "four", citations: ["x"], annotations: [{}], executed_tools: [{}] };
      assert.deepEqual(replayed(item), { role: "assistant", content: "four" });
    });

    it("carries empty reasoning where the provider insists on the field", () => {
      const dialect = { replayReasoning: "backfill" } as const;
      assert.deepEqual(replayed({ role: "assistant", content: "four" }, dialect), {
        role: "assistant",
        content: "four",
        reasoning_content: "",
      });
      assert.deepEqual(replayed({ role: "assistant", content: "four", reasoning: "hm" }, dialect), {
        role: "assistant",
        content: "four",
        reasoning: "hm",
      });
    });

    it("carries no reasoning where the provider refuses it, think tags included", () => {
      const dialect: Partial<OpenaiChatDialect> = {
        replayReasoning: "omit",
        thinkTags: { styles: ["think"], opening: "implied" },
      };
      const item = { role: "assistant", content: "hm</think>four", reasoning_content: "hm", reasoning_details: [{ type: "x" }] };
      assert.deepEqual(replayed(item, dialect), { role: "assistant", content: "four" });
      const chunks = [
        { type: "thinking", thinking: [] },
        { type: "text", text: "four" },
      ];
      assert.deepEqual(replayed({ role: "assistant", content: chunks }, dialect), { role: "assistant", content: [chunks[1]] });
    });

    it("keeps think tags where history must have them", () => {
      const item = { role: "assistant", content: "<think>hm</think>four" };
      assert.deepEqual(replayed(item, { thinkTags: { styles: ["think"], opening: "required" } }), item);
    });

    it("carries reasoning_details complete and unchanged, and not the same words again", () => {
      const details = [
        { type: "reasoning.text", text: "hm", signature: "sig", format: "anthropic-claude-v1" },
        { type: "reasoning.encrypted", data: "AA", format: "openai-responses-v1" },
      ];
      const item = { role: "assistant", content: "four", reasoning: "hm", reasoning_details: details };
      assert.deepEqual(replayed(item), { role: "assistant", content: "four", reasoning_details: details });
    });

    it("leaves out text entries whose format is signed and whose signature is missing", () => {
      const unsigned = { type: "reasoning.text", text: "hm", format: "anthropic-claude-v1", signature: "" };
      const free = { type: "reasoning.text", text: "hm", format: "unknown" };
      const item = { role: "assistant", content: "four", reasoning_details: [unsigned, free] };
      assert.deepEqual(replayed(item), { role: "assistant", content: "four", reasoning_details: [free] });
    });

    it("carries tool calls, signed thinking blocks and thought signatures as they came", () => {
      const item = {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" }, extra_content: { sig: 1 } }],
        extra_content: { google: { thought_signature: "sig" } },
        thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "sig" }],
      };
      assert.deepEqual(replayed(item), item);
    });

    it("carries content blocks without the index of their pieces", () => {
      const block = { type: "thinking", thinking: "hm", signature: "sig" };
      const item = { role: "assistant", content: "four", content_blocks: [{ index: 0, ...block }] };
      assert.deepEqual(replayed(item), { role: "assistant", content: "four", content_blocks: [block] });
    });

    it("is encoded anew when the items are another wire's", () => {
      const blocks = [{ type: "answer", channel: "answer", text: "four", isOpen: false }] as const;
      const replay = { provider: "p", wire: "anthropic-messages", items: [{ type: "thinking" }] } as const;
      assert.deepEqual(encode(encodeInput({ messages: [{ role: "assistant", blocks, replay }] }))["messages"], [
        { role: "assistant", content: "four" },
      ]);
    });
  });
});

function encode(input: ReturnType<typeof encodeInput>, dialect: Partial<OpenaiChatDialect> = {}) {
  return openaiChatWire.encode(input, { ...openaiChatWire.defaultDialect, ...dialect }).body;
}

function replayed(item: JsonValue, dialect: Partial<OpenaiChatDialect> = {}): JsonValue | undefined {
  const replay = { provider: "p", wire: "openai-chat", items: [item] } as const;
  const { messages } = encode(encodeInput({ messages: [{ role: "assistant", blocks: [], replay }] }), dialect);
  return Array.isArray(messages) ? messages[0] : undefined;
}
