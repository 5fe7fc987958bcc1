import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { JsonObject, JsonValue } from "../../../../src/core/model/json.ts";
import { isJsonObject } from "../../../../src/core/model/json.ts";
import { RepeatedFrame } from "../../../../src/core/adapters/wires/repeated-frame.ts";
import { blocksText, decodeStream } from "../../../support/decode-wire.ts";
import { decodeChat, delta, done, finish } from "../../../support/chat-chunks.ts";
import { openaiChatWire } from "../../../../src/core/adapters/wires/openai-chat.ts";

/** Reads `{"delta":{"text":…}}` and nothing else of a frame. */
function learning(frame: string): RepeatedFrame {
  const repeated = new RepeatedFrame(
    ({ delta }) => (isJsonObject(delta) && typeof delta["text"] === "string" ? { field: "text", text: delta["text"] } : null),
    ["p"],
  );
  const value: JsonObject = JSON.parse(frame);
  repeated.learn(frame, value);
  return repeated;
}

describe("a repeated frame", () => {
  it("is read without being parsed when only its text is another", () => {
    const repeated = learning('{"id":"x","delta":{"text":"the"},"end":null}');
    assert.deepEqual(repeated.deltaOf('{"id":"x","delta":{"text":"of\\n\\u00e9\\"秋"},"end":null}'), {
      field: "text",
      text: 'of\né"秋',
    });
    assert.deepEqual(repeated.deltaOf('{"id":"x","delta":{"text":""},"end":null}'), { field: "text", text: "" });
  });

  it("is parsed when anything else is another", () => {
    const repeated = learning('{"id":"x","delta":{"text":"the"},"end":null}');
    for (const other of [
      '{"id":"y","delta":{"text":"the"},"end":null}',
      '{"id":"x","delta":{"text":"the"},"end":"stop"}',
      '{"id":"x","delta":{"text":"the","role":"a"},"end":null}',
      '{"id":"x","delta":{"text":"a","text":"b"},"end":null}',
      '{"id":"x","delta":{"text":"the\\"},"end":null}',
      '{"id":"x","delta":{"text":"a line\nbroken"},"end":null}',
      '{"id":"x","delta":{"text":"},"end":null}',
      '{"id":"x","delta":{"text":null},"end":null}',
      "",
    ]) {
      assert.equal(repeated.deltaOf(other), null, other);
    }
  });

  it("is known by the place that is read, not by one that looks alike", () => {
    const twice = learning('{"delta":{"text":"the","text":"the"},"note":"the"}');
    assert.equal(twice.deltaOf('{"delta":{"text":"the","text":"the"},"note":"other"}'), null);
    assert.equal(twice.deltaOf('{"delta":{"text":"the","text":"other"},"note":"the"}'), null);
    const probe = learning('{"delta":{"text":"[another text]"},"note":"[another text]"}');
    assert.equal(probe.deltaOf('{"delta":{"text":"[another text]"},"note":"other"}'), null);
  });

  it("may be padded with letters that differ every time", () => {
    const repeated = learning('{"delta":{"text":"the"},"p":"abc","n":1}');
    assert.deepEqual(repeated.deltaOf('{"delta":{"text":"of"},"p":"abcdefgh","n":1}'), { field: "text", text: "of" });
    assert.deepEqual(repeated.deltaOf('{"delta":{"text":"\\"},\\"p\\":\\""},"p":"","n":1}'), {
      field: "text",
      text: '"},"p":"',
    });
    assert.equal(repeated.deltaOf('{"delta":{"text":"of"},"p":"a","q":"b","n":1}'), null);
    assert.equal(repeated.deltaOf('{"delta":{"text":"of"},"p":"a","n":2}'), null);
    assert.equal(repeated.deltaOf('{"delta":{"text":"of"},"p":"\u0001","n":1}'), null);
  });

  it("is neither learnt nor read when it is long", () => {
    const frame = (text: string): string => `{"delta":{"text":"${text}"}}`;
    const long = frame("x".repeat(5000));
    assert.equal(learning(long).deltaOf(frame("of")), null);
    assert.equal(learning(frame("the")).deltaOf(long), null);
    assert.deepEqual(learning(frame("the")).deltaOf(frame("of")), { field: "text", text: "of" });
  });

  it("is given up where frames differ in more than their text", () => {
    let reads = 0;
    const repeated = new RepeatedFrame((frame) => {
      reads += 1;
      return { field: "text", text: JSON.stringify(frame["text"]).slice(1, -1) };
    }, []);
    for (let n = 0; n < 1000; n += 1) {
      const frame = { n, text: `word ${n}` };
      const data = JSON.stringify(frame);
      assert.equal(repeated.deltaOf(data), null);
      repeated.learn(data, frame);
    }
    assert.equal(reads, 8);
  });
});

const texts = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "a",
    "the ",
    '"',
    "\\",
    "\n",
    "},",
    "[another text]",
    "秋 🌾",
    '"},"finish_reason":null',
    "<think>",
    "</think>",
  ),
  fc.string({ unit: "binary" }),
);
const fields = fc.constantFrom("content", "reasoning_content", "reasoning", "refusal", "other");
const chunks = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fields, texts).map(([field, text]) => delta({ [field]: text })) },
  { weight: 3, arbitrary: texts.map((content) => delta({ role: "assistant", content, reasoning_content: null })) },
  { weight: 3, arbitrary: fc.tuple(texts, texts).map(([content, p]) => ({ ...delta({ content }), p })) },
  { weight: 1, arbitrary: fc.tuple(texts, texts).map(([content, reasoning]) => delta({ content, reasoning })) },
  {
    weight: 1,
    arbitrary: texts.map((content) => ({ ...delta({ content }), usage: { prompt_tokens: 1, completion_tokens: 2 } })),
  },
  {
    weight: 1,
    arbitrary: texts.map((text) => delta({ tool_calls: [{ index: 0, id: "t", function: { name: "f", arguments: text } }] })),
  },
  { weight: 1, arbitrary: fc.constantFrom(finish("stop"), finish("length"), { error: { message: "gone" } }) },
);

describe("decoding Chat Completions whose chunks repeat", () => {
  it("gives what parsing every chunk gives", () => {
    const runs = fc.array(fc.tuple(chunks, fc.integer({ min: 1, max: 4 })), { maxLength: 30 });
    fc.assert(
      fc.property(runs, fc.boolean(), (parts, splits) => {
        const messages = parts.flatMap(([chunk, times]) => Array.from({ length: times }, () => chunk));
        // A number that is never the same lets no chunk be the one before.
        const unlike = messages.map((chunk, n): JsonValue => ({ n, ...chunk }));
        const dialect = splits ? { thinkTags: { styles: ["think"], opening: "required" } as const } : {};
        assert.deepEqual(
          decodeStream(openaiChatWire, [...messages, done], dialect),
          decodeStream(openaiChatWire, [...unlike, done], dialect),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("keeps apart reasoning and answer that take turns", () => {
    const decoded = decodeChat([
      ...Array.from({ length: 40 }, (_, n) => [
        delta({ content: null, reasoning_content: `r${n} ` }),
        delta({ content: null, reasoning_content: "r " }),
        delta({ content: `a${n} `, reasoning_content: null }),
        delta({ content: "a ", reasoning_content: null }),
      ]).flat(),
      finish("stop"),
      done,
    ]);
    assert.deepEqual(
      blocksText(decoded),
      Array.from({ length: 40 }, (_, n) => [`[reasoning:raw] r${n} r `, `[answer] a${n} a `]).flat(),
    );
  });
});
