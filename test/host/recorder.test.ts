import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createStreamDecoder, decodeWhole } from "../../src/core/adapters/decode-stream.ts";
import { createClassify } from "../../src/core/adapters/classify-error.ts";
import { prepareCall } from "../../src/core/adapters/call.ts";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import { createFramer } from "../../src/core/transport/create-framer.ts";
import { defaultTimeouts } from "../../src/core/transport/transport.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import type { RecordedCall } from "../../src/host/recorder/record-call.ts";
import { recordCall } from "../../src/host/recorder/record-call.ts";
import { JsonRewriter } from "../../src/host/recorder/rewrite-json.ts";
import type { Exchange } from "../../src/host/recorder/recording-transport.ts";
import { scrubExchange } from "../../src/host/recorder/scrub-exchange.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";
import { startSimulator } from "../../src/simulator/start-simulator.ts";
import { startLoopback } from "../support/loopback.ts";

const registry = createRegistry({ extra: [simulatorProvider] });
const canary = "canary-key-Zq81x7Lm";
const models = [
  "steady-thinker",
  "open-book",
  "quiet-mind",
  "clear-signal",
  "step-writer",
  "packed-thinker",
  "home-thinker",
  "careful-reader",
];

async function record(url: string, model: string, isStreaming = true): Promise<RecordedCall> {
  const transport = createUndiciTransport();
  const adapter = registry.adapterFor({ provider: "simulator", wire: null, model });
  const request = {
    model,
    system: "",
    messages: [{ role: "user", text: "What is 17 * 24?" }],
    tools: [],
    effort: "high",
    maxOutputTokens: null,
    wantsSummary: true,
    isStreaming,
  } as const;
  try {
    const { provider } = adapter;
    const withKey = { ...adapter, provider: { ...provider, auth: { type: "bearer", environment: [] } } } as const;
    const call = prepareCall(withKey, request, { parameters: { baseUrl: url } });
    const signal = new AbortController().signal;
    return await recordCall(call, { transport, key: canary, signal, timeouts: defaultTimeouts, now: () => 0 });
  } finally {
    await transport.close();
  }
}

function textOf({ files }: RecordedCall, name: string): string {
  const content = files[name];
  assert.ok(content !== undefined, `there is no ${name}`);
  return Buffer.from(content).toString();
}

/** What a fixture's response is read as. */
function decode({ files }: RecordedCall, model: string): Attempt {
  const { wire, dialect } = registry.adapterFor({ provider: "simulator", wire: null, model });
  const classify = createClassify({ headers: {}, provider: "simulator", label: "Simulator", nowMs: 0, secrets: [] });
  const name = Object.keys(files).find((file) => file.startsWith("response."));
  const body = new Uint8Array(Buffer.from(files[name ?? ""] ?? ""));
  if (name === "response.json")
    return applyEvents(newAttempt(1, 0), decodeWhole(wire, dialect, classify, new TextDecoder().decode(body)), 0);
  const decoder = createStreamDecoder(createFramer(wire.framing), wire.createDecoder(dialect, classify), classify);
  return applyEvents(newAttempt(1, 0), [...decoder.push(body), ...decoder.end()], 0);
}

/** Everything of an attempt but what the recorder replaces. */
function shownOf(attempt: Attempt): unknown {
  const { blocks, usage, finish, warnings, opaque } = attempt;
  return {
    blocks: blocks.map((block) => (block.type === "tool-call" ? { ...block, callId: "" } : block)),
    usage,
    finish,
    warnings,
    opaque: opaque.map(({ data, format }) => [data.length, format]),
  };
}

describe("the recorder", () => {
  for (const isStreaming of [true, false]) {
    it(`makes fixtures that decode as the live ${isStreaming ? "stream" : "body"} did, on every wire`, async () => {
      const simulator = await startSimulator({ speed: 0 });
      try {
        for (const model of models) {
          const recorded = await record(simulator.url, model, isStreaming);
          assert.ok(recorded.attempt !== null);
          assert.equal(recorded.attempt.finish?.reason, "stop", model);
          assert.deepEqual(shownOf(decode(recorded, model)), shownOf(recorded.attempt), model);
          for (const name of Object.keys(recorded.files)) assert.ok(!textOf(recorded, name).includes(canary), `${model} ${name}`);
          for (const { data } of recorded.attempt.opaque) assert.ok(!textOf(recorded, "meta.json").includes(data));
        }
      } finally {
        await simulator.close();
      }
    });
  }

  it("replaces ids and opaque state, the same ones by the same placeholders", async () => {
    const simulator = await startSimulator({ speed: 0 });
    try {
      const recorded = await record(simulator.url, "steady-thinker");
      const live = new TextDecoder().decode(recorded.exchange.body);
      const body = textOf(recorded, "response.sse");
      assert.equal(body.length, live.length);
      const { attempt } = recorded;
      assert.ok(attempt !== null && attempt.responseId !== null && attempt.opaque.length > 0);
      assert.ok(!body.includes(attempt.responseId));
      for (const { data } of attempt.opaque) assert.ok(!body.includes(data));
      const ids = [...body.matchAll(/"id":"(resp_[^"]*)"/g)].map(([, id]) => id);
      assert.ok(ids.length > 1);
      assert.equal(new Set(ids).size, 1);
    } finally {
      await simulator.close();
    }
  });

  it("keeps the end of each network read, and the frames after those the reader needs", async () => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('data: {"choices":[{"index":0,"delta":{"content":"fo"}}]}\n\n', () => {
        setImmediate(() => {
          response.end(
            'data: {"choices":[{"index":0,"delta":{"content":"ur"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n: the last word\n\n',
          );
        });
      });
    });
    try {
      const recorded = await record(server.url, "open-book");
      const body = textOf(recorded, "response.sse");
      assert.ok(body.endsWith(": the last word\n\n"));
      const { readEnds } = recorded.exchange;
      assert.equal(readEnds.at(-1), body.length);
      assert.deepEqual(
        readEnds,
        readEnds.toSorted((a, b) => a - b),
      );
    } finally {
      await server.close();
    }
  });

  it("makes a fixture of an error that echoes the key, without it", async () => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(401, { "content-type": "application/json", "x-request-id": "req_8f2kq01zzP", "set-cookie": "s=1" });
      response.end(
        JSON.stringify({
          error: {
            message: `Incorrect key ${canary} for org-Ab12Cd34Ef in project 123456789012, mail ada@example.com`,
            code: "invalid_api_key",
            request_id: "req_8f2kq01zzP",
          },
        }),
      );
    });
    try {
      const recorded = await record(server.url, "open-book");
      assert.equal(recorded.attempt, null);
      const all = Object.keys(recorded.files)
        .map((name) => textOf(recorded, name))
        .join("\n");
      for (const secret of [canary, "Ab12Cd34Ef", "123456789012", "ada@", "8f2kq01zzP", "set-cookie"])
        assert.ok(!all.includes(secret), secret);
      const body = textOf(recorded, "response.json");
      assert.match(body, /Incorrect key xxxxxx-xxx-xxxxxxxx for/);
      assert.match(body, /"code":"invalid_api_key"/);
      assert.equal(body.length, recorded.exchange.body.length);
    } finally {
      await server.close();
    }
  });

  it("fails when nothing answers, and makes no fixture", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    const port = typeof address === "object" && address !== null ? address.port : 1;
    await assert.rejects(record(`http://127.0.0.1:${port}`, "open-book"), /Nothing answers/);
  });
});

describe("scrubbing an exchange", () => {
  const exchange = (body: string, request = "{}"): Exchange => ({
    request: { method: "POST", url: "https://api.example.com", headers: { authorization: `Bearer ${canary}` }, body: request },
    status: 200,
    headers: {},
    body: new TextEncoder().encode(body),
    readEnds: [body.length],
    isCut: false,
  });
  const scrub = (body: string, request?: string) => {
    const scrubbed = scrubExchange(exchange(body, request), "sse", [canary]);
    return { ...scrubbed, text: new TextDecoder().decode(scrubbed.body) };
  };

  it("changes nothing but values: white space, order, escapes, comments and line ends stay", () => {
    const body =
      ': keep\r\nevent: x\r\ndata: { "b" : "é\\u00e9\\n" ,"a":[1.50, "id"],\t"model_id":"llama-99999999" }\r\n\r\ndata: [DONE]\r\n\r\n';
    assert.equal(scrub(body).text, body);
  });

  it("replaces an id that is mentioned before it is named one", () => {
    const { text } = scrub('data: {"text":"see resp_abc12345678"}\n\ndata: {"id":"resp_abc12345678"}\n\n');
    assert.equal(text, 'data: {"text":"see resp_00000000001"}\n\ndata: {"id":"resp_00000000001"}\n\n');
  });

  it("keeps a call and its result together across request and response", () => {
    const { text, requestBody } = scrub(
      'data: {"id":"call_9fKq2Lm0Zx"}\n\n',
      '{"messages":[{"tool_call_id":"call_9fKq2Lm0Zx"},{"user":"ada-17","content":"hello"}]}',
    );
    assert.equal(text, 'data: {"id":"call_0000000001"}\n\n');
    assert.equal(requestBody, '{"messages":[{"tool_call_id":"call_0000000001"},{"user":"000-02","content":"hello"}]}');
  });

  it("leaves a model's words alone, though they look like a key, and takes the key itself", () => {
    const words = 'data: {"delta":"use key_differences_between or sk-learning-rate"}\n\n';
    assert.equal(scrub(words).text, words);
    assert.equal(scrub(`data: {"delta":"you sent ${canary}"}\n\n`).text, 'data: {"delta":"you sent xxxxxx-xxx-xxxxxxxx"}\n\n');
  });

  it("reads values with their path, whatever they hold", () => {
    const seen: string[] = [];
    const rewriter = new JsonRewriter(({ path, raw }) => {
      seen.push(`${path.join(".")}=${raw}`);
      return raw;
    });
    const json = '{"a":{"b":["x",{"c":"y, {\\"z\\"} \\\\"}],"d":-1.5e3},"e":"","f":true}';
    assert.equal(rewriter.rewrite(json), json);
    assert.deepEqual(seen, ["a.b=x", 'a.b.c=y, {\\"z\\"} \\\\', "a.d=-1.5e3", "e="]);
  });
});
