import assert from "node:assert/strict";
import { geminiGenerateContentWire as wire } from "../../../../src/core/adapters/wires/gemini-generate-content.ts";
import { ProviderError } from "../../../../src/core/model/errors.ts";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import { answerText, blockKinds, decodeBodyWith, decodeWith, frame, warningCodes } from "../../../support/wire-harness.ts";

const usage = (counts: JsonObject): JsonObject => ({ usageMetadata: counts });
function chunk(parts: readonly JsonObject[], more: JsonObject = {}, candidate: JsonObject = {}): JsonObject {
  return {
    candidates: [{ content: { role: "model", parts }, index: 0, ...candidate }],
    modelVersion: "gemini-x",
    responseId: "r1",
    ...more,
  };
}
const last = (parts: readonly JsonObject[], finishReason: JsonValue = "STOP", more: JsonObject = {}): JsonObject =>
  chunk(parts, more, { finishReason });
const decode = (chunks: readonly JsonObject[]) =>
  decodeWith(
    wire,
    chunks.map((data) => frame(data)),
  );

describe("Gemini generateContent, decoding", () => {
  it("keeps thought summaries apart from the answer, one block for neighbouring parts", () => {
    const { attempt } = decode([
      chunk([{ text: "Let me ", thought: true }]),
      chunk([{ text: "see.", thought: true }]),
      chunk([{ text: "It is " }]),
      last([{ text: "42." }]),
    ]);
    assert.deepEqual(blockKinds(attempt), ["reasoning:summary", "answer"]);
    assert.equal(attempt.blocks[0]?.type === "reasoning" && attempt.blocks[0].text, "Let me see.");
    assert.equal(answerText(attempt), "It is 42.");
    assert.deepEqual(attempt.items, [{ text: "Let me see.", thought: true }, { text: "It is 42." }]);
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "STOP" });
    assert.equal(attempt.respondedModel, "gemini-x");
    assert.equal(attempt.responseId, "r1");
  });

  it("keeps the signature of any part, of an empty one too, on exactly that part", () => {
    const { attempt } = decode([
      chunk([{ text: "A" }]),
      chunk([{ text: "B", thoughtSignature: "s1" }]),
      chunk([{ text: "C" }]),
      last([{ text: "", thoughtSignature: "s2" }]),
    ]);
    assert.deepEqual(attempt.items, [
      { text: "A" },
      { text: "B", thoughtSignature: "s1" },
      { text: "C" },
      { text: "", thoughtSignature: "s2" },
    ]);
    assert.deepEqual(
      attempt.opaque.map(({ kind, block, data }) => [kind, block, data]),
      [
        ["thought-signature", 0, "s1"],
        ["thought-signature", 0, "s2"],
      ],
    );
    assert.equal(answerText(attempt), "ABC");
  });

  it("finds calls although the reason is STOP, and makes the same id each time where none is given", () => {
    const chunks = [
      chunk([{ functionCall: { name: "add", args: { a: 1 } }, thoughtSignature: "s1" }]),
      last([{ functionCall: { id: "c2", name: "sub" } }]),
    ];
    const { attempt } = decode(chunks);
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "tool-call" ? [block.callId, block.name, block.arguments] : [])),
      [
        ["call-0-r1", "add", '{"a":1}'],
        ["c2", "sub", "{}"],
      ],
    );
    assert.deepEqual(attempt, decode(chunks).attempt);
    assert.deepEqual(attempt.items[0], { functionCall: { name: "add", args: { a: 1 } }, thoughtSignature: "s1" });
    assert.deepEqual(attempt.finish, { reason: "tool-calls", raw: "STOP" });
  });

  it("puts arguments that come in pieces together, and hands the call out whole", () => {
    const piece = (jsonPath: string, value: JsonObject): JsonObject => ({ jsonPath, ...value });
    const partial = (...partialArgs: readonly JsonObject[]): JsonObject =>
      chunk([{ functionCall: { partialArgs, willContinue: true } }]);
    const { attempt } = decode([
      chunk([{ functionCall: { name: "cook", willContinue: true }, thoughtSignature: "s1" }]),
      partial(piece("$.steps[0].name", { stringValue: "Bo", willContinue: true })),
      partial(piece("$.steps[0].name", { stringValue: "il" })),
      partial(piece("$.steps[0].minutes", { numberValue: 8 }), piece("$.steps[1]['the name']", { nullValue: "NULL_VALUE" })),
      partial(piece("$.isHot", { boolValue: true })),
      chunk([{ functionCall: {} }]),
      last([{ functionCall: { name: "serve" } }]),
    ]);
    const cookArguments = { steps: [{ name: "Boil", minutes: 8 }, { "the name": null }], isHot: true };
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "tool-call" ? [block.name, JSON.parse(block.arguments)] : [])),
      [
        ["cook", cookArguments],
        ["serve", {}],
      ],
    );
    assert.deepEqual(attempt.items, [
      { functionCall: { name: "cook", args: cookArguments }, thoughtSignature: "s1" },
      { functionCall: { name: "serve" } },
    ]);
    assert.equal(attempt.opaque[0]?.block, 0);
  });

  it("shows reasoning that was counted but not sent, before the answer where the count is known by then", () => {
    const early = decode([last([{ text: "42" }], "STOP", usage({ promptTokenCount: 3, thoughtsTokenCount: 7 }))]);
    assert.deepEqual(blockKinds(early.attempt), ["reasoning:omitted", "answer"]);
    const late = decode([chunk([{ text: "4" }]), last([{ text: "2" }], "STOP", usage({ thoughtsTokenCount: 7 }))]);
    assert.deepEqual(blockKinds(late.attempt), ["answer", "reasoning:omitted"]);
    const sent = decode([last([{ text: "hm", thought: true }, { text: "42" }], "STOP", usage({ thoughtsTokenCount: 7 }))]);
    assert.deepEqual(blockKinds(sent.attempt), ["reasoning:summary", "answer"]);
  });

  it("counts thoughts beside the output, the cache inside the prompt, and what tools returned as input", () => {
    const { attempt } = decode([
      chunk([{ text: "a" }], usage({ promptTokenCount: 100 })),
      last(
        [{ text: "b" }],
        "STOP",
        usage({
          promptTokenCount: 100,
          cachedContentTokenCount: 40,
          toolUsePromptTokenCount: 11,
          candidatesTokenCount: 20,
          thoughtsTokenCount: 30,
          totalTokenCount: 161,
        }),
      ),
    ]);
    assert.deepEqual(attempt.usage?.input, { total: 111, uncached: 71, cacheRead: 40, cacheWrite: null });
    assert.deepEqual(attempt.usage?.output, { total: 50, reasoning: 30, visible: 20 });
  });

  it("derives a count that was left out only where the total proves it", () => {
    const output = (counts: JsonObject) => decode([last([{ text: "a" }], "STOP", usage(counts))]).attempt.usage?.output;
    assert.deepEqual(output({ promptTokenCount: 5, candidatesTokenCount: 4, totalTokenCount: 9 }), {
      total: 4,
      reasoning: 0,
      visible: 4,
    });
    assert.deepEqual(output({ promptTokenCount: 5, thoughtsTokenCount: 4, totalTokenCount: 9 }), {
      total: 4,
      reasoning: 4,
      visible: 0,
    });
    assert.deepEqual(output({ promptTokenCount: 5, totalTokenCount: 9 }), { total: null, reasoning: null, visible: null });
    assert.deepEqual(output({ promptTokenCount: 5, candidatesTokenCount: 4 }), { total: 4, reasoning: null, visible: null });
  });

  it("holds the reason back until the body ends: old models give one with every chunk", () => {
    const { attempt, events } = decode([last([{ text: "A" }]), last([{ text: "B" }], "MAX_TOKENS")]);
    assert.equal(answerText(attempt), "AB");
    assert.equal(attempt.finish?.reason, "length");
    assert.equal(events.filter((event) => event.type === "finish").length, 1);
  });

  it("takes a body without a reason for cut, with all that arrived", () => {
    const { attempt } = decode([chunk([{ text: "A" }])]);
    assert.equal(attempt.finish?.reason, "truncated");
    assert.equal(answerText(attempt), "A");
    assert.deepEqual(attempt.items, [{ text: "A" }]);
  });

  for (const [raw, reason] of [
    ["SAFETY", "content-filter"],
    ["RECITATION", "content-filter"],
    ["PROHIBITED_CONTENT", "content-filter"],
    ["BLOCKLIST", "content-filter"],
    ["SPII", "content-filter"],
    ["MAX_TOKENS", "length"],
    ["CONTINUATION", "continue"],
    ["MALFORMED_FUNCTION_CALL", "error"],
    ["OTHER", "error"],
    ["SOMETHING_NEW", "stop"],
    [1, "stop"],
    [2, "length"],
  ] as const) {
    it(`maps ${raw} to ${reason}`, () => {
      const { attempt } = decode([last([], raw)]);
      assert.deepEqual(attempt.finish, { reason, raw: String(raw) });
      assert.equal(attempt.failure === null, reason !== "error");
    });
  }

  it("hands the continuation token out last", () => {
    const { attempt } = decode([chunk([{ text: "A" }], {}, { finishReason: "CONTINUATION", continuationToken: "tok" })]);
    assert.deepEqual(attempt.items, [{ text: "A" }, { continuationToken: "tok" }]);
  });

  it("takes a blocked prompt for a filter's outcome and passes the reason on", () => {
    const { attempt } = decode([{ promptFeedback: { blockReason: "SAFETY", blockReasonMessage: "Reasons" } }]);
    assert.deepEqual(attempt.finish, { reason: "content-filter", raw: "PROMPT:SAFETY" });
    assert.equal(attempt.failure, null);
    assert.deepEqual(attempt.warnings, [{ code: "finish-explained", message: "Reasons" }]);
  });

  it("ends with an error that comes in mid-stream, after what had arrived", () => {
    const { attempt } = decode([
      chunk([{ text: "Half" }]),
      { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } },
      last([{ text: "never" }]),
    ]);
    assert.equal(answerText(attempt), "Half");
    assert.deepEqual(attempt.items, [{ text: "Half" }]);
    assert.equal(attempt.finish?.reason, "error");
    assert.equal(attempt.failure?.code, "UNAVAILABLE");
    assert.equal(attempt.failure?.kind, "overloaded");
    assert.equal(attempt.failure?.status, null);
  });

  it("keeps code, its result and images raw, between the texts around them", () => {
    const code = { executableCode: { language: "PYTHON", code: "1+1" } };
    const { attempt } = decode([chunk([{ text: "Running." }]), chunk([code]), last([{ text: "Two." }])]);
    assert.deepEqual(blockKinds(attempt), ["answer", "answer"]);
    assert.deepEqual(attempt.items, [{ text: "Running." }, code, { text: "Two." }]);
  });

  it("reads a whole body and a JSON array of chunks as the stream of the same", () => {
    const chunks = [chunk([{ text: "hm", thought: true }]), last([{ text: "42" }], "STOP", usage({ promptTokenCount: 3 }))];
    const streamed = decode(chunks).attempt;
    assert.deepEqual(decodeBodyWith(wire, chunks).attempt, streamed);
    const whole = last([{ text: "hm", thought: true }, { text: "42" }], "STOP", usage({ promptTokenCount: 3 }));
    assert.deepEqual(decodeBodyWith(wire, whole).attempt, streamed);
  });

  it("refuses bodies and frames of another kind, and skips what relays add", () => {
    assert.throws(() => decodeBodyWith(wire, { choices: [] }), ProviderError);
    assert.throws(
      () => decodeWith(wire, [frame("{oops")]),
      (error) => error instanceof ProviderError && error.failure.kind === "malformed-response",
    );
    const { attempt } = decodeWith(wire, [frame(""), frame(last([{ text: "42" }])), frame("[DONE]")]);
    assert.equal(answerText(attempt), "42");
    assert.deepEqual(warningCodes(attempt), []);
  });

  it("reads the reason before the status word of an error body, alone or in an array", () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];
    const body = { error: { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details } };
    for (const shape of [body, [body]]) {
      const facts = wire.readError(400, shape);
      assert.equal(facts.code, "API_KEY_INVALID");
      assert.equal(facts.type, "INVALID_ARGUMENT");
      assert.equal(facts.message, "API key not valid.");
    }
    const quota = wire.readError(429, { error: { code: 429, message: "Quota", status: "RESOURCE_EXHAUSTED" } });
    assert.equal(quota.code, "RESOURCE_EXHAUSTED");
  });
});
