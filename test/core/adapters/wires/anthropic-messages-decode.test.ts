import assert from "node:assert/strict";
import { anthropicMessagesWire as wire } from "../../../../src/core/adapters/wires/anthropic-messages.ts";
import { close, decode, delta, end, open, start, text, thinking } from "../../../support/anthropic-events.ts";
import { answerText, blockKinds, decodeBodyWith, warningCodes } from "../../../support/wire-harness.ts";

describe("Anthropic Messages, decoding", () => {
  it("keeps thinking apart from the answer, with its signature byte for byte", () => {
    const { attempt } = decode([
      start(),
      open(0, thinking),
      { type: "ping" },
      delta(0, { type: "thinking_delta", thinking: "First, " }),
      delta(0, { type: "thinking_delta", thinking: "then." }),
      delta(0, { type: "signature_delta", signature: " Eq/+" }),
      delta(0, { type: "signature_delta", signature: "A== " }),
      close(0),
      open(1, text),
      delta(1, { type: "text_delta", text: "42" }),
      close(1),
      ...end("end_turn"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:summary", "answer"]);
    assert.equal(attempt.blocks[0]?.type === "reasoning" && attempt.blocks[0].text, "First, then.");
    assert.deepEqual(attempt.opaque, [{ kind: "signature", block: 0, data: " Eq/+A== ", format: "anthropic-claude-v1" }]);
    assert.deepEqual(attempt.items, [
      { type: "thinking", thinking: "First, then.", signature: " Eq/+A== " },
      { type: "text", text: "42" },
    ]);
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "end_turn" });
    assert.equal(attempt.respondedModel, "claude-x");
    assert.equal(attempt.responseId, "msg_1");
  });

  it("shows thinking without text as omitted and keeps its block for sending back", () => {
    const { attempt } = decode([
      start(),
      open(0, thinking),
      delta(0, { type: "signature_delta", signature: "sig" }),
      close(0),
      ...end("end_turn"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:omitted"]);
    assert.deepEqual(attempt.items, [{ type: "thinking", thinking: "", signature: "sig" }]);
    assert.equal(attempt.opaque[0]?.data, "sig");
  });

  it("adds up the increments of the running estimate while no thinking is sent", () => {
    const { events, attempt } = decode([
      start(),
      open(0, thinking),
      delta(0, { type: "thinking_delta", thinking: "", estimated_tokens: 50 }),
      delta(0, { type: "thinking_delta", thinking: "", estimated_tokens: null }),
      delta(0, { type: "thinking_delta", thinking: "", estimated_tokens: 100 }),
      close(0),
      ...end("end_turn"),
    ]);
    assert.deepEqual(
      events.flatMap((event) => (event.type === "reasoning-progress" ? [event.estimatedTokens] : [])),
      [50, 150],
    );
    assert.equal(attempt.blocks[0]?.type === "reasoning" && attempt.blocks[0].estimatedTokens, 150);
  });

  it("takes redacted thinking from the start event, where it comes whole", () => {
    const { attempt } = decode([start(), open(0, { type: "redacted_thinking", data: "EmwK" }), close(0), ...end("end_turn")]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:redacted"]);
    assert.deepEqual(attempt.opaque, [{ kind: "redacted", block: 0, data: "EmwK", format: "anthropic-claude-v1" }]);
    assert.deepEqual(attempt.items, [{ type: "redacted_thinking", data: "EmwK" }]);
  });

  it("keeps an empty signature in the block but counts no opaque state for it", () => {
    const { attempt } = decode([
      start(),
      open(0, thinking),
      delta(0, { type: "thinking_delta", thinking: "hm" }),
      close(0),
      ...end("end_turn"),
    ]);
    assert.deepEqual(attempt.opaque, []);
    assert.deepEqual(attempt.items, [{ type: "thinking", thinking: "hm", signature: "" }]);
  });

  it("says that thinking is raw where the dialect does", () => {
    const { attempt } = decode(
      [start(), open(0, thinking), delta(0, { type: "thinking_delta", thinking: "hm" }), close(0), ...end("end_turn")],
      { thinkingVisibility: "raw" },
    );
    assert.deepEqual(blockKinds(attempt), ["reasoning:raw"]);
  });

  it("adds an omitted reasoning block when thinking was billed and never mentioned", () => {
    const { attempt } = decode([
      start(),
      open(0, text),
      delta(0, { type: "text_delta", text: "42" }),
      close(0),
      ...end("end_turn", { output_tokens: 60, output_tokens_details: { thinking_tokens: 50 } }),
    ]);
    assert.deepEqual(blockKinds(attempt), ["answer", "reasoning:omitted"]);
  });

  it("tells interleaved parallel tool calls apart and hands their blocks out in order", () => {
    const { attempt } = decode([
      start(),
      open(0, { type: "tool_use", id: "toolu_a", name: "add", input: {} }),
      open(1, { type: "tool_use", id: "toolu_b", name: "sub", input: {} }),
      delta(1, { type: "input_json_delta", partial_json: '{"x"' }),
      delta(0, { type: "input_json_delta", partial_json: '{"a":' }),
      delta(1, { type: "input_json_delta", partial_json: ":2}" }),
      delta(0, { type: "input_json_delta", partial_json: "1}" }),
      close(1),
      close(0),
      ...end("tool_use"),
    ]);
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "tool-call" ? [block.callId, block.name, block.arguments] : [])),
      [
        ["toolu_a", "add", '{"a":1}'],
        ["toolu_b", "sub", '{"x":2}'],
      ],
    );
    assert.deepEqual(attempt.items, [
      { type: "tool_use", id: "toolu_a", name: "add", input: { a: 1 } },
      { type: "tool_use", id: "toolu_b", name: "sub", input: { x: 2 } },
    ]);
    assert.deepEqual(attempt.finish, { reason: "tool-calls", raw: "tool_use" });
  });

  it("gives a call without arguments an empty object", () => {
    const { attempt } = decode([
      start(),
      open(0, { type: "tool_use", id: "t", name: "now", input: {} }),
      delta(0, { type: "input_json_delta", partial_json: "" }),
      close(0),
      ...end("tool_use"),
    ]);
    assert.equal(attempt.blocks[0]?.type === "tool-call" && attempt.blocks[0].arguments, "{}");
  });

  it("shows a tool call that was cut by the output limit, and does not hand it out for sending back", () => {
    const { attempt } = decode([
      start(),
      open(0, { type: "tool_use", id: "t", name: "f", input: {} }),
      delta(0, { type: "input_json_delta", partial_json: '{"a":"lon' }),
      close(0),
      ...end("max_tokens"),
    ]);
    assert.equal(attempt.blocks[0]?.type === "tool-call" && attempt.blocks[0].arguments, '{"a":"lon');
    assert.deepEqual(attempt.items, []);
    assert.deepEqual(warningCodes(attempt), ["tool-arguments-incomplete"]);
    assert.equal(attempt.finish?.reason, "length");
  });

  it("joins neighbouring text blocks to one answer, and keeps citations in the provider's blocks", () => {
    const citation = { type: "char_location", cited_text: "x", document_index: 0 };
    const { attempt } = decode([
      start(),
      open(0, text),
      delta(0, { type: "text_delta", text: "It is " }),
      close(0),
      open(1, { ...text, citations: [] }),
      delta(1, { type: "text_delta", text: "so." }),
      delta(1, { type: "citations_delta", citation }),
      close(1),
      ...end("end_turn"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["answer"]);
    assert.equal(answerText(attempt), "It is so.");
    assert.deepEqual(attempt.items[1], { type: "text", text: "so.", citations: [citation] });
  });

  it("keeps server-side tools and their results raw, and shows neither as a call", () => {
    const result = {
      type: "web_search_tool_result",
      tool_use_id: "srv",
      content: [{ url: "https://example.org", encrypted_content: "x" }],
    };
    const { attempt } = decode([
      start(),
      open(0, { type: "server_tool_use", id: "srv", name: "web_search", input: {} }),
      delta(0, { type: "input_json_delta", partial_json: '{"query":"q"}' }),
      close(0),
      open(1, result),
      close(1),
      ...end("pause_turn"),
    ]);
    assert.deepEqual(attempt.blocks, []);
    assert.deepEqual(attempt.items, [{ type: "server_tool_use", id: "srv", name: "web_search", input: { query: "q" } }, result]);
    assert.deepEqual(attempt.finish, { reason: "continue", raw: "pause_turn" });
  });

  it("rebuilds a compaction block from its delta", () => {
    const { attempt } = decode([
      start(),
      open(0, { type: "compaction", content: null }),
      delta(0, { type: "compaction_delta", content: "Summary", encrypted_content: "c1" }),
      close(0),
      ...end("compaction"),
    ]);
    assert.deepEqual(attempt.items, [{ type: "compaction", content: "Summary", encrypted_content: "c1" }]);
    assert.equal(attempt.finish?.reason, "continue");
  });

  it("merges usage: input from the start, the rest cumulative, null changes nothing", () => {
    const { attempt } = decode([
      start({
        input_tokens: 10,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
        output_tokens: 1,
      }),
      ...end("end_turn", { input_tokens: null, output_tokens: 80, output_tokens_details: { thinking_tokens: 50 } }),
    ]);
    assert.deepEqual(attempt.usage?.input, { total: 130, uncached: 10, cacheRead: 100, cacheWrite: 20 });
    assert.deepEqual(attempt.usage?.output, { total: 80, reasoning: 50, visible: 30 });
    assert.deepEqual(attempt.usage?.raw, {
      input_tokens: 10,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 20,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
      output_tokens: 80,
      output_tokens_details: { thinking_tokens: 50 },
    });
  });

  it("does not report reasoning tokens that the provider did not count", () => {
    const { attempt } = decode([start(), ...end("end_turn")]);
    assert.equal(attempt.usage?.output.reasoning, null);
    assert.equal(attempt.usage?.output.visible, null);
  });

  it("names the model that answered after a fallback, and says that passes are billed apart", () => {
    const iterations = [
      { type: "message", input_tokens: 5, output_tokens: 0 },
      { type: "fallback_message", model: "claude-y", input_tokens: 6, output_tokens: 7 },
    ];
    const { attempt } = decode([
      start(),
      open(0, { type: "fallback", from: { model: "claude-x" }, to: { model: "claude-y" } }),
      close(0),
      ...end("end_turn", { output_tokens: 7, iterations }),
    ]);
    assert.equal(attempt.respondedModel, "claude-y");
    assert.equal(attempt.responseId, "msg_1");
    assert.deepEqual(warningCodes(attempt), ["model-fallback", "billed-apart"]);
    assert.deepEqual(attempt.items, [{ type: "fallback", from: { model: "claude-x" }, to: { model: "claude-y" } }]);
  });

  it("takes a refusal for an outcome, not a failure, and passes its explanation on", () => {
    const stop_details = { type: "refusal", category: "cyber", explanation: "Not this." };
    const { attempt } = decode([start(), ...end("refusal", { output_tokens: 5 }, { stop_details })]);
    assert.deepEqual(attempt.finish, { reason: "refusal", raw: "refusal" });
    assert.equal(attempt.failure, null);
    assert.deepEqual(attempt.warnings, [{ code: "refusal-explained", message: "Not this." }]);
  });

  for (const [raw, reason] of [
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "context"],
    ["something_new", "stop"],
  ] as const) {
    it(`maps ${raw} to ${reason}`, () => {
      assert.deepEqual(decode([start(), ...end(raw)]).attempt.finish, { reason, raw });
    });
  }

  it("reports what the server changed in the history, also when that is nothing", () => {
    const dropped = { type: "thinking_dropped", path: "messages.1.content.0", reason: "prefix_mismatch" };
    assert.deepEqual(
      decode([start(undefined, { input_transformations: [] }), ...end("end_turn")]).attempt.inputTransformations,
      [],
    );
    assert.deepEqual(
      decode([start(undefined, { input_transformations: [dropped] }), ...end("end_turn")]).attempt.inputTransformations,
      [dropped],
    );
    assert.equal(decode([start(), ...end("end_turn")]).attempt.inputTransformations, null);
  });

  it("reads a whole message as it would have streamed", () => {
    const content = [
      { type: "thinking", thinking: "hm", signature: "sig" },
      { type: "text", text: "It is " },
      { type: "text", text: "so.", citations: [{ type: "char_location" }] },
      { type: "tool_use", id: "t", name: "f", input: { a: 1 } },
    ];
    const { attempt } = decodeBodyWith(wire, {
      id: "msg_2",
      type: "message",
      model: "claude-x",
      content,
      stop_reason: "tool_use",
      input_transformations: [],
      usage: { input_tokens: 3, output_tokens: 9 },
    });
    assert.deepEqual(blockKinds(attempt), ["reasoning:summary", "answer", "tool-call"]);
    assert.deepEqual(attempt.items, content);
    assert.equal(attempt.blocks[2]?.type === "tool-call" && attempt.blocks[2].arguments, '{"a":1}');
    assert.equal(attempt.usage?.output.total, 9);
    assert.deepEqual(attempt.inputTransformations, []);
    assert.equal(attempt.finish?.reason, "tool-calls");
  });
});
