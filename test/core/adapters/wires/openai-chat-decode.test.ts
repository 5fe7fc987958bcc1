import assert from "node:assert/strict";
import { openaiChatWire } from "../../../../src/core/adapters/wires/openai-chat.ts";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import { decodeChat, delta, done, finish } from "../../../support/chat-chunks.ts";
import { blocksText, decodeJsonBody } from "../../../support/decode-wire.ts";

describe("decoding Chat Completions", () => {
  it("keeps reasoning, answer, usage and finish apart", () => {
    const { attempt, events } = decodeChat([
      delta({ role: "assistant", content: "" }),
      delta({ reasoning_content: "hm, " }),
      delta({ reasoning_content: "well" }),
      delta({ content: "four" }),
      finish("stop"),
      { id: "c-1", model: "m-1", choices: [], usage: { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 } },
      done,
    ]);
    assert.deepEqual(
      events.map((event) => event.type),
      [
        "response-start",
        "reasoning-start",
        "reasoning-delta",
        "reasoning-delta",
        "reasoning-end",
        "answer-start",
        "answer-delta",
        "usage",
        "answer-end",
        "provider-item",
        "finish",
      ],
    );
    assert.equal(attempt.responseId, "c-1");
    assert.equal(attempt.respondedModel, "m-1");
    assert.deepEqual(attempt.usage?.input, { total: 9, uncached: null, cacheRead: null, cacheWrite: null });
    assert.deepEqual(attempt.usage?.output, { total: 7, reasoning: null, visible: null });
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "stop" });
  });

  describe("tool calls", () => {
    const piece = (index: number | null, id: string | null, name: string | null, text: string): JsonObject => ({
      ...(index === null ? {} : { index }),
      ...(id === null ? {} : { id, type: "function" }),
      function: { ...(name === null ? {} : { name }), arguments: text },
    });
    const calls = (...pieces: readonly JsonObject[]) => delta({ tool_calls: pieces });

    it("puts parallel calls together that arrive interleaved", () => {
      const decoded = decodeChat([
        calls(piece(0, "a", "add", ""), piece(1, "b", "sub", "")),
        calls(piece(1, null, null, '{"x"')),
        calls(piece(0, null, null, '{"y"')),
        calls(piece(1, null, null, ":1}"), piece(0, null, null, ":2}")),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ['[add(a)] {"y":2}', '[sub(b)] {"x":1}']);
      assert.equal(decoded.attempt.finish?.reason, "tool-calls");
      assert.deepEqual(decoded.attempt.items, [
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "a", type: "function", function: { name: "add", arguments: '{"y":2}' } },
            { id: "b", type: "function", function: { name: "sub", arguments: '{"x":1}' } },
          ],
        },
      ]);
    });

    it("tells calls apart that share an index, or have none", () => {
      const shared = decodeChat([
        calls(piece(0, "a", "add", "{}")),
        calls(piece(0, "b", "sub", "{}")),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(shared), ["[add(a)] {}", "[sub(b)] {}"]);
      const bare = decodeChat([calls(piece(null, "a", "add", "{}"), piece(null, "b", "sub", "{}")), finish("tool_calls"), done]);
      assert.deepEqual(blocksText(bare), ["[add(a)] {}", "[sub(b)] {}"]);
      const nameless = decodeChat([
        calls(piece(null, null, "add", "{")),
        calls(piece(null, null, null, "}")),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(nameless), ["[add(call_0)] {}"]);
    });

    it("takes the id that is repeated with every piece for the same call", () => {
      const decoded = decodeChat([
        calls(piece(0, "a", "add", "{")),
        calls(piece(0, "a", "add", "}")),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[add(a)] {}"]);
    });

    it("waits for the name and takes arguments that are no text", () => {
      const late = decodeChat([calls(piece(0, "a", null, "{")), calls(piece(0, null, "add", "}")), finish("tool_calls"), done]);
      assert.deepEqual(blocksText(late), ["[add(a)] {}"]);
      const object = decodeChat([
        calls({ index: 0, id: "a", function: { name: "add", arguments: { x: 1 } } }),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(object), ['[add(a)] {"x":1}']);
    });

    it("ends as a tool call even where the server says stop", () => {
      const decoded = decodeChat([calls(piece(0, "a", "add", "{}")), finish("stop"), done]);
      assert.deepEqual(decoded.attempt.finish, { reason: "tool-calls", raw: "stop" });
    });

    it("keeps what a server hangs on a call", () => {
      const call = { ...piece(null, "a", "add", "{}"), extra_content: { google: { thought_signature: "sig" } } };
      const decoded = decodeChat([calls({ ...call, index: 0 }), finish("stop"), done]);
      assert.deepEqual(decoded.attempt.items, [{ role: "assistant", content: null, tool_calls: [call] }]);
    });

    it("reads the single function_call of older servers", () => {
      const decoded = decodeChat([
        delta({ function_call: { name: "add", arguments: "{" } }),
        delta({ function_call: { arguments: "}" } }),
        finish("function_call"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[add(call_0)] {}"]);
      assert.equal(decoded.attempt.finish?.reason, "tool-calls");
    });
  });

  describe("usage", () => {
    const usage = { prompt_tokens: 10, completion_tokens: 8, completion_tokens_details: { reasoning_tokens: 5 } };

    it("is found in every place servers put it", () => {
      const places: readonly JsonObject[] = [
        { choices: [], usage },
        { choices: [], x_groq: { id: "r", usage } },
        { choices: [{ index: 0, delta: {}, finish_reason: "stop", usage }] },
      ];
      for (const place of places) {
        const { attempt } = decodeChat([delta({ content: "four" }), finish("stop"), place, done]);
        assert.deepEqual(attempt.usage?.output, { total: 8, reasoning: 5, visible: 3 });
        assert.deepEqual(attempt.usage?.raw, usage);
      }
    });

    it("takes the last of several", () => {
      const { attempt } = decodeChat([
        { ...delta({ content: "a" }), usage: { prompt_tokens: 10, completion_tokens: 1 } },
        { ...delta({ content: "b" }), usage: { prompt_tokens: 10, completion_tokens: 2 } },
        finish("stop"),
        done,
      ]);
      assert.equal(attempt.usage?.output.total, 2);
    });

    it("follows the dialect's rule for counts beside the total", () => {
      const { attempt } = decodeChat([finish("stop"), { choices: [], usage }, done], {
        counting: { reasoning: "additive", cache: "included" },
      });
      assert.deepEqual(attempt.usage?.output, { total: 13, reasoning: 5, visible: 8 });
    });

    it("reads cache counts by every name", () => {
      const named: readonly (readonly [JsonObject, number | null, number | null])[] = [
        [{ prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 } }, 4, 2],
        [{ prompt_tokens_details: { cached_tokens: 4, cache_creation_input_tokens: 2 } }, 4, 2],
        [{ prompt_cache_hit_tokens: 4, prompt_cache_miss_tokens: 6 }, 4, null],
        [{ cached_tokens: 4 }, 4, null],
        [{ num_cached_tokens: 4 }, 4, null],
        [{ prompt_token_details: { cached_tokens: 4 } }, 4, null],
        [{ prompt_tokens_details: null, cache_read_input_tokens: 4, cache_creation_input_tokens: 2 }, 4, 2],
      ];
      for (const [counts, cacheRead, cacheWrite] of named) {
        const { attempt } = decodeChat([finish("stop"), { choices: [], usage: { prompt_tokens: 10, ...counts } }, done]);
        assert.deepEqual(attempt.usage?.input, { total: 10, uncached: 10 - 4 - (cacheWrite ?? 0), cacheRead, cacheWrite });
      }
    });

    it("does not believe a reasoning count of 0 beside reasoning that was read", () => {
      const zero = { choices: [], usage: { ...usage, completion_tokens_details: { reasoning_tokens: 0 } } };
      const thought = decodeChat([delta({ reasoning: "hm" }), delta({ content: "four" }), finish("stop"), zero, done]);
      assert.deepEqual(thought.attempt.usage?.output, { total: 8, reasoning: null, visible: null });
      const plain = decodeChat([delta({ content: "four" }), finish("stop"), zero, done]);
      assert.deepEqual(plain.attempt.usage?.output, { total: 8, reasoning: 0, visible: 8 });
    });

    it("takes the billed cost from where the dialect says", () => {
      const { attempt } = decodeChat([finish("stop"), { choices: [], usage: { ...usage, cost_in_usd_ticks: 158_500 } }, done], {
        billed: { path: ["usage", "cost_in_usd_ticks"], unit: "usd-ticks" },
      });
      assert.equal(attempt.usage?.billedUsd, "0.00001585");
    });
  });

  describe("the end", () => {
    const ends: readonly (readonly [string, string])[] = [
      ["stop", "stop"],
      ["eos", "stop"],
      ["length", "length"],
      ["model_length", "length"],
      ["content_filter", "content-filter"],
      ["model_context_window_exceeded", "context"],
      ["something_new", "stop"],
    ];
    for (const [raw, reason] of ends) {
      it(`reads ${raw} as ${reason}`, () => {
        assert.deepEqual(decodeChat([delta({ content: "four" }), finish(raw), done]).attempt.finish, { reason, raw });
      });
    }

    for (const raw of ["error", "network_error", "insufficient_system_resource"]) {
      it(`fails on the finish reason ${raw}`, () => {
        const { attempt } = decodeChat([delta({ content: "fo" }), finish(raw), done]);
        assert.deepEqual(attempt.finish, { reason: "error", raw });
        assert.ok(attempt.failure?.message.includes(raw));
        assert.equal(attempt.blocks.length, 1);
      });
    }

    it("is complete with a finish reason but without [DONE], unless the dialect knows better", () => {
      const chunks = [delta({ content: "four" }), finish("stop")];
      assert.equal(decodeChat(chunks).attempt.finish?.reason, "stop");
      assert.equal(decodeChat(chunks, { requiresDone: true }).attempt.finish?.reason, "truncated");
    });

    it("is complete with [DONE] but without a finish reason, and says so", () => {
      const { attempt } = decodeChat([delta({ content: "four", finish_reason: null }), done]);
      assert.deepEqual(attempt.finish, { reason: "stop", raw: null });
      assert.deepEqual(
        attempt.warnings.map(({ code }) => code),
        ["no-finish-reason"],
      );
    });

    it("is truncated with neither, and with nothing at all", () => {
      const { attempt } = decodeChat([delta({ reasoning: "hm" })]);
      assert.equal(attempt.finish?.reason, "truncated");
      assert.deepEqual(attempt.items, []);
      assert.equal(decodeChat([done]).attempt.finish?.reason, "truncated");
    });

    it("keeps what comes after the finish reason", () => {
      const decoded = decodeChat([delta({ content: "fo" }), finish("stop"), delta({ content: "ur" }), done]);
      assert.deepEqual(blocksText(decoded), ["[answer] four"]);
    });

    it("is a refusal when a refusal is all there is", () => {
      const decoded = decodeChat([delta({ refusal: "I cannot " }), delta({ refusal: "help." }), finish("stop"), done]);
      assert.deepEqual(blocksText(decoded), ["[refusal] I cannot help."]);
      assert.deepEqual(decoded.attempt.finish, { reason: "refusal", raw: "stop" });
    });
  });

  describe("errors after HTTP 200", () => {
    const broken: readonly (readonly [string, JsonValue])[] = [
      [
        "an error chunk beside choices",
        { ...finish("error"), error: { code: 502, message: "upstream died", metadata: { error_type: "x" } } },
      ],
      ["an error object alone", { error: { message: "upstream died", type: "server_error", code: "oops" }, status_code: 500 }],
      ["an error inside x_groq", { ...delta({}), x_groq: { error: { message: "upstream died" } } }],
      ["an error that is text", { error: "upstream died" }],
    ];
    for (const [name, chunk] of broken) {
      it(`ends with ${name}`, () => {
        const { attempt } = decodeChat([delta({ content: "fo" }), chunk, done]);
        assert.equal(attempt.finish?.reason, "error");
        assert.ok(attempt.failure?.message.includes("upstream died"));
        assert.equal(attempt.failure?.status, null);
      });
      it(`ends with ${name} when the stream then just closes`, () => {
        assert.equal(decodeChat([delta({ content: "fo" }), chunk]).attempt.finish?.reason, "error");
      });
    }

    it("calls JSON that is none a malformed response, and keeps what came before", () => {
      const decoded = decodeChat([delta({ content: "fo" }), "data: {oops\n\n", delta({ content: "ur" }), done]);
      assert.deepEqual(blocksText(decoded), ["[answer] fo"]);
      assert.equal(decoded.attempt.failure?.kind, "malformed-response");
      assert.equal(decoded.attempt.failure?.provider, "test");
    });
  });

  it("passes over keep-alives, foreign JSON and unknown fields", () => {
    const decoded = decodeChat([
      ": OPENROUTER PROCESSING\n\n",
      "data:\n\n",
      "data: :ping\n\n",
      "data:   \n\n",
      "data: 42\n\n",
      { object: "something.else" },
      { ...delta({ content: "four", novelty: 1 }), obfuscation: "xyz" },
      finish("stop"),
      done,
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
  });

  it("waits for a chunk that names the response", () => {
    const { attempt } = decodeChat([
      { id: "", model: "", choices: [], prompt_filter_results: [] },
      delta({ content: "four" }),
      finish("stop"),
      done,
    ]);
    assert.equal(attempt.responseId, "c-1");
  });

  it("reads the first choice only, and the delta where the whole message stands beside it", () => {
    const decoded = decodeChat([
      { choices: [{ index: 1, delta: { content: "no" } }] },
      { choices: [{ index: 0, delta: { content: "fo" }, message: { content: "fo" } }] },
      { choices: [{ index: 0, delta: { content: "ur" }, message: { content: "four" }, finish_reason: "stop" }] },
      done,
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
  });

  it("keeps citations, annotations and server tools in the message", () => {
    const { attempt } = decodeChat([
      { ...delta({ content: "fo", annotations: [{ a: 1 }] }), citations: ["x"] },
      { ...delta({ content: "ur", annotations: [{ a: 2 }], executed_tools: [{ type: "search" }] }), citations: ["x", "y"] },
      finish("stop"),
      done,
    ]);
    assert.deepEqual(attempt.items, [
      {
        role: "assistant",
        content: "four",
        annotations: [{ a: 1 }, { a: 2 }],
        executed_tools: [{ type: "search" }],
        citations: ["x", "y"],
      },
    ]);
  });

  describe("a body that is no stream", () => {
    it("gives the same blocks", () => {
      const message = { role: "assistant", content: "four", reasoning_content: "hm", refusal: null };
      const decoded = decodeJsonBody(openaiChatWire, {
        id: "c-1",
        model: "m-1",
        choices: [{ index: 0, message, finish_reason: "stop" }],
        usage: { prompt_tokens: 1, completion_tokens: 2 },
      });
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
      assert.deepEqual(decoded.attempt.finish, { reason: "stop", raw: "stop" });
      assert.equal(decoded.attempt.usage?.output.total, 2);
    });

    it("can be an error with status 200", () => {
      const { attempt } = decodeJsonBody(openaiChatWire, { error: { message: "no quota", code: "insufficient_quota" } });
      assert.equal(attempt.failure?.kind, "quota");
    });

    it("is malformed when it is something else", () => {
      assert.equal(decodeJsonBody(openaiChatWire, { hello: "world" }).attempt.failure?.kind, "malformed-response");
      assert.equal(decodeJsonBody(openaiChatWire, "hello").attempt.failure?.kind, "malformed-response");
    });
  });
});
