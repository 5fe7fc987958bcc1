import assert from "node:assert/strict";
import { openaiChatWire } from "../../../../src/core/adapters/wires/openai-chat.ts";
import type { OpenaiChatDialect } from "../../../../src/core/adapters/wires/openai-chat-dialect.ts";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import { blocksText, decodeJsonBody, decodeStream } from "../../../support/decode-wire.ts";

const done = "data: [DONE]\n\n";

describe("decoding Chat Completions", () => {
  it("keeps reasoning, answer, usage and finish apart", () => {
    const { attempt, events } = decode([
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
        ...["response-start", "reasoning-start", "reasoning-delta", "reasoning-delta", "reasoning-end"],
        ...["answer-start", "answer-delta", "usage", "answer-end", "provider-item", "finish"],
      ],
    );
    assert.equal(attempt.responseId, "c-1");
    assert.equal(attempt.respondedModel, "m-1");
    assert.deepEqual(attempt.usage?.input, { total: 9, uncached: null, cacheRead: null, cacheWrite: null });
    assert.deepEqual(attempt.usage?.output, { total: 7, reasoning: null, visible: null });
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "stop" });
  });

  describe("where reasoning stands", () => {
    for (const field of ["reasoning_content", "reasoning", "reasoning_text"]) {
      it(`reads ${field} and remembers its name for the way back`, () => {
        const decoded = decode([delta({ [field]: "hm" }), delta({ content: "four" }), finish("stop"), done]);
        assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
        assert.deepEqual(decoded.attempt.items, [{ role: "assistant", content: "four", [field]: "hm" }]);
      });
    }

    it("reads a field that the dialect does not name, because servers rename theirs", () => {
      const decoded = decode([delta({ reasoning: "hm" }), finish("stop"), done], { reasoningFields: ["reasoning_content"] });
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm"]);
    });

    it("shows words once that come in two fields", () => {
      const decoded = decode([
        delta({ reasoning: "hm", reasoning_content: "hm" }),
        delta({ reasoning: " well", reasoning_details: [{ type: "reasoning.text", text: " well", index: 0 }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm well"]);
    });

    it("reads reasoning_details alone, a summary as a summary", () => {
      const decoded = decode([
        delta({ reasoning_details: [{ type: "reasoning.summary", summary: "in short", format: "openai-responses-v1" }] }),
        delta({ reasoning_details: [{ text: "plain" }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short", "[reasoning:raw] plain"]);
    });

    it("calls it a summary where the dialect says so", () => {
      const decoded = decode([delta({ reasoning: "in short" }), finish("stop"), done], { reasoningVisibility: "summary" });
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short"]);
    });

    it("opens a new block when reasoning comes again after the answer", () => {
      const decoded = decode([
        delta({ reasoning: "a" }),
        delta({ content: "one" }),
        delta({ reasoning: "b" }),
        delta({ content: "two" }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] a", "[answer] one", "[reasoning:raw] b", "[answer] two"]);
    });

    it("reads thinking chunks in content and keeps them whole, with their signature", () => {
      const thinking = (text: string, more: JsonObject = {}) => ({
        type: "thinking",
        thinking: [{ type: "text", text }],
        ...more,
      });
      const decoded = decode(
        [
          delta({ content: [thinking("hm, ")] }),
          delta({ content: [thinking("well", { closed: true, signature: "sig" }), { type: "text", text: "fo" }] }),
          delta({ content: "ur" }),
          finish("stop"),
          done,
        ],
        { opaqueFormat: "own-format" },
      );
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm, well", "[answer] four"]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "signature", block: 0, data: "sig", format: "own-format" }]);
      assert.deepEqual(decoded.attempt.items, [
        {
          role: "assistant",
          content: [thinking("hm, well", { closed: true, signature: "sig" }), { type: "text", text: "four" }],
        },
      ]);
    });

    it("reads the reasoning parts that stand in content with a summary", () => {
      const decoded = decode([
        delta({ content: [{ type: "reasoning", summary: [{ type: "summary_text", text: "in short", signature: "sig" }] }] }),
        delta({ content: [{ type: "text", text: "four" }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short", "[answer] four"]);
      assert.equal(decoded.attempt.opaque[0]?.data, "sig");
    });

    it("reads content_blocks beside the content without repeating the answer", () => {
      const decoded = decode([
        delta({ content_blocks: [{ index: 0, delta: { thinking: "hm" } }] }),
        delta({ content_blocks: [{ index: 0, delta: { signature: "sig" } }] }),
        delta({ content: "four", content_blocks: [{ index: 1, delta: { text: "four" } }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "signature", block: 0, data: "sig", format: "unknown" }]);
    });

    it("keeps thinking_blocks for the way back", () => {
      const block = (thinking: string, signature = "") => ({ type: "thinking", thinking, signature });
      const decoded = decode([
        delta({ reasoning_content: "hm, ", thinking_blocks: [block("hm, ")] }),
        delta({ reasoning_content: "well", thinking_blocks: [block("well")] }),
        delta({ thinking_blocks: [block("", "sig")] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm, well"]);
      assert.equal(decoded.attempt.opaque.length, 1);
      assert.deepEqual(decoded.attempt.items, [
        { role: "assistant", content: "", reasoning_content: "hm, well", thinking_blocks: [block("hm, well", "sig")] },
      ]);
    });

    it("splits think tags only where the dialect says so, and keeps them in the message", () => {
      const chunks = [
        delta({ content: "<thi" }),
        delta({ content: "nk>hm</think>" }),
        delta({ content: "four" }),
        finish("stop"),
        done,
      ];
      assert.deepEqual(blocksText(decode(chunks)), ["[answer] <think>hm</think>four"]);
      const split = decode(chunks, { thinkTags: { styles: ["think"], opening: "required" } });
      assert.deepEqual(blocksText(split), ["[reasoning:raw] hm", "[answer] four"]);
      assert.deepEqual(split.attempt.items, [{ role: "assistant", content: "<think>hm</think>four" }]);
    });

    it("hands out held text when the stream is cut", () => {
      const decoded = decode([delta({ content: "a <thi" })], { thinkTags: { styles: ["think"], opening: "required" } });
      assert.deepEqual(blocksText(decoded), ["[answer] a <thi"]);
      assert.equal(decoded.attempt.finish?.reason, "truncated");
    });
  });

  describe("opaque state", () => {
    const text = (more: JsonObject) => ({ type: "reasoning.text", index: 0, format: "anthropic-claude-v1", ...more });

    it("joins the pieces of one entry and keeps its signature, once", () => {
      const decoded = decode([
        delta({ reasoning: "hm, ", reasoning_details: [text({ text: "hm, ", signature: "" })] }),
        delta({ reasoning: "well", reasoning_details: [text({ text: "well", signature: "" })] }),
        delta({ reasoning: "", reasoning_details: [text({ text: "", signature: "sig" })] }),
        delta({ content: "four" }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "signature", block: 0, data: "sig", format: "anthropic-claude-v1" }]);
      assert.deepEqual(decoded.attempt.items, [
        {
          role: "assistant",
          content: "four",
          reasoning: "hm, well",
          reasoning_details: [text({ text: "hm, well", signature: "sig" })],
        },
      ]);
    });

    it("keeps two signed entries apart", () => {
      const decoded = decode([
        delta({ reasoning_details: [text({ text: "a", signature: "one" })] }),
        delta({ reasoning_details: [text({ text: "b" })] }),
        delta({ reasoning_details: [text({ signature: "two" })] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(decoded.attempt.items, [
        {
          role: "assistant",
          content: "",
          reasoning_details: [text({ text: "a", signature: "one" }), text({ text: "b", signature: "two" })],
        },
      ]);
    });

    it("never joins encrypted entries", () => {
      const entry = (data: string) => ({ type: "reasoning.encrypted", data, index: 0, format: "google-gemini-v1" });
      const decoded = decode([
        delta({ reasoning_details: [entry("AA")] }),
        delta({ reasoning_details: [entry("BB")] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(
        decoded.attempt.opaque.map(({ data }) => data),
        ["AA", "BB"],
      );
      assert.deepEqual(decoded.attempt.items, [
        { role: "assistant", content: "", reasoning_details: [entry("AA"), entry("BB")] },
      ]);
    });

    it("shows that there was reasoning when only its encrypted form came", () => {
      const entry = { type: "reasoning.encrypted", data: "AA", format: "openai-responses-v1" };
      const decoded = decode([delta({ content: "four" }), delta({ reasoning_details: [entry] }), finish("stop"), done]);
      assert.deepEqual(blocksText(decoded), ["[answer] four", "[reasoning:encrypted] "]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "encrypted", block: 1, data: "AA", format: "openai-responses-v1" }]);
    });

    it("gives encrypted state that comes last to the reasoning it belongs to", () => {
      const entry = { type: "reasoning.encrypted", data: "AA", format: "openai-responses-v1" };
      const decoded = decode([
        delta({ reasoning: "hm" }),
        delta({ content: "four" }),
        delta({ reasoning_details: [entry] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
      assert.equal(decoded.attempt.opaque[0]?.block, 0);
    });
  });

  describe("tool calls", () => {
    const piece = (index: number | null, id: string | null, name: string | null, text: string): JsonObject => ({
      ...(index === null ? {} : { index }),
      ...(id === null ? {} : { id, type: "function" }),
      function: { ...(name === null ? {} : { name }), arguments: text },
    });
    const calls = (...pieces: readonly JsonObject[]) => delta({ tool_calls: pieces });

    it("puts parallel calls together that arrive interleaved", () => {
      const decoded = decode([
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
      const shared = decode([calls(piece(0, "a", "add", "{}")), calls(piece(0, "b", "sub", "{}")), finish("tool_calls"), done]);
      assert.deepEqual(blocksText(shared), ["[add(a)] {}", "[sub(b)] {}"]);
      const bare = decode([calls(piece(null, "a", "add", "{}"), piece(null, "b", "sub", "{}")), finish("tool_calls"), done]);
      assert.deepEqual(blocksText(bare), ["[add(a)] {}", "[sub(b)] {}"]);
      const nameless = decode([
        calls(piece(null, null, "add", "{")),
        calls(piece(null, null, null, "}")),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(nameless), ["[add(call_0)] {}"]);
    });

    it("takes the id that is repeated with every piece for the same call", () => {
      const decoded = decode([calls(piece(0, "a", "add", "{")), calls(piece(0, "a", "add", "}")), finish("tool_calls"), done]);
      assert.deepEqual(blocksText(decoded), ["[add(a)] {}"]);
    });

    it("waits for the name and takes arguments that are no text", () => {
      const late = decode([calls(piece(0, "a", null, "{")), calls(piece(0, null, "add", "}")), finish("tool_calls"), done]);
      assert.deepEqual(blocksText(late), ["[add(a)] {}"]);
      const object = decode([
        calls({ index: 0, id: "a", function: { name: "add", arguments: { x: 1 } } }),
        finish("tool_calls"),
        done,
      ]);
      assert.deepEqual(blocksText(object), ['[add(a)] {"x":1}']);
    });

    it("ends as a tool call even where the server says stop", () => {
      const decoded = decode([calls(piece(0, "a", "add", "{}")), finish("stop"), done]);
      assert.deepEqual(decoded.attempt.finish, { reason: "tool-calls", raw: "stop" });
    });

    it("keeps what a server hangs on a call", () => {
      const call = { ...piece(null, "a", "add", "{}"), extra_content: { google: { thought_signature: "sig" } } };
      const decoded = decode([calls({ ...call, index: 0 }), finish("stop"), done]);
      assert.deepEqual(decoded.attempt.items, [{ role: "assistant", content: null, tool_calls: [call] }]);
    });

    it("reads the single function_call of older servers", () => {
      const decoded = decode([
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
        const { attempt } = decode([delta({ content: "four" }), finish("stop"), place, done]);
        assert.deepEqual(attempt.usage?.output, { total: 8, reasoning: 5, visible: 3 });
        assert.deepEqual(attempt.usage?.raw, usage);
      }
    });

    it("takes the last of several", () => {
      const { attempt } = decode([
        { ...delta({ content: "a" }), usage: { prompt_tokens: 10, completion_tokens: 1 } },
        { ...delta({ content: "b" }), usage: { prompt_tokens: 10, completion_tokens: 2 } },
        finish("stop"),
        done,
      ]);
      assert.equal(attempt.usage?.output.total, 2);
    });

    it("follows the dialect's rule for counts beside the total", () => {
      const { attempt } = decode([finish("stop"), { choices: [], usage }, done], {
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
        const { attempt } = decode([finish("stop"), { choices: [], usage: { prompt_tokens: 10, ...counts } }, done]);
        assert.deepEqual(attempt.usage?.input, { total: 10, uncached: 10 - 4 - (cacheWrite ?? 0), cacheRead, cacheWrite });
      }
    });

    it("does not believe a reasoning count of 0 beside reasoning that was read", () => {
      const zero = { choices: [], usage: { ...usage, completion_tokens_details: { reasoning_tokens: 0 } } };
      const thought = decode([delta({ reasoning: "hm" }), delta({ content: "four" }), finish("stop"), zero, done]);
      assert.deepEqual(thought.attempt.usage?.output, { total: 8, reasoning: null, visible: null });
      const plain = decode([delta({ content: "four" }), finish("stop"), zero, done]);
      assert.deepEqual(plain.attempt.usage?.output, { total: 8, reasoning: 0, visible: 8 });
    });

    it("takes the billed cost from where the dialect says", () => {
      const { attempt } = decode([finish("stop"), { choices: [], usage: { ...usage, cost_in_usd_ticks: 158_500 } }, done], {
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
        assert.deepEqual(decode([delta({ content: "four" }), finish(raw), done]).attempt.finish, { reason, raw });
      });
    }

    for (const raw of ["error", "network_error", "insufficient_system_resource"]) {
      it(`fails on the finish reason ${raw}`, () => {
        const { attempt } = decode([delta({ content: "fo" }), finish(raw), done]);
        assert.deepEqual(attempt.finish, { reason: "error", raw });
        assert.ok(attempt.failure?.message.includes(raw));
        assert.equal(attempt.blocks.length, 1);
      });
    }

    it("is complete with a finish reason but without [DONE], unless the dialect knows better", () => {
      const chunks = [delta({ content: "four" }), finish("stop")];
      assert.equal(decode(chunks).attempt.finish?.reason, "stop");
      assert.equal(decode(chunks, { requiresDone: true }).attempt.finish?.reason, "truncated");
    });

    it("is complete with [DONE] but without a finish reason, and says so", () => {
      const { attempt } = decode([delta({ content: "four", finish_reason: null }), done]);
      assert.deepEqual(attempt.finish, { reason: "stop", raw: null });
      assert.deepEqual(
        attempt.warnings.map(({ code }) => code),
        ["no-finish-reason"],
      );
    });

    it("is truncated with neither, and with nothing at all", () => {
      const { attempt } = decode([delta({ reasoning: "hm" })]);
      assert.equal(attempt.finish?.reason, "truncated");
      assert.deepEqual(attempt.items, []);
      assert.equal(decode([done]).attempt.finish?.reason, "truncated");
    });

    it("keeps what comes after the finish reason", () => {
      const decoded = decode([delta({ content: "fo" }), finish("stop"), delta({ content: "ur" }), done]);
      assert.deepEqual(blocksText(decoded), ["[answer] four"]);
    });

    it("is a refusal when a refusal is all there is", () => {
      const decoded = decode([delta({ refusal: "I cannot " }), delta({ refusal: "help." }), finish("stop"), done]);
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
        const { attempt } = decode([delta({ content: "fo" }), chunk, done]);
        assert.equal(attempt.finish?.reason, "error");
        assert.ok(attempt.failure?.message.includes("upstream died"));
        assert.equal(attempt.failure?.status, null);
      });
      it(`ends with ${name} when the stream then just closes`, () => {
        assert.equal(decode([delta({ content: "fo" }), chunk]).attempt.finish?.reason, "error");
      });
    }

    it("calls JSON that is none a malformed response, and keeps what came before", () => {
      const decoded = decode([delta({ content: "fo" }), "data: {oops\n\n", delta({ content: "ur" }), done]);
      assert.deepEqual(blocksText(decoded), ["[answer] fo"]);
      assert.equal(decoded.attempt.failure?.kind, "malformed-response");
      assert.equal(decoded.attempt.failure?.provider, "test");
    });
  });

  it("passes over keep-alives, foreign JSON and unknown fields", () => {
    const decoded = decode([
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
    const { attempt } = decode([
      { id: "", model: "", choices: [], prompt_filter_results: [] },
      delta({ content: "four" }),
      finish("stop"),
      done,
    ]);
    assert.equal(attempt.responseId, "c-1");
  });

  it("reads the first choice only, and the delta where the whole message stands beside it", () => {
    const decoded = decode([
      { choices: [{ index: 1, delta: { content: "no" } }] },
      { choices: [{ index: 0, delta: { content: "fo" }, message: { content: "fo" } }] },
      { choices: [{ index: 0, delta: { content: "ur" }, message: { content: "four" }, finish_reason: "stop" }] },
      done,
    ]);
    assert.deepEqual(blocksText(decoded), ["[answer] four"]);
  });

  it("keeps citations, annotations and server tools in the message", () => {
    const { attempt } = decode([
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

function decode(messages: readonly JsonValue[], dialect: Partial<OpenaiChatDialect> = {}) {
  return decodeStream(openaiChatWire, messages, dialect);
}

function delta(value: JsonObject): JsonObject {
  return { id: "c-1", model: "m-1", choices: [{ index: 0, delta: value, finish_reason: null }] };
}

function finish(reason: string): JsonObject {
  return { id: "c-1", model: "m-1", choices: [{ index: 0, delta: {}, finish_reason: reason }] };
}
