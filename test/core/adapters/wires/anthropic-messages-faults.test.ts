import assert from "node:assert/strict";
import { anthropicMessagesWire as wire } from "../../../../src/core/adapters/wires/anthropic-messages.ts";
import { ProviderError } from "../../../../src/core/model/errors.ts";
import type { JsonObject } from "../../../../src/core/model/json.ts";
import { close, decode, delta, end, open, start, text, thinking } from "../../../support/anthropic-events.ts";
import { answerText, decodeBodyWith, decodeWith, exceptionFrame, frame, warningCodes } from "../../../support/wire-harness.ts";

describe("Anthropic Messages, when something is wrong", () => {
  it("ends with the error that came after HTTP 200, and keeps what had arrived", () => {
    const { attempt } = decode([
      start(),
      open(0, text),
      delta(0, { type: "text_delta", text: "Half" }),
      { type: "error", error: { type: "overloaded_error", message: "Overloaded", details: null }, request_id: "req_1" },
    ]);
    assert.equal(answerText(attempt), "Half");
    assert.equal(attempt.finish?.reason, "error");
    assert.equal(attempt.failure?.kind, "overloaded");
    assert.equal(attempt.failure?.status, null);
    assert.equal(attempt.failure?.code, "overloaded_error");
  });

  it("takes a body that stops without message_stop for cut, and hands out no half block", () => {
    const { attempt } = decode([start(), open(0, thinking), delta(0, { type: "thinking_delta", thinking: "hm" })]);
    assert.equal(attempt.finish?.reason, "truncated");
    assert.deepEqual(attempt.items, []);
  });

  it("tolerates unknown events, unknown deltas, [DONE] and a delta for a block that was never started", () => {
    const { attempt } = decodeWith(wire, [
      ...[
        start(),
        { type: "brand_new" },
        delta(0, { type: "text_delta", text: "ok" }),
        delta(0, { type: "new_delta" }),
        close(0),
      ].map((event) => frame(event)),
      ...end("end_turn").map((event) => frame(event)),
      frame("[DONE]"),
    ]);
    assert.equal(answerText(attempt), "ok");
    assert.deepEqual(warningCodes(attempt), ["unknown-delta"]);
  });

  it("loses no text that stands in a block of another kind, or comes after the block's end", () => {
    const { attempt } = decode([
      start(),
      open(0, text),
      delta(0, { type: "thinking_delta", thinking: "hm" }),
      close(0),
      delta(0, { type: "thinking_delta", thinking: " so" }),
      ...end("end_turn"),
    ]);
    assert.deepEqual(
      attempt.blocks.map((block) => (block.type === "reasoning" ? block.text : block.type)),
      ["hm", " so"],
    );
    assert.deepEqual(warningCodes(attempt), []);
  });

  it("refuses a frame that is not JSON", () => {
    assert.throws(
      () => decodeWith(wire, [frame("<html>")]),
      (error) => error instanceof ProviderError && error.failure.kind === "malformed-response",
    );
  });

  it("does not break on absurdly nested input, whole or in pieces", () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    const whole = `{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","input":${nested(100_000)}}}`;
    assert.throws(
      () => decodeWith(wire, [frame(whole)]),
      (error) => error instanceof ProviderError && error.failure.kind === "malformed-response",
    );
    const { attempt } = decode([
      start(),
      open(0, { type: "tool_use", id: "t", name: "f", input: {} }),
      delta(0, { type: "input_json_delta", partial_json: nested(100_000) }),
      close(0),
      ...end("tool_use"),
    ]);
    assert.deepEqual(attempt.items, []);
    assert.deepEqual(warningCodes(attempt), ["tool-arguments-incomplete"]);
  });

  it("unwraps Bedrock's invoke chunks and takes its exception frames for errors", () => {
    const chunk = (event: JsonObject) =>
      frame({ bytes: Buffer.from(JSON.stringify(event)).toString("base64"), p: "ab" }, "chunk");
    const { attempt } = decodeWith(wire, [
      chunk(start()),
      chunk(open(0, text)),
      chunk(delta(0, { type: "text_delta", text: "Olá" })),
      exceptionFrame("throttlingException", { message: "Too many tokens, please wait before trying again." }),
    ]);
    assert.equal(answerText(attempt), "Olá");
    assert.equal(attempt.finish?.reason, "error");
    assert.equal(attempt.failure?.kind, "rate-limited");
  });

  it("takes an error inside a 200 body for an error, and a foreign body for malformed", () => {
    const { attempt } = decodeBodyWith(wire, { type: "error", error: { type: "api_error", message: "Broken" } });
    assert.equal(attempt.failure?.code, "api_error");
    assert.throws(() => decodeBodyWith(wire, { hello: 1 }), ProviderError);
    assert.throws(() => decodeBodyWith(wire, "hello"), ProviderError);
  });

  it("reads the most specific code of an error body", () => {
    const facts = wire.readError(429, {
      type: "error",
      error: { type: "rate_limit_error", message: "Limit", details: { error_code: "enforced_spend_limit_reached" } },
    });
    assert.equal(facts.code, "enforced_spend_limit_reached");
    assert.equal(facts.type, "rate_limit_error");
    assert.equal(facts.message, "Limit");
  });
});
