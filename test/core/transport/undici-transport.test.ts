import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { connect, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, createGzip, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { ProviderError, StopError } from "../../../src/core/model/errors.ts";
import type { ProxySettings } from "../../../src/core/transport/proxy-rules.ts";
import { directConnection } from "../../../src/core/transport/proxy-rules.ts";
import type { HttpRequest, HttpResponse } from "../../../src/core/transport/transport.ts";
import type { ClosableTransport } from "../../../src/core/transport/undici-transport.ts";
import { createUndiciTransport } from "../../../src/core/transport/undici-transport.ts";
import type { Loopback } from "../../support/loopback.ts";
import { listen, startLoopback } from "../../support/loopback.ts";
import { testCertificate, testCertificateKey } from "../../support/test-certificate.ts";

describe("undici transport", () => {
  const open: { close(): Promise<void> }[] = [];
  let transport: ClosableTransport;

  beforeEach(() => {
    transport = keep(createUndiciTransport());
  });

  afterEach(async () => {
    // Clients first: a server waits for its connections.
    for (const each of open.splice(0)) await each.close();
  });

  function keep<T extends { close(): Promise<void> }>(closable: T): T {
    open.push(closable);
    return closable;
  }

  async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<Loopback> {
    return keep(await startLoopback(listener));
  }

  it("sends method, headers and body, and gives the head back with lower-case names, whatever the status", async () => {
    let seen = "";
    const server = await serve((request, response) => {
      request.setEncoding("utf8");
      request.on("data", (text: string) => (seen += text));
      request.on("end", () => {
        seen = `${request.method} ${request.url} ${request.headers.authorization} ${seen}`;
        response.writeHead(429, { "X-Should-Retry": "false", "Set-Cookie": ["a=1", "b=2"] });
        response.end("no");
      });
    });
    const response = await transport.send(
      request(server, { url: `${server.url}/v1?x=1`, headers: { authorization: "k" }, body: "{}" }),
    );
    assert.equal(response.status, 429);
    assert.equal(response.headers["x-should-retry"], "false");
    assert.equal(response.headers["set-cookie"], "a=1, b=2");
    assert.equal(await text(response), "no");
    assert.equal(seen, "POST /v1?x=1 k {}");
  });

  it("waits for the real head after an early hint", async () => {
    const server = await serve((_, response) => {
      response.writeEarlyHints({ link: "</x>; rel=preload" });
      response.end("ok");
    });
    assert.equal(await text(await transport.send(request(server))), "ok");
  });

  it("says that nothing answers when the connection is refused", async () => {
    const server = await startLoopback(() => undefined);
    await server.close();
    await assert.rejects(transport.send(request(server)), (error: unknown) => {
      const { kind, code, message, provider } = failureOf(error);
      assert.deepEqual([kind, code, provider], ["network", "ECONNREFUSED", "acme"]);
      assert.match(message, new RegExp(`Nothing answers at ${server.url}`));
      return true;
    });
  });

  it("names the connection when TLS never stands", async () => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => sockets.push(socket));
    const port = await listen(silent);
    keep({
      close: async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => silent.close(resolve));
      },
    });
    const slow = { ...request({ url: `https://127.0.0.1:${port}` }), timeouts: { connectMs: 60, headersMs: 9000, idleMs: 9000 } };
    await assert.rejects(transport.send(slow), (error: unknown) => {
      assert.equal(failureOf(error).kind, "timeout");
      assert.match(failureOf(error).message, /No connection to https:\/\/127\.0\.0\.1:\d+ within 60 ms/);
      return true;
    });
  });

  it("names the head when the server takes the request and does not answer", async () => {
    const gone = Promise.withResolvers<void>();
    const server = await serve((incoming) => {
      incoming.once("close", gone.resolve);
    });
    const slow = { ...request(server), timeouts: { connectMs: 9000, headersMs: 60, idleMs: 9000 } };
    await assert.rejects(transport.send(slow), (error: unknown) => {
      assert.equal(failureOf(error).kind, "timeout");
      assert.match(failureOf(error).message, /did not begin to answer within 60 ms/);
      return true;
    });
    await gone.promise;
  });

  it("names the silence when the body stops in the middle, after handing over what came", async () => {
    const gone = Promise.withResolvers<void>();
    const server = await serve((_, response) => {
      response.once("close", gone.resolve);
      response.write("first");
    });
    const slow = { ...request(server), timeouts: { connectMs: 9000, headersMs: 9000, idleMs: 60 } };
    const read = await readUntilError(await transport.send(slow));
    assert.equal(read.text, "first");
    assert.equal(failureOf(read.error).kind, "timeout");
    assert.match(failureOf(read.error).message, /sent nothing for 60 ms/);
    await gone.promise;
  });

  it("says that the connection was cut, after handing over what came", async () => {
    const server = await serve((_, response) => {
      response.write("first", () => response.destroy());
    });
    const read = await readUntilError(await transport.send(request(server)));
    assert.equal(read.text, "first");
    assert.equal(failureOf(read.error).kind, "network");
    assert.match(failureOf(read.error).message, /was cut/);
  });

  it("closes the socket and throws the reason when aborted before the head", async () => {
    const controller = new AbortController();
    const gone = Promise.withResolvers<void>();
    const server = await serve((incoming) => {
      incoming.once("close", gone.resolve);
      controller.abort(new StopError("user"));
    });
    await assert.rejects(transport.send({ ...request(server), signal: controller.signal }), isStop("user"));
    await gone.promise;
  });

  it("closes the socket and throws the reason when aborted in the middle of the body", async () => {
    const controller = new AbortController();
    const gone = Promise.withResolvers<void>();
    const server = await serve((_, response) => {
      response.once("close", gone.resolve);
      response.write("first");
    });
    const response = await transport.send({ ...request(server), signal: controller.signal });
    await assert.rejects(async () => {
      for await (const bytes of response.body) {
        assert.equal(new TextDecoder().decode(bytes), "first");
        controller.abort(new StopError("budget"));
      }
    }, isStop("budget"));
    await gone.promise;
  });

  it("does not even connect when the signal has already fired", async () => {
    let requests = 0;
    const server = await serve(() => {
      requests += 1;
    });
    await assert.rejects(
      transport.send({ ...request(server), signal: AbortSignal.abort(new StopError("shutdown")) }),
      isStop("shutdown"),
    );
    assert.equal(requests, 0);
  });

  it("closes the socket when the reader leaves early", async () => {
    const gone = Promise.withResolvers<void>();
    const server = await serve((_, response) => {
      response.once("close", gone.resolve);
      response.write("first");
    });
    for await (const bytes of (await transport.send(request(server))).body) {
      assert.ok(bytes.length > 0);
      break;
    }
    await gone.promise;
  });

  it("uses a connection again after a response was read to its end", async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.end("ok");
    });
    await text(await transport.send(request(server)));
    // The client marks the connection as free just after the end was handed over.
    await new Promise((resolve) => setImmediate(resolve));
    await text(await transport.send(request(server)));
    assert.equal(ports.size, 1);
  });

  it("uses a connection again when the body ends right after the reader left", async () => {
    const ports = new Set<number | undefined>();
    const ended = Promise.withResolvers<void>();
    let finish: () => void = () => undefined;
    const server = await serve((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.write("[DONE]");
      response.once("close", ended.resolve);
      finish = () => response.end();
    });
    for await (const bytes of (await transport.send(request(server))).body) {
      assert.ok(bytes.length > 0);
      break;
    }
    finish();
    await ended.promise;
    // A whole exchange with another server: by its end, the end of the first one has arrived here as well.
    const other = await serve((_, response) => response.end("ok"));
    await text(await transport.send(request(other)));
    for await (const bytes of (await transport.send(request(server))).body) {
      assert.ok(bytes.length > 0);
      break;
    }
    assert.equal(ports.size, 1);
  });

  it("ends what is under way when it is closed", async () => {
    const own = createUndiciTransport();
    const server = await serve(() => void own.close());
    await assert.rejects(own.send(request(server)), (error: unknown) => failureOf(error).kind === "network");
  });

  describe("content encodings", () => {
    const encoders = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync, deflate: deflateSync };

    for (const [encoding, encode] of Object.entries(encoders)) {
      it(`undoes ${encoding}`, async () => {
        const server = await serve((_, response) => {
          response.writeHead(200, { "content-encoding": encoding });
          response.end(encode("data: 秋\n\n"));
        });
        assert.equal(await text(await transport.send(request(server))), "data: 秋\n\n");
      });
    }

    it("hands over compressed pieces as they come, and what came before a cut", async () => {
      let more: () => void = () => undefined;
      const server = await serve((_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        const gzip = createGzip();
        gzip.pipe(response);
        gzip.write("one");
        gzip.flush();
        more = () => {
          gzip.write("two");
          gzip.flush(() => response.destroy());
        };
      });
      let seen = "";
      await assert.rejects(
        async () => {
          for await (const bytes of (await transport.send(request(server))).body) {
            seen += new TextDecoder().decode(bytes);
            more();
            more = () => undefined;
          }
        },
        (error: unknown) => failureOf(error).kind === "network",
      );
      assert.ok(seen.startsWith("one"));
    });

    it("says so when the compressed body is damaged", async () => {
      const server = await serve((_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        response.end("this is no gzip");
      });
      const { error } = await readUntilError(await transport.send(request(server)));
      assert.equal(failureOf(error).kind, "malformed-response");
    });
  });

  describe("proxies", () => {
    function through(settings: Partial<ProxySettings>): ClosableTransport {
      return keep(createUndiciTransport({ proxy: { ...directConnection, ...settings }, certificates: [testCertificate] }));
    }

    it("forwards http addresses through the proxy, with its credentials", async () => {
      const seen: (string | undefined)[] = [];
      const proxy = await serve((incoming, response) => {
        seen.push(incoming.url, incoming.headers.host, incoming.headers["proxy-authorization"]);
        response.end("by proxy");
      });
      const own = through({ http: `http://user:pass@127.0.0.1:${proxy.port}` });
      assert.equal(await text(await own.send(request({ url: "http://provider.test/v1/x" }))), "by proxy");
      assert.deepEqual(seen, ["http://provider.test/v1/x", "provider.test", `Basic ${btoa("user:pass")}`]);
    });

    it("tunnels https addresses and verifies the provider's own certificate", async () => {
      const provider = createHttpsServer({ cert: testCertificate, key: testCertificateKey }, (_, response) =>
        response.end("secret"),
      );
      const port = await listen(provider);
      keep({ close: () => new Promise((resolve) => void provider.close(() => resolve())) });
      const { url, asked } = await connectProxy((client) => tunnel(client, port));
      const own = through({ explicit: url });
      assert.equal(await text(await own.send(request({ url: "https://provider.test/v1/x" }))), "secret");
      assert.deepEqual(asked, ["provider.test:443"]);
    });

    it("says that a certificate is not trusted", async () => {
      const provider = createHttpsServer({ cert: testCertificate, key: testCertificateKey }, (_, response) => response.end());
      const port = await listen(provider);
      keep({ close: () => new Promise((resolve) => void provider.close(() => resolve())) });
      await assert.rejects(transport.send(request({ url: `https://127.0.0.1:${port}` })), (error: unknown) => {
        assert.match(failureOf(error).message, /certificate of https:\/\/127.*not trusted/);
        return true;
      });
    });

    it("says that it is the proxy that is not there, and where it is set", async () => {
      const gone = await serve(() => undefined);
      await gone.close();
      for (const url of ["https://provider.test", "http://provider.test"]) {
        const own = through({ https: `http://127.0.0.1:${gone.port}`, http: `http://127.0.0.1:${gone.port}` });
        await assert.rejects(own.send(request({ url })), (error: unknown) => {
          const { kind, message, advice } = failureOf(error);
          assert.equal(kind, "network");
          assert.match(message, /The proxy 127\.0\.0\.1:\d+, which https?:\/\/provider\.test is reached through, refused/);
          assert.match(advice, /http\.proxy.*HTTPS_PROXY/);
          return true;
        });
      }
    });

    it("says what the proxy said when it refuses, without its password", async () => {
      const { url } = await connectProxy((client) => client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
      const own = through({ https: url.replace("//", "//user:hunter2@") });
      await assert.rejects(own.send(request({ url: "https://provider.test" })), (error: unknown) => {
        const { kind, message, advice } = failureOf(error);
        assert.equal(kind, "network");
        assert.match(message, /The proxy 127\.0\.0\.1:\d+ refused to connect to https:\/\/provider\.test \(HTTP 407\)/);
        assert.match(advice, /user name and password/);
        assert.doesNotMatch(message + advice, /hunter2/);
        return true;
      });
    });

    it("goes around the proxy for what NO_PROXY names and for this machine", async () => {
      const server = await serve((_, response) => response.end("direct"));
      const own = through({ explicit: "http://127.0.0.1:1", bypass: "example.com" });
      assert.equal(await text(await own.send(request(server))), "direct");
    });

    async function connectProxy(answer: (client: Socket) => void): Promise<{ readonly url: string; readonly asked: string[] }> {
      const asked: string[] = [];
      const sockets = new Set<Socket>();
      const proxy = createTcpServer((client) => {
        sockets.add(client);
        client.on("error", () => client.destroy());
        client.once("data", (head) => {
          asked.push(/^CONNECT (\S+)/.exec(head.toString())?.[1] ?? "");
          answer(client);
        });
      });
      const port = await listen(proxy);
      keep({
        close: async () => {
          for (const socket of sockets) socket.destroy();
          await new Promise((resolve) => proxy.close(resolve));
        },
      });
      return { url: `http://127.0.0.1:${port}`, asked };
    }

    function tunnel(client: Socket, port: number): void {
      const upstream = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        client.pipe(upstream).pipe(client);
      });
      upstream.on("error", () => client.destroy());
    }
  });
});

function request(server: { readonly url: string }, over: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "POST",
    url: server.url,
    headers: {},
    body: "",
    timeouts: { connectMs: 5000, headersMs: 5000, idleMs: 5000 },
    signal: new AbortController().signal,
    provider: "acme",
    ...over,
  };
}

async function text(response: HttpResponse): Promise<string> {
  const { text: whole, error } = await readUntilError(response);
  assert.equal(error, null);
  return whole;
}

async function readUntilError(response: HttpResponse): Promise<{ readonly text: string; readonly error: unknown }> {
  const decoder = new TextDecoder();
  let whole = "";
  try {
    for await (const bytes of response.body) whole += decoder.decode(bytes, { stream: true });
    return { text: whole, error: null };
  } catch (error) {
    return { text: whole, error };
  }
}

function failureOf(error: unknown): ProviderError["failure"] {
  assert.ok(error instanceof ProviderError, `not a ProviderError: ${String(error)}`);
  return error.failure;
}

function isStop(reason: StopError["reason"]): (error: unknown) => boolean {
  return (error) => error instanceof StopError && error.reason === reason;
}
