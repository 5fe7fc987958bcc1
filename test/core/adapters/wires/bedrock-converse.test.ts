import assert from "node:assert/strict";
import { bedrockConverseWire as wire } from "../../../../src/core/adapters/wires/bedrock-converse.ts";
import { ProviderError } from "../../../../src/core/model/errors.ts";
import type { JsonObject } from "../../../../src/core/model/json.ts";
import type { Message } from "../../../../src/core/model/model-request.ts";
import type { Frame } from "../../../../src/core/transport/framer.ts";
import {
  answerText,
  blockKinds,
  decodeBodyWith,
  decodeWith,
  encodeWith,
  exceptionFrame,
  frame,
} from "../../../support/wire-harness.ts";

const delta = (contentBlockIndex: number, value: JsonObject): Frame =>
  frame({ contentBlockIndex, delta: value, p: "abcd" }, "contentBlockDelta");
const startTool = (contentBlockIndex: number, toolUse: JsonObject): Frame =>
  frame({ contentBlockIndex, start: { toolUse } }, "contentBlockStart");
const stop = (contentBlockIndex: number): Frame => frame({ contentBlockIndex }, "contentBlockStop");
const start = frame({ role: "assistant" }, "messageStart");
const end = (stopReason: string, usage: JsonObject = { inputTokens: 10, outputTokens: 5, totalTokens: 15 }): readonly Frame[] => [
  frame({ stopReason }, "messageStop"),
  frame({ usage, metrics: { latencyMs: 1 } }, "metadata"),
];

describe("Bedrock Converse, decoding", () => {
  it("keeps reasoning apart from the answer, with its signature byte for byte", () => {
    const { attempt } = decodeWith(wire, [
      start,
      delta(0, { reasoningContent: { text: "First" } }),
      delta(0, { reasoningContent: { text: "." } }),
      delta(0, { reasoningContent: { signature: " Eq/+" } }),
      delta(0, { reasoningContent: { signature: "A== " } }),
      stop(0),
      delta(1, { text: "42" }),
      stop(1),
      ...end("end_turn"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:raw", "answer"]);
    assert.deepEqual(attempt.opaque, [{ kind: "signature", block: 0, data: " Eq/+A== ", format: "anthropic-claude-v1" }]);
    assert.deepEqual(attempt.items, [
      { reasoningContent: { reasoningText: { text: "First.", signature: " Eq/+A== " } } },
      { text: "42" },
    ]);
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "end_turn" });
  });

  it("says that Claude's reasoning is a summary where the dialect does", () => {
    const frames = [start, delta(0, { reasoningContent: { text: "hm" } }), stop(0), ...end("end_turn")];
    const { attempt } = decodeWith(wire, frames, { reasoningVisibility: "summary" });
    assert.deepEqual(blockKinds(attempt), ["reasoning:summary"]);
  });

  it("shows signed reasoning without text as omitted, and redacted reasoning as redacted", () => {
    const { attempt } = decodeWith(wire, [
      start,
      delta(0, { reasoningContent: { signature: "sig" } }),
      stop(0),
      delta(1, { reasoningContent: { redactedContent: "RXU4" } }),
      stop(1),
      ...end("end_turn"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:omitted", "reasoning:redacted"]);
    assert.deepEqual(
      attempt.opaque.map(({ kind, block, data }) => [kind, block, data]),
      [
        ["signature", 0, "sig"],
        ["redacted", 1, "RXU4"],
      ],
    );
    assert.deepEqual(attempt.items, [
      { reasoningContent: { reasoningText: { text: "", signature: "sig" } } },
      { reasoningContent: { redactedContent: "RXU4" } },
    ]);
  });

  it("tells parallel calls apart, and does not show a tool that the server runs itself as a call", () => {
    const { attempt } = decodeWith(wire, [
      start,
      startTool(0, { toolUseId: "srv", name: "code", type: "server_tool_use" }),
      delta(0, { toolUse: { input: '{"snippet":"1+1"}' } }),
      stop(0),
      startTool(1, { toolUseId: "a", name: "add" }),
      startTool(2, { toolUseId: "b", name: "now" }),
      delta(1, { toolUse: { input: '{"a":' } }),
      delta(1, { toolUse: { input: "1}" } }),
      stop(1),
      stop(2),
      ...end("tool_use"),
    ]);
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "tool-call" ? [block.callId, block.name, block.arguments] : [])),
      [
        ["a", "add", '{"a":1}'],
        ["b", "now", "{}"],
      ],
    );
    assert.deepEqual(attempt.items[0], {
      toolUse: { toolUseId: "srv", name: "code", type: "server_tool_use", input: { snippet: "1+1" } },
    });
    assert.equal(attempt.finish?.reason, "tool-calls");
  });

  it("joins neighbouring text blocks, which some models send one a token, and keeps citations raw", () => {
    const citation = { title: "facts", location: { documentChar: { start: 0, end: 3 } } };
    const { attempt } = decodeWith(wire, [
      start,
      delta(0, { text: "It " }),
      stop(0),
      delta(1, { text: "is." }),
      delta(1, { citation }),
      stop(1),
      delta(2, { text: "" }),
      stop(2),
      ...end("end_turn"),
    ]);
    assert.deepEqual(blockKinds(attempt), ["answer"]);
    assert.deepEqual(attempt.items, [
      { text: "It " },
      { citationsContent: { content: [{ text: "is." }], citations: [citation] } },
    ]);
  });

  it("splits thinking tags out of the answer where the dialect says so, and keeps them in the block", () => {
    const frames = [
      start,
      delta(0, { text: "<think" }),
      delta(0, { text: "ing>hm</thin" }),
      delta(0, { text: "king>42" }),
      stop(0),
      ...end("end_turn"),
    ];
    const split = decodeWith(wire, frames, { thinkTags: { styles: ["thinking"], opening: "required" } }).attempt;
    assert.deepEqual(blockKinds(split), ["reasoning:raw", "answer"]);
    assert.equal(answerText(split), "42");
    assert.deepEqual(split.items, [{ text: "<thinking>hm</thinking>42" }]);
    assert.equal(answerText(decodeWith(wire, frames).attempt), "<thinking>hm</thinking>42");
  });

  it("adds the cache to the input, and reports no reasoning count, because there is none", () => {
    const usage = { inputTokens: 10, outputTokens: 5, cacheReadInputTokens: 100, cacheWriteInputTokens: 20, totalTokens: 135 };
    const { attempt } = decodeWith(wire, [start, ...end("end_turn", usage)]);
    assert.deepEqual(attempt.usage?.input, { total: 130, uncached: 10, cacheRead: 100, cacheWrite: 20 });
    assert.deepEqual(attempt.usage?.output, { total: 5, reasoning: null, visible: null });
    assert.deepEqual(attempt.usage?.raw, usage);
  });

  for (const [raw, reason] of [
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["guardrail_intervened", "content-filter"],
    ["content_filtered", "content-filter"],
    ["model_context_window_exceeded", "context"],
    ["malformed_model_output", "error"],
  ] as const) {
    it(`maps ${raw} to ${reason}`, () => {
      const { attempt } = decodeWith(wire, [start, ...end(raw)]);
      assert.deepEqual(attempt.finish, { reason, raw });
      assert.equal(attempt.failure === null, reason !== "error");
    });
  }

  for (const [type, kind] of [
    ["throttlingException", "rate-limited"],
    ["modelStreamErrorException", "server"],
    ["internalServerException", "server"],
    ["serviceUnavailableException", "overloaded"],
    ["validationException", "invalid-request"],
  ] as const) {
    it(`ends with the ${type} that came as a frame, after what had arrived`, () => {
      const { attempt } = decodeWith(wire, [
        start,
        delta(0, { text: "Half" }),
        exceptionFrame(type, { message: "Something went wrong." }),
        ...end("end_turn"),
      ]);
      assert.equal(answerText(attempt), "Half");
      assert.deepEqual(attempt.finish, { reason: "error", raw: type });
      assert.equal(attempt.failure?.kind, kind);
      assert.equal(attempt.failure?.code, type);
    });
  }

  it("takes a body that stops before its metadata for cut", () => {
    assert.equal(decodeWith(wire, [start, delta(0, { text: "Half" })]).attempt.finish?.reason, "truncated");
    assert.equal(decodeWith(wire, [start, frame({ stopReason: "end_turn" }, "messageStop")]).attempt.finish?.reason, "truncated");
  });

  it("reads Nova's invoke chunks, where the event's kind is a key", () => {
    const chunk = (value: JsonObject) => frame({ bytes: Buffer.from(JSON.stringify(value)).toString("base64") }, "chunk");
    const { attempt } = decodeWith(wire, [
      chunk({ messageStart: { role: "assistant" } }),
      chunk({ contentBlockDelta: { delta: { text: "Olá" }, contentBlockIndex: 0 } }),
      chunk({ contentBlockStop: { contentBlockIndex: 0 } }),
      chunk({ messageStop: { stopReason: "end_turn" } }),
      chunk({
        metadata: { usage: { inputTokens: 4, outputTokens: 2, cacheReadInputTokenCount: 1 } },
        "amazon-bedrock-invocationMetrics": { inputTokenCount: 4 },
      }),
    ]);
    assert.equal(answerText(attempt), "Olá");
    assert.equal(attempt.usage?.input.cacheRead, 1);
    assert.equal(attempt.finish?.reason, "stop");
  });

  it("reads a whole message as it would have streamed, its blocks verbatim", () => {
    const content = [
      { reasoningContent: { reasoningText: { text: "hm", signature: "sig" } } },
      { reasoningContent: { redactedContent: "RXU4" } },
      { text: "It is so." },
      { toolUse: { toolUseId: "a", name: "add", input: { a: 1 } } },
      { citationsContent: { content: [{ text: "Cited." }], citations: [] } },
    ];
    const { attempt } = decodeBodyWith(wire, {
      output: { message: { role: "assistant", content } },
      stopReason: "tool_use",
      usage: { inputTokens: 3, outputTokens: 9 },
    });
    assert.deepEqual(blockKinds(attempt), ["reasoning:raw", "reasoning:redacted", "answer", "tool-call", "answer"]);
    assert.deepEqual(attempt.items, content);
    assert.equal(attempt.usage?.output.total, 9);
    assert.equal(attempt.finish?.reason, "tool-calls");
    assert.throws(() => decodeBodyWith(wire, { message: "no" }), ProviderError);
  });

  it("reads an error body and the type it names", () => {
    assert.equal(wire.readError(403, { message: "No access." }).message, "No access.");
    const named = wire.readError(400, { __type: "com.amazon.coral.service#ValidationException", Message: "Bad." });
    assert.deepEqual([named.message, named.code], ["Bad.", "ValidationException"]);
  });
});

describe("Bedrock Converse, encoding", () => {
  it("sends a question to the model named in the path", () => {
    const { path, body } = encodeWith(wire, { request: { model: "us.anthropic.claude-x-v1:0" } });
    assert.equal(path, "/model/us.anthropic.claude-x-v1%3A0/converse-stream");
    assert.deepEqual(body, { messages: [{ role: "user", content: [{ text: "2+2?" }] }] });
    assert.equal(encodeWith(wire, { request: { isStreaming: false } }).path, "/model/m-1/converse");
  });

  it("sends system, tools, limit and the model's own fields", () => {
    const { body } = encodeWith(wire, {
      request: {
        system: "Be brief.",
        wantsSummary: true,
        tools: [{ name: "add", description: "", parameters: { type: "object" } }],
      },
      effort: { additionalModelRequestFields: { thinking: { type: "adaptive" }, output_config: { effort: "high" } } },
      maxOutputTokens: 4096,
      dialect: { display: "with-thinking", body: { additionalModelRequestFields: { anthropic_beta: ["b-1"] } } },
    });
    assert.deepEqual(body, {
      messages: [{ role: "user", content: [{ text: "2+2?" }] }],
      system: [{ text: "Be brief." }],
      inferenceConfig: { maxTokens: 4096 },
      toolConfig: { tools: [{ toolSpec: { name: "add", inputSchema: { json: { type: "object" } } } }] },
      additionalModelRequestFields: {
        anthropic_beta: ["b-1"],
        thinking: { type: "adaptive", display: "summarized" },
        output_config: { effort: "high" },
      },
    });
  });

  it("names the binding field as Bedrock does, once there is thinking to send back", () => {
    const dialect = { binding: { block_binding: { mismatch_behavior: "drop_block" } } };
    const effort = { additionalModelRequestFields: { thinking: { type: "adaptive" } } };
    const replay: Message = {
      role: "assistant",
      blocks: [],
      replay: { provider: "p", wire: "bedrock-converse", items: [{ text: "A" }] },
    };
    assert.deepEqual(encodeWith(wire, { dialect, effort }).body["additionalModelRequestFields"], {
      thinking: { type: "adaptive" },
    });
    assert.deepEqual(
      encodeWith(wire, { dialect, effort, request: { messages: [replay] } }).body["additionalModelRequestFields"],
      {
        thinking: { type: "adaptive", block_binding: { mismatch_behavior: "drop_block" } },
      },
    );
  });

  it("sends signed reasoning back verbatim, and leaves out what Converse refuses: unsigned reasoning and blank text", () => {
    const signed = { reasoningContent: { reasoningText: { text: "", signature: "sig" } } };
    const redacted = { reasoningContent: { redactedContent: "RXU4" } };
    const toolUse = { toolUse: { toolUseId: "a", name: "add", input: {} } };
    const items = [signed, redacted, { reasoningContent: { reasoningText: { text: "open" } } }, { text: " " }, toolUse];
    const { body } = encodeWith(wire, {
      request: {
        messages: [
          { role: "user", text: "Add." },
          { role: "assistant", blocks: [], replay: { provider: "p", wire: "bedrock-converse", items } },
          { role: "tool", callId: "a", name: "add", text: "1", isError: false },
          { role: "tool", callId: "b|c", name: "add", text: "no", isError: true },
        ],
      },
    });
    assert.deepEqual(body["messages"], [
      { role: "user", content: [{ text: "Add." }] },
      { role: "assistant", content: [signed, redacted, toolUse] },
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "a", content: [{ text: "1" }] } },
          { toolResult: { toolUseId: "b_c", content: [{ text: "no" }], status: "error" } },
        ],
      },
    ]);
  });
});
