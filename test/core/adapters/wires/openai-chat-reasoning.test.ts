import assert from "node:assert/strict";
import type { JsonObject } from "../../../../src/core/model/json.ts";
import { decodeChat, delta, done, finish } from "../../../support/chat-chunks.ts";
import { blocksText } from "../../../support/decode-wire.ts";

describe("reasoning in Chat Completions", () => {
  describe("where reasoning stands", () => {
    for (const field of ["reasoning_content", "reasoning", "reasoning_text"]) {
      it(`reads ${field} and remembers its name for the way back`, () => {
        const decoded = decodeChat([delta({ [field]: "hm" }), delta({ content: "four" }), finish("stop"), done]);
        assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
        assert.deepEqual(decoded.attempt.items, [{ role: "assistant", content: "four", [field]: "hm" }]);
      });
    }

    it("reads a field that the dialect does not name, because servers rename theirs", () => {
      const decoded = decodeChat([delta({ reasoning: "hm" }), finish("stop"), done], { reasoningFields: ["reasoning_content"] });
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm"]);
    });

    it("shows words once that come in two fields", () => {
      const decoded = decodeChat([
        delta({ reasoning: "hm", reasoning_content: "hm" }),
        delta({ reasoning: " well", reasoning_details: [{ type: "reasoning.text", text: " well", index: 0 }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm well"]);
    });

    it("reads reasoning_details alone, a summary as a summary", () => {
      const decoded = decodeChat([
        delta({ reasoning_details: [{ type: "reasoning.summary", summary: "in short", format: "openai-responses-v1" }] }),
        delta({ reasoning_details: [{ text: "plain" }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short", "[reasoning:raw] plain"]);
    });

    it("calls it a summary where the dialect says so", () => {
      const decoded = decodeChat([delta({ reasoning: "in short" }), finish("stop"), done], { reasoningVisibility: "summary" });
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short"]);
    });

    it("opens a new block when reasoning comes again after the answer", () => {
      const decoded = decodeChat([
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
      const decoded = decodeChat(
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
      const decoded = decodeChat([
        delta({ content: [{ type: "reasoning", summary: [{ type: "summary_text", text: "in short", signature: "sig" }] }] }),
        delta({ content: [{ type: "text", text: "four" }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:summary] in short", "[answer] four"]);
      assert.equal(decoded.attempt.opaque[0]?.data, "sig");
    });

    it("reads content_blocks beside the content without repeating the answer", () => {
      const decoded = decodeChat([
        delta({ content_blocks: [{ index: 0, delta: { thinking: "hm" } }] }),
        delta({ content_blocks: [{ index: 0, delta: { thinking: ", well" } }] }),
        delta({ content_blocks: [{ index: 0, delta: { signature: "sig" } }] }),
        delta({ content: "four", content_blocks: [{ index: 1, delta: { text: "four" } }] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm, well", "[answer] four"]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "signature", block: 0, data: "sig", format: "unknown" }]);
      const blocks = [
        { index: 0, type: "thinking", thinking: "hm, well", signature: "sig" },
        { index: 1, type: "text", text: "four" },
      ];
      assert.deepEqual(decoded.attempt.items, [{ role: "assistant", content: "four", content_blocks: blocks }]);
    });

    it("keeps thinking_blocks for the way back", () => {
      const block = (thinking: string, signature = "") => ({ type: "thinking", thinking, signature });
      const decoded = decodeChat([
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
      assert.deepEqual(blocksText(decodeChat(chunks)), ["[answer] <think>hm</think>four"]);
      const split = decodeChat(chunks, { thinkTags: { styles: ["think"], opening: "required" } });
      assert.deepEqual(blocksText(split), ["[reasoning:raw] hm", "[answer] four"]);
      assert.deepEqual(split.attempt.items, [{ role: "assistant", content: "<think>hm</think>four" }]);
    });

    it("hands out held text when the stream is cut", () => {
      const decoded = decodeChat([delta({ content: "a <thi" })], { thinkTags: { styles: ["think"], opening: "required" } });
      assert.deepEqual(blocksText(decoded), ["[answer] a <thi"]);
      assert.equal(decoded.attempt.finish?.reason, "truncated");
    });
  });

  describe("opaque state", () => {
    const text = (more: JsonObject) => ({ type: "reasoning.text", index: 0, format: "anthropic-claude-v1", ...more });

    it("joins the pieces of one entry and keeps its signature, once", () => {
      const decoded = decodeChat([
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
      const decoded = decodeChat([
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
      const decoded = decodeChat([
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
      const decoded = decodeChat([delta({ content: "four" }), delta({ reasoning_details: [entry] }), finish("stop"), done]);
      assert.deepEqual(blocksText(decoded), ["[answer] four", "[reasoning:encrypted] "]);
      assert.deepEqual(decoded.attempt.opaque, [{ kind: "encrypted", block: 1, data: "AA", format: "openai-responses-v1" }]);
    });

    it("gives encrypted state that comes last to the reasoning it belongs to", () => {
      const entry = { type: "reasoning.encrypted", data: "AA", format: "openai-responses-v1" };
      const decoded = decodeChat([
        delta({ reasoning: "hm" }),
        delta({ content: "four" }),
        delta({ reasoning_details: [entry] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[answer] four"]);
      assert.equal(decoded.attempt.opaque[0]?.block, 0);
    });

    it("gives each ciphertext reasoning of its own", () => {
      const entry = (data: string) => ({ type: "reasoning.encrypted", data });
      const decoded = decodeChat([
        delta({ reasoning: "hm" }),
        delta({ reasoning_details: [entry("AA"), entry("BB")] }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm", "[reasoning:encrypted] "]);
      assert.deepEqual(
        decoded.attempt.opaque.map(({ block, data }) => [block, data]),
        [
          [0, "AA"],
          [1, "BB"],
        ],
      );
    });

    it("shows reasoning whose text was omitted or redacted", () => {
      const decoded = decodeChat([
        delta({ thinking_blocks: [{ type: "thinking", thinking: "", signature: "sig" }] }),
        delta({ thinking_blocks: [{ type: "redacted_thinking", data: "XX" }] }),
        delta({ content: "four" }),
        finish("stop"),
        done,
      ]);
      assert.deepEqual(blocksText(decoded), ["[reasoning:omitted] ", "[reasoning:redacted] ", "[answer] four"]);
    });

    it("counts a signature once that comes in two fields", () => {
      const decoded = decodeChat([
        delta({
          reasoning_content: "hm",
          reasoning_details: [{ type: "reasoning.text", text: "hm", signature: "sig" }],
          thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "sig" }],
        }),
        finish("stop"),
        done,
      ]);
      assert.equal(decoded.attempt.opaque.length, 1);
      assert.deepEqual(blocksText(decoded), ["[reasoning:raw] hm"]);
    });
  });
});
