import assert from "node:assert/strict";
import { ollamaChatWire } from "../../../../src/core/adapters/wires/ollama-chat.ts";
import type { JsonObject } from "../../../../src/core/model/json.ts";
import { blocksText, decodeJsonBody, decodeStream } from "../../../support/decode-wire.ts";
import { encodeInput } from "../../../support/model-request.ts";

const end = {
  model: "m-1",
  message: { role: "assistant", content: "" },
  done: true,
  done_reason: "stop",
  prompt_eval_count: 9,
  eval_count: 7,
};

describe("Ollama's chat", () => {
  it("keeps thinking apart from the content, and counts nothing that was not reported", () => {
    const decoded = decodeStream(ollamaChatWire, [
      line({ thinking: "hm, " }),
      line({ thinking: "well" }),
      line({ content: "four" }),
      end,
    ]);
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm, well", "[answer] four"]);
    const { attempt } = decoded;
    assert.equal(attempt.respondedModel, "m-1");
    assert.deepEqual(attempt.usage?.input, { total: 9, uncached: null, cacheRead: null, cacheWrite: null });
    assert.deepEqual(attempt.usage?.output, { total: 7, reasoning: null, visible: null });
    assert.deepEqual(attempt.items, [{ role: "assistant", content: "four", thinking: "hm, well" }]);
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "stop" });
  });

  it("reads tool calls whole, with or without an id", () => {
    const call = (id: JsonObject) => ({ ...id, function: { name: "add", arguments: { x: 1 } } });
    const decoded = decodeStream(ollamaChatWire, [
      line({ tool_calls: [call({ id: "a" })] }),
      line({ tool_calls: [call({})] }),
      end,
    ]);
    assert.deepEqual(blocksText(decoded), ['[add(a)] {"x":1}', '[add(call_1)] {"x":1}']);
    assert.deepEqual(decoded.attempt.finish, { reason: "tool-calls", raw: "stop" });
  });

  it("splits think tags where the dialect says so", () => {
    const lines = [line({ content: "<think>hm</th" }), line({ content: "ink>four" }), end];
    const decoded = decodeStream(ollamaChatWire, lines, { thinkTags: { styles: ["think"], opening: "required" } });
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
  });

  it("fails on an error line after HTTP 200, and keeps what came before", () => {
    const decoded = decodeStream(ollamaChatWire, [line({ content: "fo" }), { error: "model runner crashed" }]);
    assert.deepEqual(blocksText(decoded), ["[answer] fo"]);
    assert.equal(decoded.attempt.finish?.reason, "error");
    assert.ok(decoded.attempt.failure?.message.includes("model runner crashed"));
  });

  it("is truncated without its last line, and stopped by length where it says so", () => {
    assert.equal(decodeStream(ollamaChatWire, [line({ content: "fo" })]).attempt.finish?.reason, "truncated");
    assert.equal(decodeStream(ollamaChatWire, [{ ...end, done_reason: "length" }]).attempt.finish?.reason, "length");
  });

  it("reads a body that is no stream", () => {
    const decoded = decodeJsonBody(ollamaChatWire, { ...end, message: { role: "assistant", content: "four", thinking: "hm" } });
    assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
    assert.equal(decodeJsonBody(ollamaChatWire, { error: "no" }).attempt.finish?.reason, "error");
    assert.equal(decodeJsonBody(ollamaChatWire, { hello: 1 }).attempt.failure?.kind, "malformed-response");
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
            blocks: [{ type: "tool-call", callId: "c", name: "add", arguments: '{"x":2}', isOpen: false }],
          },
          { role: "tool", callId: "c", name: "add", text: "4", isError: false },
        ],
      },
      { sent: { think: "high" }, maxOutputTokens: 500 },
    );
    const { path, body } = ollamaChatWire.encode(input, {
      ...ollamaChatWire.defaultDialect,
      body: { options: { num_ctx: 8_192 } },
    });
    assert.equal(path, "/api/chat");
    assert.deepEqual(body, {
      model: "m-1",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "2+2?" },
        { role: "assistant", content: "", tool_calls: [{ function: { name: "add", arguments: { x: 2 } } }] },
        { role: "tool", tool_name: "add", content: "4" },
      ],
      stream: true,
      options: { num_ctx: 8_192, num_predict: 500 },
      tools: [{ type: "function", function: tool }],
      think: "high",
    });
  });

  it("sends thinking back, unless the dialect omits it", () => {
    const item = { role: "assistant", content: "four", thinking: "hm" };
    const replay = { provider: "ollama", wire: "ollama-chat", items: [item] } as const;
    const input = encodeInput({ messages: [{ role: "assistant", blocks: [], replay }] });
    assert.deepEqual(ollamaChatWire.encode(input, ollamaChatWire.defaultDialect).body["messages"], [item]);
    assert.deepEqual(
      ollamaChatWire.encode(input, { ...ollamaChatWire.defaultDialect, replayReasoning: "omit" }).body["messages"],
      [{ role: "assistant", content: "four" }],
    );
  });
});

function line(message: JsonObject): JsonObject {
  return { model: "m-1", message: { role: "assistant", ...message }, done: false };
}
