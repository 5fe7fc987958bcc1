import assert from "node:assert/strict";
import type { ResponseCreateParamsStreaming, ResponseInput } from "openai/resources/responses/responses";
import { createRegistry } from "../../../../src/core/adapters/registry.ts";
import { openaiResponsesWire } from "../../../../src/core/adapters/wires/openai-responses.ts";
import type { OpenaiResponsesDialect } from "../../../../src/core/adapters/wires/openai-responses-dialect.ts";
import type { JsonValue } from "../../../../src/core/model/json.ts";
import type { Message } from "../../../../src/core/model/model-request.ts";
import { encodeInput } from "../../../support/model-request.ts";

const question = { role: "user", content: "2+2?" } as const;
const stateless = {
  stream: true,
  store: false,
  include: ["reasoning.encrypted_content"],
  stream_options: { include_obfuscation: false },
} satisfies Partial<ResponseCreateParamsStreaming>;

describe("encoding Responses", () => {
  it("sends the exact body", () => {
    const input = encodeInput(
      { system: "Be brief.", wantsSummary: true, tools: [{ name: "add", description: "Adds.", parameters: { type: "object" } }] },
      { sent: { reasoning: { effort: "high" } }, maxOutputTokens: 32_000 },
    );
    const { path, headers, body } = openaiResponsesWire.encode(input, openaiResponsesWire.defaultDialect);
    assert.equal(path, "/responses");
    assert.deepEqual(headers, { accept: "text/event-stream" });
    assert.deepEqual(body, {
      model: "m-1",
      input: [{ role: "developer", content: "Be brief." }, question],
      ...stateless,
      max_output_tokens: 32_000,
      tools: [{ type: "function", name: "add", description: "Adds.", parameters: { type: "object" }, strict: false }],
      reasoning: { effort: "high", summary: "auto" },
    } satisfies ResponseCreateParamsStreaming);
  });

  it("asks for nothing that was not wanted", () => {
    assert.deepEqual(encode(encodeInput()), { model: "m-1", input: [question], ...stateless });
  });

  it("follows the dialect", () => {
    const dialect: Partial<OpenaiResponsesDialect> = {
      systemPlacement: "instructions",
      store: null,
      requestsEncrypted: false,
      refusesObfuscation: false,
      summary: null,
      body: { truncation: "disabled" },
    };
    assert.deepEqual(encode(encodeInput({ system: "Be brief.", wantsSummary: true }), dialect), {
      model: "m-1",
      input: [question],
      stream: true,
      instructions: "Be brief.",
      truncation: "disabled",
    });
  });

  it("asks for one body without stream options", () => {
    const { stream_options: _, ...rest } = stateless;
    assert.deepEqual(encode(encodeInput({ isStreaming: false })), { model: "m-1", input: [question], ...rest, stream: false });
  });

  it("asks a model that is not known to reason for nothing about reasoning", () => {
    const { adapterFor } = createRegistry({ extra: [] });
    const bodyFor = (model: string) => {
      const { dialect, wire } = adapterFor({ provider: "openai", wire: "openai-responses", model });
      return wire.encode(encodeInput({ wantsSummary: true }), dialect).body;
    };
    assert.deepEqual(bodyFor("gpt-4.1")["include"], undefined);
    assert.deepEqual(bodyFor("gpt-4.1")["reasoning"], undefined);
    assert.deepEqual(bodyFor("gpt-6-astra")["include"], ["reasoning.encrypted_content"]);
    assert.deepEqual(bodyFor("gpt-6-astra")["reasoning"], { summary: "auto" });
  });

  it("encodes answers, commentary and tool calls, and nobody's reasoning", () => {
    const messages: readonly Message[] = [
      {
        role: "assistant",
        replay: null,
        blocks: [
          { type: "reasoning", visibility: "raw", text: "hm", estimatedTokens: null, isOpen: false },
          { type: "answer", channel: "commentary", text: "Let me add.", isOpen: false },
          { type: "tool-call", callId: "c", name: "add", arguments: "{}", isOpen: false },
          { type: "answer", channel: "answer", text: "four", isOpen: false },
        ],
      },
      { role: "tool", callId: "c", name: "add", text: "4", isError: false },
    ];
    assert.deepEqual(encode(encodeInput({ messages }))["input"], [
      { role: "assistant", content: "Let me add.", phase: "commentary" },
      { type: "function_call", call_id: "c", name: "add", arguments: "{}" },
      { role: "assistant", content: "four" },
      { type: "function_call_output", call_id: "c", output: "4" },
    ] satisfies ResponseInput);
  });

  describe("items that go back", () => {
    const reasoning = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "AA" };
    const message = { type: "message", id: "msg_1", role: "assistant", phase: "final_answer", content: [] };

    it("are verbatim but for the id, which a server without a store looks up in vain", () => {
      assert.deepEqual(replayed([reasoning, message]), [
        { type: "reasoning", summary: [], encrypted_content: "AA" },
        { type: "message", role: "assistant", phase: "final_answer", content: [] },
      ]);
    });

    it("keep their id, or an empty one, where the dialect says so", () => {
      assert.deepEqual(replayed([reasoning], { replayIds: "keep" }), [reasoning]);
      assert.deepEqual(replayed([reasoning], { replayIds: "blank", replayReasoningFields: { status: "completed" } }), [
        { ...reasoning, id: "", status: "completed" },
      ]);
    });

    it("go without their reasoning where the server refuses such items", () => {
      assert.deepEqual(replayed([reasoning, message], { replayReasoning: "never", replayIds: "keep" }), [message]);
    });
  });
});

function encode(input: ReturnType<typeof encodeInput>, dialect: Partial<OpenaiResponsesDialect> = {}) {
  return openaiResponsesWire.encode(input, { ...openaiResponsesWire.defaultDialect, ...dialect }).body;
}

function replayed(items: readonly JsonValue[], dialect: Partial<OpenaiResponsesDialect> = {}) {
  const replay = { provider: "p", wire: "openai-responses", items } as const;
  return encode(encodeInput({ messages: [{ role: "assistant", blocks: [], replay }] }), dialect)["input"];
}
