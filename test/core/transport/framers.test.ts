import assert from "node:assert/strict";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { ProviderError } from "../../../src/core/model/errors.ts";
import { createFramer } from "../../../src/core/transport/create-framer.ts";
import type { Frame, FramingId } from "../../../src/core/transport/framer.ts";
import { maxFrameChars } from "../../../src/core/transport/framer.ts";

function frames(framing: FramingId, pieces: Iterable<Uint8Array>): readonly Frame[] {
  const framer = createFramer(framing);
  const into: Frame[] = [];
  for (const piece of pieces) framer.push(piece, into);
  framer.end(into);
  return into;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The body whole, byte by byte, and cut once at every place: all must give the same. */
function everyWay(framing: FramingId, body: Uint8Array): readonly Frame[] {
  const whole = frames(framing, [body]);
  assert.deepEqual(
    frames(
      framing,
      Array.from(body, (byte) => Uint8Array.of(byte)),
    ),
    whole,
    "byte by byte",
  );
  for (let cut = 1; cut < body.length; cut += 1) {
    assert.deepEqual(frames(framing, [body.subarray(0, cut), body.subarray(cut)]), whole, `cut at ${cut}`);
  }
  return whole;
}

function dataOf(framing: FramingId, body: string): readonly string[] {
  return everyWay(framing, bytes(body)).map((frame) => frame.data);
}

describe("SSE framer", () => {
  it("reads events with their names, whatever ends the lines", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const body = ["event: ping", "data: {}", "", "data: 1", "", ""].join(end);
      assert.deepEqual(everyWay("sse", bytes(body)), [
        { event: "ping", data: "{}", isException: false },
        { event: null, data: "1", isException: false },
      ]);
    }
  });

  it("leaves out comments, empty data, :ping and unknown fields", () => {
    const body = ": OPENROUTER PROCESSING\n\ndata:\n\ndata: :ping\n\n:\n\nfoo: bar\nid: 7\nretry: 10\ndata: x\n\n";
    assert.deepEqual(dataOf("sse", body), ["x"]);
  });

  it("joins the lines of one event and takes off one leading space only", () => {
    assert.deepEqual(dataOf("sse", "data: a\ndata:b\ndata:  c\n\n"), ["a\nb\n c"]);
  });

  it("takes off a byte order mark", () => {
    assert.deepEqual(dataOf("sse", "\uFEFFdata: x\n\n"), ["x"]);
  });

  it("delivers a last event without its blank line or line end", () => {
    assert.deepEqual(dataOf("sse", "data: a\n\ndata: b"), ["a", "b"]);
    assert.deepEqual(dataOf("sse", "data: a\n\ndata: b\n"), ["a", "b"]);
    assert.deepEqual(dataOf("sse", "data: a\r\n\r\ndata: b\r"), ["a", "b"]);
  });

  it("keeps characters of several bytes together however they are cut", () => {
    assert.deepEqual(dataOf("sse", "data: 秋風 🌾 é\n\n"), ["秋風 🌾 é"]);
  });

  it("replaces invalid UTF-8 and goes on", () => {
    const body = Uint8Array.from([...bytes("data: a"), 0xff, 0xc3, 0x28, ...bytes("\n\ndata: b\n\n")]);
    assert.deepEqual(
      everyWay("sse", body).map((frame) => frame.data),
      ["a\uFFFD\uFFFD(", "b"],
    );
  });
});

describe("NDJSON framer", () => {
  it("reads one value a line, blank lines aside, and a last line without its end", () => {
    assert.deepEqual(dataOf("ndjson", '{"a":1}\n\n{"b":"秋"}\r\n   \n{"c":3}'), ['{"a":1}', '{"b":"秋"}', '{"c":3}']);
  });
});

describe("JSON array framer", () => {
  it("reads each element of the array as soon as it closes", () => {
    const framer = createFramer("json-array");
    const into: Frame[] = [];
    framer.push(bytes('[{"a":[1,{"b":2}]}'), into);
    assert.deepEqual(
      into.map((frame) => frame.data),
      ['{"a":[1,{"b":2}]}'],
    );
  });

  it("is not misled by brackets, commas and quotes inside strings", () => {
    const elements = ['{"a":"]},[{"}', String.raw`{"b":"\"]\\"}`, "[]", "7", '"x,y"', "null"];
    assert.deepEqual(dataOf("json-array", `[\n${elements.join("\n,\n")}\n]\n`), elements);
  });

  it("delivers a top-level object, as these APIs send errors", () => {
    assert.deepEqual(dataOf("json-array", ' {"error":{"code":400}} '), ['{"error":{"code":400}}']);
  });

  it("delivers nothing of an element that never closed", () => {
    assert.deepEqual(dataOf("json-array", '[{"a":1},{"b":'), ['{"a":1}']);
  });

  it("refuses what is neither an array nor an object", () => {
    assert.throws(() => frames("json-array", [bytes("<html>")]), isMalformed);
  });
});

describe("AWS event stream framer", () => {
  const codec = new EventStreamCodec((text) => new TextDecoder().decode(bytes(String(text))), bytes);
  const message = (headers: Readonly<Record<string, string>>, body: string): Uint8Array =>
    codec.encode({
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { type: "string", value }])),
      body: bytes(body),
    });
  const event = message({ ":message-type": "event", ":event-type": "contentBlockDelta" }, '{"delta":{"text":"秋"}}');
  const exception = message({ ":message-type": "exception", ":exception-type": "throttlingException" }, '{"message":"slow"}');
  const both = Uint8Array.from([...event, ...exception]);

  it("reads events and exceptions cut anywhere", () => {
    assert.deepEqual(everyWay("aws-eventstream", both), [
      { event: "contentBlockDelta", data: '{"delta":{"text":"秋"}}', isException: false },
      { event: "throttlingException", data: '{"message":"slow"}', isException: true },
    ]);
  });

  it("reads an error message, whose words are in its headers", () => {
    const error = message({ ":message-type": "error", ":error-code": "InternalError", ":error-message": "gone" }, "");
    assert.deepEqual(frames("aws-eventstream", [error]), [
      { event: "InternalError", data: '{"message":"gone"}', isException: true },
    ]);
  });

  it("refuses a message whose checksum is wrong", () => {
    const damaged = Uint8Array.from(event);
    damaged[30] = (damaged[30] ?? 0) ^ 1;
    assert.throws(() => frames("aws-eventstream", [damaged]), isMalformed);
  });

  it("refuses impossible lengths instead of waiting for them", () => {
    assert.throws(() => frames("aws-eventstream", [Uint8Array.from([0, 0, 0, 1, ...Array(20).fill(0)])]), isMalformed);
    assert.throws(() => frames("aws-eventstream", [Uint8Array.from([127, 0, 0, 1, ...Array(20).fill(0)])]), isMalformed);
  });

  it("delivers nothing of a message that was cut", () => {
    assert.deepEqual(frames("aws-eventstream", [both.subarray(0, event.length + 9)]).length, 1);
  });
});

describe("the limit on one message", () => {
  const piece = bytes("x".repeat(1024 * 1024));
  const starts: Readonly<Record<string, string>> = { sse: "data: ", ndjson: "", "json-array": '["' };

  for (const framing of ["sse", "ndjson", "json-array"] as const) {
    it(`ends a ${framing} message that never ends, long before 100 MB`, () => {
      const framer = createFramer(framing);
      let pushed = 0;
      assert.throws(() => {
        framer.push(bytes(starts[framing] ?? ""), []);
        for (; pushed < 100; pushed += 1) framer.push(piece, []);
      }, isMalformed);
      assert.ok(pushed <= maxFrameChars / piece.length + 1);
    });
  }

  it("ends an ndjson message that comes whole in one read, too", () => {
    assert.throws(() => frames("ndjson", [bytes(`{"a":1}\n"${"x".repeat(maxFrameChars)}"\n`)]), isMalformed);
  });
});

function isMalformed(error: unknown): boolean {
  return error instanceof ProviderError && error.failure.kind === "malformed-response";
}
