import assert from "node:assert/strict";
import { cohereChatWire } from "../../../../src/core/adapters/wires/cohere-chat.ts";
import type { JsonObject } from "../../../../src/core/model/json.ts";
import { blocksText, decodeJsonBody, decodeStream } from "../../../support/decode-wire.ts";
import { encodeInput } from "../../../support/model-request.ts";

const usage = {
  billed_units: { input_tokens: 27, output_tokens: 10 },
  tokens: { input_tokens: 1_413, output_tokens: 12, reasoning_tokens: 4 },
  cached_tokens: 1_344,
};

describe("Cohere's chat", () => {
  it("keeps thinking apart from the answer, and counts what is billed", () => {
    const decoded = decodeStream(cohereChatWire, [
      { type: "message-start", id: "r-1", delta: { message: { role: "assistant", content: [], tool_plan: "" } } },
      content("content-start", { type: "thinking", thinking: "" }),
      content("content-delta", { thinking: "hm" }),
      { type: "content-end", index: 0 },
      content("content-start", { type: "text", text: "" }),
      content("content-delta", { text: "fo" }),
      content("content-delta", { text: "ur" }),
      { type: "content-end", index: 1 },
      messageEnd("COMPLETE"),
      "data: [DONE]\n\n",
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
    const { attempt } = decoded;
    assert.equal(attempt.responseId, "r-1");
    assert.deepEqual(attempt.usage?.input, { total: 27, uncached: null, cacheRead: null, cacheWrite: null });
    assert.deepEqual(attempt.usage?.output, { total: 10, reasoning: 4, visible: 6 });
    assert.deepEqual(attempt.items, [
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm" },
          { type: "text", text: "four" },
        ],
      },
    ]);
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "COMPLETE" });
  });

  it("counts what was processed where the dialect says so", () => {
    const { attempt } = decodeStream(cohereChatWire, [messageEnd("COMPLETE")], { countedTokens: "processed" });
    assert.deepEqual(attempt.usage?.input, { total: 1_413, uncached: 69, cacheRead: 1_344, cacheWrite: null });
  });

  it("shows the tool plan as commentary, and the calls", () => {
    const decoded = decodeStream(cohereChatWire, [
      { type: "tool-plan-delta", delta: { message: { tool_plan: "I will " } } },
      { type: "tool-plan-delta", delta: { message: { tool_plan: "add." } } },
      call("tool-call-start", 0, { id: "a", type: "function", function: { name: "add", arguments: "" } }),
      call("tool-call-delta", 0, { function: { arguments: '{"x":' } }),
      call("tool-call-delta", 0, { function: { arguments: "1}" } }),
      { type: "tool-call-end", index: 0 },
      call("tool-call-start", 1, { id: "b", type: "function", function: { name: "sub", arguments: "" } }),
      { type: "tool-call-end", index: 1 },
      messageEnd("TOOL_CALL"),
    ]);
    assert.deepEqual(blocksText(decoded), ["[commentary] I will add.", '[add(a)] {"x":1}', "[sub(b)] "]);
    assert.deepEqual(decoded.attempt.finish, { reason: "tool-calls", raw: "TOOL_CALL" });
    assert.deepEqual(decoded.attempt.items, [
      {
        role: "assistant",
        tool_plan: "I will add.",
        tool_calls: [
          { id: "a", type: "function", function: { name: "add", arguments: '{"x":1}' } },
          { id: "b", type: "function", function: { name: "sub", arguments: "" } },
        ],
      },
    ]);
  });

  it("keeps citations in the message", () => {
    const citation = { start: 0, end: 4, text: "four" };
    const { attempt } = decodeStream(cohereChatWire, [
      content("content-delta", { text: "four" }),
      { type: "citation-start", index: 0, delta: { message: { citations: citation } } },
      { type: "citation-end", index: 0 },
      messageEnd("COMPLETE"),
    ]);
    assert.deepEqual(attempt.items, [{ role: "assistant", content: [{ type: "text", text: "four" }], citations: [citation] }]);
  });

  it("ends by length, by error, or truncated", () => {
    const some = content("content-delta", { text: "fo" });
    assert.equal(decodeStream(cohereChatWire, [some, messageEnd("MAX_TOKENS")]).attempt.finish?.reason, "length");
    const failed = decodeStream(cohereChatWire, [
      some,
      { type: "message-end", delta: { finish_reason: "ERROR", error: "went wrong" } },
    ]);
    assert.deepEqual(failed.attempt.finish, { reason: "error", raw: "ERROR" });
    assert.ok(failed.attempt.failure?.message.includes("went wrong"));
    assert.equal(decodeStream(cohereChatWire, [some]).attempt.finish?.reason, "truncated");
  });

  it("reads a body that is no stream", () => {
    const decoded = decodeJsonBody(cohereChatWire, {
      id: "r-1",
      message: {
        role: "assistant",
        tool_plan: "I will add.",
        content: [
          { type: "thinking", thinking: "hm" },
          { type: "text", text: "four" },
        ],
        tool_calls: [{ id: "a", type: "function", function: { name: "add", arguments: "{}" } }],
      },
      finish_reason: "TOOL_CALL",
      usage,
    });
    assert.deepEqual(blocksText(decoded), ["[commentary] I will add.", "[reasoning:raw] hm", "[answer] four", "[add(a)] {}"]);
    assert.equal(decodeJsonBody(cohereChatWire, { hello: 1 }).attempt.failure?.kind, "malformed-response");
  });

  it("sends the exact body", () => {
    const tool = { name: "add", description: "Adds.", parameters: { type: "object" } };
    const input = encodeInput(
      {
        system: "Be brief.",
        tools: [tool],
        messages: [
          { role: "user", text: "2+2?" },
          {
            role: "assistant",
            replay: null,
            blocks: [
              { type: "answer", channel: "commentary", text: "I will add.", isOpen: false },
              { type: "tool-call", callId: "c", name: "add", arguments: "{}", isOpen: false },
            ],
          },
          { role: "tool", callId: "c", name: "add", text: "4", isError: false },
        ],
      },
      { sent: { thinking: { type: "enabled", token_budget: 100 } }, maxOutputTokens: 500 },
    );
    const { path, body } = cohereChatWire.encode(input, cohereChatWire.defaultDialect);
    assert.equal(path, "/v2/chat");
    assert.deepEqual(body, {
      model: "m-1",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "2+2?" },
        {
          role: "assistant",
          tool_plan: "I will add.",
          tool_calls: [{ id: "c", type: "function", function: { name: "add", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c", content: "4" },
      ],
      stream: true,
      max_tokens: 500,
      tools: [{ type: "function", function: tool }],
      thinking: { type: "enabled", token_budget: 100 },
    });
  });

  it("sends items back whole, or without their thinking", () => {
    const text = { type: "text", text: "four" };
    const item = { role: "assistant", content: [{ type: "thinking", thinking: "hm" }, text] };
    const replay = { provider: "cohere", wire: "cohere-chat", items: [item] } as const;
    const input = encodeInput({ messages: [{ role: "assistant", blocks: [], replay }] });
    assert.deepEqual(cohereChatWire.encode(input, cohereChatWire.defaultDialect).body["messages"], [item]);
    assert.deepEqual(
      cohereChatWire.encode(input, { ...cohereChatWire.defaultDialect, replayReasoning: "omit" }).body["messages"],
      [{ role: "assistant", content: [text] }],
    );
  });
});

function content(type: string, value: JsonObject): JsonObject {
  return { type, index: 0, delta: { message: { content: value } } };
}

function call(type: string, index: number, value: JsonObject): JsonObject {
  return { type, index, delta: { message: { tool_calls: value } } };
}

function messageEnd(reason: string): JsonObject {
  return { type: "message-end", delta: { finish_reason: reason, usage } };
}
