import assert from "node:assert/strict";
import { openaiResponsesWire } from "../../../../src/core/adapters/wires/openai-responses.ts";
import type { OpenaiResponsesDialect } from "../../../../src/core/adapters/wires/openai-responses-dialect.ts";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import { blocksText, decodeJsonBody, decodeStream } from "../../../support/decode-wire.ts";

const created = { type: "response.created", response: { id: "r-1", model: "m-1", status: "in_progress" } };

describe("decoding Responses", () => {
  it("keeps summary parts apart, and everything in order", () => {
    const { attempt, events } = decode([
      created,
      added(0, { type: "reasoning", id: "rs" }),
      { type: "response.reasoning_summary_part.added", output_index: 0, summary_index: 0 },
      summary(0, 0, "first "),
      summary(0, 0, "part"),
      { type: "response.reasoning_summary_text.done", output_index: 0, summary_index: 0, text: "first part" },
      summary(0, 1, "second"),
      itemDone(0, { type: "reasoning", id: "rs", summary: [part("first part"), part("second")], encrypted_content: "AA" }),
      added(1, { type: "message", id: "msg", phase: "final_answer" }),
      text(1, "four"),
      itemDone(1, { type: "message", id: "msg", content: [{ type: "output_text", text: "four" }] }),
      completed({ usage: { input_tokens: 9, output_tokens: 7, output_tokens_details: { reasoning_tokens: 5 } } }),
    ]);
    assert.deepEqual(blocksText({ attempt, events }), [
      "[reasoning:summary] first part",
      "[reasoning:summary] second",
      "[answer] four",
    ]);
    assert.deepEqual(attempt.opaque, [{ kind: "encrypted", block: 1, data: "AA", format: "openai-responses-v1" }]);
    assert.equal(attempt.responseId, "r-1");
    assert.equal(attempt.respondedModel, "m-1");
    assert.deepEqual(attempt.usage?.output, { total: 7, reasoning: 5, visible: 2 });
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "completed" });
    assert.deepEqual(attempt.warnings, []);
    assert.deepEqual(
      events.filter((event) => event.type.endsWith("-end")).map((event) => event.type),
      ["reasoning-end", "reasoning-end", "answer-end"],
    );
  });

  it("shows raw reasoning as raw, beside a summary of it", () => {
    const decoded = decode([
      created,
      summary(0, 0, "in short"),
      { type: "response.reasoning_text.delta", output_index: 0, content_index: 0, delta: "at length" },
      itemDone(0, { type: "reasoning", summary: [part("in short")], content: [{ type: "reasoning_text", text: "at length" }] }),
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short", "[reasoning:raw] at length"]);
  });

  it("calls a summary raw where a server puts the raw thinking there", () => {
    const decoded = decode([summary(0, 0, "hm"), completed()], { summaryVisibility: "raw" });
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm"]);
  });

  describe("opaque state", () => {
    it("comes from the item's end, not from its beginning", () => {
      const { attempt } = decode([
        added(0, { type: "reasoning", encrypted_content: "half" }),
        itemDone(0, { type: "reasoning", summary: [], encrypted_content: "whole" }),
        completed({ output: [{ type: "reasoning", summary: [], encrypted_content: "again" }] }),
      ]);
      assert.deepEqual(
        attempt.opaque.map(({ data }) => data),
        ["whole"],
      );
      assert.deepEqual(attempt.items, [{ type: "reasoning", summary: [], encrypted_content: "whole" }]);
    });

    it("is filled in from the final output where the item came without it", () => {
      const decoded = decode([
        summary(0, 0, "hm"),
        itemDone(0, { type: "reasoning", id: "rs", summary: [part("hm")] }),
        itemDone(1, { type: "message", id: "msg", content: [{ type: "output_text", text: "four" }] }),
        completed({
          output: [{ type: "reasoning", id: "rs", summary: [part("hm")], encrypted_content: "AA" }, { type: "message" }],
        }),
      ]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "encrypted", block: 0, data: "AA", format: "openai-responses-v1" }]);
      assert.deepEqual(decoded.attempt.items[0], { type: "reasoning", id: "rs", summary: [part("hm")], encrypted_content: "AA" });
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] hm", "[answer] four"]);
    });

    it("makes a block of reasoning without text, and says which kind it is", () => {
      const decoded = decode([
        itemDone(0, { type: "reasoning", summary: [], encrypted_content: "AA", format: "xai-responses-v1" }),
        itemDone(1, { type: "reasoning", summary: [] }),
        completed(),
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:encrypted] ", "[reasoning:omitted] "]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "encrypted", block: 0, data: "AA", format: "xai-responses-v1" }]);
    });

    it("is not what a server calls so when the dialect knows better", () => {
      const item = { type: "reasoning", summary: [part("hm")], encrypted_content: "hm" };
      assert.deepEqual(decode([itemDone(0, item), completed()], { hasOpaqueState: false }).attempt.opaque, []);
    });

    it("is kept of a compaction too, which belongs to no block", () => {
      const { attempt } = decode([itemDone(0, { type: "compaction", encrypted_content: "AA" }), completed()]);
      assert.deepEqual(attempt.opaque, [{ kind: "encrypted", block: null, data: "AA", format: "openai-responses-v1" }]);
      assert.deepEqual(attempt.blocks, []);
    });
  });

  it("keeps commentary apart from the answer", () => {
    const decoded = decode([
      added(0, { type: "message", phase: "commentary" }),
      text(0, "Let me look."),
      itemDone(0, { type: "message", phase: "commentary", content: [{ type: "output_text", text: "Let me look." }] }),
      added(1, { type: "message", phase: "final_answer" }),
      text(1, "four"),
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[commentary] Let me look.", "[answer] four"]);
  });

  it("reads function calls and custom calls, interleaved or whole", () => {
    const call = (name: string) => ({ type: "function_call", call_id: name, name, arguments: "" });
    const decoded = decode([
      added(0, call("a")),
      added(1, call("b")),
      argumentsDelta(1, '{"x"'),
      argumentsDelta(0, '{"y"'),
      argumentsDelta(1, ":1}"),
      argumentsDelta(0, ":2}"),
      itemDone(0, { ...call("a"), arguments: '{"y":2}' }),
      itemDone(1, { ...call("b"), arguments: '{"x":1}' }),
      added(2, { type: "custom_tool_call", call_id: "c", name: "c", input: "" }),
      { type: "response.custom_tool_call_input.delta", output_index: 2, delta: "free text" },
      itemDone(2, { type: "custom_tool_call", call_id: "c", name: "c", input: "free text" }),
      itemDone(3, { ...call("d"), arguments: "{}" }),
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ['[a(a)] {"y":2}', '[b(b)] {"x":1}', "[c(c)] free text", "[d(d)] {}"]);
    assert.equal(decoded.attempt.finish?.reason, "tool-calls");
  });

  it("keeps the items of tools the provider runs itself, without showing them", () => {
    const search = { type: "web_search_call", id: "ws", status: "completed", action: { query: "x" } };
    const decoded = decode([
      added(0, search),
      { type: "response.web_search_call.searching", output_index: 0 },
      { type: "response.mcp_call_arguments.delta", output_index: 0, delta: "{}" },
      itemDone(0, search),
      text(1, "four"),
      { type: "response.output_text.annotation.added", output_index: 1, annotation: {} },
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
    assert.deepEqual(decoded.attempt.items, [search]);
  });

  it("does not rely on item ids, which some servers change with every event", () => {
    const decoded = decode([
      { ...text(0, "fo"), item_id: "one" },
      { ...text(0, "ur"), item_id: "two" },
      itemDone(0, { type: "message", id: "three", content: [{ type: "output_text", text: "four" }] }),
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
  });

  it("brings text that no delta brought, and the rest of text whose deltas were lost", () => {
    const decoded = decode([
      { type: "response.reasoning_summary_text.done", output_index: 0, summary_index: 0, text: "hm" },
      text(1, "fo"),
      itemDone(1, { type: "message", content: [{ type: "output_text", text: "four" }] }),
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:summary] hm", "[answer] four"]);
    assert.deepEqual(decoded.attempt.warnings, []);
  });

  it("warns once when the final text contradicts the streamed one", () => {
    const decoded = decode([
      text(0, "four."),
      { type: "response.output_text.done", output_index: 0, content_index: 0, text: "five" },
      itemDone(0, { type: "message", content: [{ type: "output_text", text: "five" }] }),
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four."]);
    assert.deepEqual(
      decoded.attempt.warnings.map(({ code }) => code),
      ["text-mismatch"],
    );
  });

  it("releases whole items in order, at the end and when the stream is cut", () => {
    const reasoning = { type: "reasoning", id: "rs", summary: [] };
    const message = { type: "message", id: "msg", content: [] };
    const chunks = [itemDone(1, message), itemDone(0, reasoning), added(2, { type: "message", id: "half" })];
    assert.deepEqual(decode([...chunks, completed({ output: [] })]).attempt.items, [reasoning, message]);
    const cut = decode(chunks).attempt;
    assert.equal(cut.finish?.reason, "truncated");
    assert.deepEqual(cut.items, [reasoning, message]);
  });

  it("takes items that stand in the final output only", () => {
    const output = [
      { type: "reasoning", summary: [part("hm")] },
      { type: "message", content: [{ type: "output_text", text: "four" }] },
    ];
    const decoded = decode([created, completed({ output })]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:summary] hm", "[answer] four"]);
    assert.deepEqual(decoded.attempt.items, output);
  });

  it("reports what the provider removed from the history", () => {
    const removed = { id: "rs_1", type: "reasoning", action: "removed", reason: "prefix_mismatch" };
    assert.deepEqual(decode([completed({ input_transformations: [removed] })]).attempt.inputTransformations, [removed]);
    assert.equal(decode([completed({ input_transformations: [] })]).attempt.inputTransformations, null);
  });

  describe("the end", () => {
    it("is a length stop with what was cut off by the output limit", () => {
      const { attempt } = decode([
        text(0, "fo"),
        { type: "response.incomplete", response: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } } },
      ]);
      assert.deepEqual(attempt.finish, { reason: "length", raw: "max_output_tokens" });
    });

    it("is a content filter stop", () => {
      const response = { status: "incomplete", incomplete_details: { reason: "content_filter" } };
      assert.equal(decode([{ type: "response.incomplete", response }]).attempt.finish?.reason, "content-filter");
    });

    it("is a refusal when a refusal is all there is", () => {
      const decoded = decode([
        { type: "response.refusal.delta", output_index: 0, content_index: 0, delta: "I cannot" },
        { type: "response.refusal.done", output_index: 0, content_index: 0, refusal: "I cannot help." },
        completed(),
      ]);
      assert.deepEqual(blocksText(decoded), ["[refusal] I cannot help."]);
      assert.deepEqual(decoded.attempt.finish, { reason: "refusal", raw: "completed" });
    });

    it("comes under another name too, and only once", () => {
      const { attempt, events } = decode([
        text(0, "four"),
        { ...completed(), type: "response.done" },
        completed(),
        "data: [DONE]\n\n",
      ]);
      assert.deepEqual(attempt.finish, { reason: "stop", raw: "completed" });
      assert.equal(events.filter((event) => event.type === "finish").length, 1);
    });

    it("is known by the event's name when the object gives no status", () => {
      const { attempt } = decode([text(0, "four"), { type: "response.completed", response: { id: "r" } }]);
      assert.deepEqual(attempt.finish, { reason: "stop", raw: "completed" });
    });

    it("is missing when the body just stops", () => {
      const decoded = decode([created, summary(0, 0, "hm")]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] hm"]);
      assert.equal(decoded.attempt.finish?.reason, "truncated");
    });
  });

  describe("errors after HTTP 200", () => {
    it("fails with the response's own error, and keeps the usage", () => {
      const response = { status: "failed", error: { code: "server_error", message: "It broke." }, usage: { input_tokens: 3 } };
      const { attempt } = decode([text(0, "fo"), { type: "response.failed", response }]);
      assert.deepEqual(attempt.finish, { reason: "error", raw: "failed" });
      assert.equal(attempt.failure?.code, "server_error");
      assert.equal(attempt.usage?.input.total, 3);
    });

    for (const error of [
      { type: "error", code: "server_is_overloaded", message: "Too busy.", sequence_number: 7 },
      { type: "error", error: { type: "server_error", code: "server_is_overloaded", message: "Too busy." } },
    ]) {
      it(`fails on an error event (${"error" in error ? "nested" : "flat"}) before a plain close`, () => {
        const { attempt } = decode([text(0, "fo"), error]);
        assert.equal(attempt.finish?.reason, "error");
        assert.equal(attempt.failure?.code, "server_is_overloaded");
        assert.ok(attempt.failure?.message.includes("Too busy."));
      });
    }

    it("prefers what response.failed says after an error event", () => {
      const failed = {
        type: "response.failed",
        response: { status: "failed", error: { code: "insufficient_quota", message: "No quota." } },
      };
      const { attempt } = decode([{ type: "error", error: { code: "x", message: "y" } }, failed]);
      assert.equal(attempt.failure?.code, "insufficient_quota");
      assert.equal(attempt.finish?.raw, "failed");
    });

    it("fails on a bare error object", () => {
      assert.equal(decode([text(0, "fo"), { error: { code: 502, message: "gone" } }]).attempt.finish?.reason, "error");
    });

    it("fails when the response failed and gave no reason", () => {
      const { attempt } = decode([{ type: "response.failed", response: { status: "failed", error: null } }]);
      assert.ok(attempt.failure?.message.includes("gave no reason"));
    });
  });

  it("takes the billed cost and the counting rule from the dialect", () => {
    const usage = { input_tokens: 10, input_tokens_details: { cached_tokens: 30 }, output_tokens: 5, cost_in_usd_ticks: 25_000 };
    const { attempt } = decode([completed({ usage })], { billed: { path: ["usage", "cost_in_usd_ticks"], unit: "usd-ticks" } });
    assert.equal(attempt.usage?.billedUsd, "0.0000025");
    // More cached than there is input: then the input excludes what was cached.
    assert.deepEqual(attempt.usage?.input, { total: 40, uncached: 10, cacheRead: 30, cacheWrite: null });
  });

  it("passes over keep-alives, unknown events and padding", () => {
    const decoded = decode([
      "data: :ping\n\n",
      "data:\n\n",
      ": keep-alive\n\n",
      { type: "response.something_new", delta: "no" },
      { ...text(0, "four"), obfuscation: "aBcD" },
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
  });

  it("reads the event's name from the frame when the data has none", () => {
    const decoded = decode([
      'event: response.output_text.delta\ndata: {"output_index":0,"content_index":0,"delta":"four"}\n\n',
      completed(),
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
  });

  describe("a body that is no stream", () => {
    it("gives the same blocks", () => {
      const decoded = decodeJsonBody(openaiResponsesWire, {
        id: "r-1",
        model: "m-1",
        status: "completed",
        error: null,
        output: [
          { type: "reasoning", id: "rs", summary: [part("a"), part("b")], encrypted_content: "AA" },
          {
            type: "message",
            content: [
              { type: "output_text", text: "four" },
              { type: "refusal", refusal: "no" },
            ],
          },
          { type: "function_call", call_id: "c", name: "f", arguments: "{}" },
        ],
        usage: { input_tokens: 1, output_tokens: 2 },
      });
      assert.deepEqual(blocksText(decoded), [
        "[reasoning:summary] a",
        "[reasoning:summary] b",
        "[answer] four",
        "[refusal] no",
        "[f(c)] {}",
      ]);
      assert.equal(decoded.attempt.opaque.length, 1);
      assert.equal(decoded.attempt.items.length, 3);
    });

    it("can be an error with status 200, and is malformed when it is something else", () => {
      const error = decodeJsonBody(openaiResponsesWire, { error: { message: "No quota.", code: "insufficient_quota" } });
      assert.equal(error.attempt.failure?.kind, "quota");
      assert.equal(error.attempt.finish?.raw, null);
      assert.equal(decodeJsonBody(openaiResponsesWire, { hello: 1 }).attempt.failure?.kind, "malformed-response");
    });
  });
});

function decode(messages: readonly JsonValue[], dialect: Partial<OpenaiResponsesDialect> = {}) {
  return decodeStream(openaiResponsesWire, messages, dialect);
}

function added(index: number, item: JsonObject): JsonObject {
  return { type: "response.output_item.added", output_index: index, item };
}

function itemDone(index: number, item: JsonObject): JsonObject {
  return { type: "response.output_item.done", output_index: index, item };
}

function summary(index: number, at: number, delta: string): JsonObject {
  return { type: "response.reasoning_summary_text.delta", output_index: index, summary_index: at, delta };
}

function text(index: number, delta: string): JsonObject {
  return { type: "response.output_text.delta", output_index: index, content_index: 0, delta };
}

function argumentsDelta(index: number, delta: string): JsonObject {
  return { type: "response.function_call_arguments.delta", output_index: index, delta };
}

function part(words: string): JsonObject {
  return { type: "summary_text", text: words };
}

function completed(more: JsonObject = {}): JsonObject {
  return { type: "response.completed", response: { id: "r-1", model: "m-1", status: "completed", output: [], ...more } };
}
