import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Adapter } from "../../../src/core/adapters/adapter.ts";
import { builtinProviders } from "../../../src/core/adapters/builtin-providers.ts";
import { prepareCall, streamCall } from "../../../src/core/adapters/call.ts";
import type { StreamOptions } from "../../../src/core/adapters/call.ts";
import { wires } from "../../../src/core/adapters/wires.ts";
import { applyEvents, newAttempt } from "../../../src/core/model/attempt.ts";
import { ProviderError, StopError } from "../../../src/core/model/errors.ts";
import type { WireId } from "../../../src/core/model/ids.ts";
import type { Attempt } from "../../../src/core/model/session.ts";
import type { ClosableTransport } from "../../../src/core/transport/undici-transport.ts";
import { createUndiciTransport } from "../../../src/core/transport/undici-transport.ts";
import type { Loopback } from "../../support/loopback.ts";
import { startLoopback } from "../../support/loopback.ts";

const chunk = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: "c1", model: "m-1", choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

describe("a call", () => {
  let transport: ClosableTransport;
  let server: Loopback | null = null;

  beforeEach(() => {
    transport = createUndiciTransport();
  });

  afterEach(async () => {
    await transport.close();
    await server?.close();
    server = null;
  });

  async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<void> {
    server = await startLoopback((request, response) => {
      request.resume();
      listener(request, response);
    });
  }

  interface Outcome {
    readonly attempt: Attempt;
    readonly batches: number;
  }

  async function run(over: Partial<StreamOptions> = {}, wire: WireId = "openai-chat", provider = "openai"): Promise<Outcome> {
    const call = prepareCall(adapterFor(provider, wire), request, { parameters: { baseUrl: server?.url ?? "" } });
    const options: StreamOptions = {
      transport,
      key: "sk-test-key-0001",
      signal: new AbortController().signal,
      timeouts: { connectMs: 5000, headersMs: 5000, idleMs: 5000 },
      now: () => 0,
      ...over,
    };
    let attempt = newAttempt(1, 0);
    let batches = 0;
    for await (const events of streamCall(call, options)) {
      attempt = applyEvents(attempt, events, 0);
      batches += 1;
    }
    return { attempt, batches };
  }

  function answerOf(attempt: Attempt): string {
    return attempt.blocks.map((block) => (block.type === "answer" ? block.text : "")).join("");
  }

  it("sends the key only in the header, and the body the wire made", async () => {
    const seen: (string | undefined)[] = [];
    await serve((incoming, response) => {
      seen.push(incoming.method, incoming.url, incoming.headers.authorization);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`${chunk("hi", "stop")}data: [DONE]\n\n`);
    });
    const { attempt } = await run();
    assert.equal(answerOf(attempt), "hi");
    assert.deepEqual(attempt.finish, { reason: "stop", raw: "stop" });
    assert.deepEqual(seen, ["POST", "/chat/completions", "Bearer sk-test-key-0001"]);
  });

  it("yields a batch for every read, even for one without events", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": OPENROUTER PROCESSING\n\n");
      setImmediate(() => response.end(`${chunk("hi", "stop")}data: [DONE]\n\n`));
    });
    const { batches } = await run();
    assert.ok(batches >= 1);
  });

  it("ends as truncated, with what had come, when the connection is cut", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("half an ans"), () => response.destroy());
    });
    const { attempt } = await run();
    assert.equal(answerOf(attempt), "half an ans");
    assert.equal(attempt.finish?.reason, "truncated");
    assert.equal(attempt.failure?.kind, "stream-truncated");
    assert.equal(attempt.failure.provider, "openai");
    assert.equal(attempt.blocks[0]?.isOpen, false);
  });

  it("ends as truncated when the body ends in the middle of a message", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(chunk("one") + chunk("two").slice(0, 40));
    });
    const { attempt } = await run();
    assert.equal(answerOf(attempt), "one");
    assert.equal(attempt.failure?.kind, "stream-truncated");
  });

  it("ends with the time limit's own failure when the body falls silent", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("one"));
    });
    const { attempt } = await run({ timeouts: { connectMs: 5000, headersMs: 5000, idleMs: 60 } });
    assert.equal(answerOf(attempt), "one");
    assert.equal(attempt.finish?.reason, "truncated");
    assert.equal(attempt.failure?.kind, "timeout");
  });

  it("ends as an error, with what had come, when a message is damaged", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`${chunk("one")}data: {"choices":[{"delta":\n\n${chunk("two")}`);
    });
    const { attempt } = await run();
    assert.equal(answerOf(attempt), "one");
    assert.equal(attempt.finish?.reason, "error");
    assert.deepEqual([attempt.failure?.kind, attempt.failure?.provider], ["malformed-response", "openai"]);
  });

  it("throws what an error status means, with the server's words and without the key", async () => {
    await serve((_, response) => {
      response.writeHead(429, { "content-type": "application/json", "retry-after": "7", "x-request-id": "req_9" });
      response.end('{"error":{"message":"Slow down, sk-test-key-0001","type":"requests","code":"rate_limit_exceeded"}}');
    });
    await assert.rejects(run(), (error: unknown) => {
      assert.ok(error instanceof ProviderError);
      const { kind, status, code, retryAfterMs, requestId, message } = error.failure;
      assert.deepEqual(
        [kind, status, code, retryAfterMs, requestId],
        ["rate-limited", 429, "rate_limit_exceeded", 7000, "req_9"],
      );
      assert.match(message, /Slow down, \[removed\]/);
      return true;
    });
  });

  it("throws for an error status whose body is a page, or nothing", async () => {
    await serve((_, response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<html><body>Bad gateway</body></html>");
    });
    await assert.rejects(run(), (error: unknown) => error instanceof ProviderError && error.failure.kind === "server");
  });

  it("throws when a success is a web page: a sign-in of a proxy", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!doctype html><title>Sign in</title>");
    });
    await assert.rejects(run(), (error: unknown) => {
      assert.ok(error instanceof ProviderError);
      assert.equal(error.failure.kind, "malformed-response");
      assert.equal(error.failure.provider, "openai");
      assert.match(error.failure.message, /web page/);
      return true;
    });
  });

  it("reads a whole JSON body where a stream was asked for, blank lines before it included", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("\n\n\n");
      setImmediate(() =>
        response.end(
          '{"id":"c1","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"whole"},"finish_reason":"stop"}]}',
        ),
      );
    });
    const { attempt } = await run();
    assert.equal(answerOf(attempt), "whole");
    assert.equal(attempt.finish?.reason, "stop");
  });

  it("reads an array of messages where events were asked for", async () => {
    const part = (text: string, finish: string): string =>
      JSON.stringify({ candidates: [{ content: { parts: [{ text }], role: "model" }, finishReason: finish }] });
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json; charset=UTF-8" });
      response.end(`[${part("a", "")},\n${part("b", "STOP")}]`);
    });
    const { attempt } = await run({}, "gemini-generate-content", "google");
    assert.equal(answerOf(attempt), "ab");
    assert.equal(attempt.finish?.reason, "stop");
  });

  it("reads events whatever their content type says", async () => {
    await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`${chunk("hi", "stop")}data: [DONE]\n\n`);
    });
    assert.equal(answerOf((await run()).attempt), "hi");
  });

  it("throws the reason when it is aborted, and the server sees the connection close", async () => {
    const controller = new AbortController();
    const gone = Promise.withResolvers<void>();
    await serve((_, response) => {
      response.once("close", gone.resolve);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("one"), () => controller.abort(new StopError("user")));
    });
    await assert.rejects(
      run({ signal: controller.signal }),
      (error: unknown) => error instanceof StopError && error.reason === "user",
    );
    await gone.promise;
  });

  it("stops reading at the provider's end, though the server keeps the connection open", async () => {
    const gone = Promise.withResolvers<void>();
    await serve((_, response) => {
      response.once("close", gone.resolve);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`${chunk("hi", "stop")}data: [DONE]\n\n`);
    });
    const { attempt } = await run();
    assert.equal(attempt.finish?.reason, "stop");
    await gone.promise;
  });
});

const request = {
  model: "m-1",
  system: "",
  messages: [{ role: "user", text: "Hello" }],
  tools: [],
  effort: "default",
  maxOutputTokens: 100,
  wantsSummary: false,
  isStreaming: true,
} as const;

function adapterFor(providerId: string, wireId: WireId): Adapter {
  const provider = builtinProviders.find(({ id }) => id === providerId);
  const wire = wires[wireId];
  assert.ok(provider !== undefined && wire !== undefined);
  return { provider, route: { wire: wireId }, wire, dialect: wire.defaultDialect, model: "m-1", row: null };
}
