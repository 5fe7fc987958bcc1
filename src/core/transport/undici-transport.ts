import type { IncomingHttpHeaders } from "node:http";
import type { Transform } from "node:stream";
import { Readable, pipeline } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { Dispatcher } from "undici";
import { malformedFrame } from "./frame-error.ts";
import type { Destination, TimeoutPhase } from "./network-failure.ts";
import { networkError, timeoutError } from "./network-failure.ts";
import type { ProxySettings } from "./proxy-rules.ts";
import { directConnection, proxyFor } from "./proxy-rules.ts";
import type { HttpRequest, HttpResponse, Transport } from "./transport.ts";
import { Agent, ProxyAgent } from "./undici-agents.cjs";

export interface UndiciTransportOptions {
  readonly proxy?: ProxySettings;
  /** Certificates trusted beside Node's own, PEM. */
  readonly certificates?: readonly string[];
  /** False only when the user switched `http.proxyStrictSSL` off. */
  readonly verifiesCertificates?: boolean;
}

export interface ClosableTransport extends Transport {
  /** Ends what is under way and closes every socket. */
  close(): Promise<void>;
}

/** The only code that touches the network. Requests are dispatched without undici's streams, which cost more than parsing. */
export function createUndiciTransport(options: UndiciTransportOptions = {}): ClosableTransport {
  const agents = new AgentPool(options);
  return {
    async send(request) {
      request.signal.throwIfAborted();
      const url = new URL(request.url);
      const proxy = proxyFor(url, options.proxy ?? directConnection);
      const destination: Destination = {
        provider: request.provider,
        origin: url.origin,
        proxyHost: proxy === null ? null : new URL(proxy).host,
      };
      const exchange = new Exchange(request, destination);
      agents.for(proxy, request.timeouts.connectMs).dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: { "user-agent": "switchyard", ...request.headers },
          body: request.body,
          // Timed here instead: undici's timers are coarse and do not say which of them fired.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        exchange,
      );
      return exchange.head;
    },
    close: () => agents.close(),
  };
}

/** One dispatcher for each proxy and connect timeout: undici fixes both when it is made. */
class AgentPool {
  readonly #options: UndiciTransportOptions;
  readonly #agents = new Map<string, Dispatcher>();

  constructor(options: UndiciTransportOptions) {
    this.#options = options;
  }

  for(proxy: string | null, connectMs: number): Dispatcher {
    const key = `${connectMs} ${proxy ?? ""}`;
    let agent = this.#agents.get(key);
    if (agent === undefined) {
      agent = this.#create(proxy, connectMs);
      this.#agents.set(key, agent);
    }
    return agent;
  }

  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  #create(proxy: string | null, connectMs: number): Dispatcher {
    const tls = {
      timeout: connectMs,
      rejectUnauthorized: this.#options.verifiesCertificates !== false,
      ...(this.#options.certificates === undefined ? {} : { ca: [...this.#options.certificates] }),
    };
    if (proxy === null) return new Agent({ connect: tls });
    return new ProxyAgent({ uri: proxy, connect: tls, requestTls: tls, proxyTls: tls });
  }
}

/** Reading stops above this much unread data: a slow reader must not fill the memory. */
const mostUnreadBytes = 4 * 1024 * 1024;
/** How long a response may take to end by itself once nobody reads it. */
const leaveMs = 100;
/** Pieces are joined up to about this size. */
const enoughBytes = 32 * 1024;

/** One request and its response: undici's callbacks on one side, a promise and an async iterable on the other. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly head: Promise<HttpResponse>;
  readonly #request: HttpRequest;
  readonly #destination: Destination;
  readonly #onAbort = (): void => this.#fail(this.#request.signal.reason);
  readonly #chunks: Uint8Array[] = [];
  #unreadBytes = 0;
  #resolveHead: (response: HttpResponse) => void = () => undefined;
  #rejectHead: (error: unknown) => void = () => undefined;
  /** Wakes the reader. */
  #wake: (() => void) | null = null;
  #controller: Dispatcher.DispatchController | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isPaused = false;
  #isLeft = false;
  #hasHead = false;
  /** Set once, by whatever comes first: the end, an error, an abort, a timeout, the reader leaving. */
  #outcome: { readonly error: unknown } | "complete" | null = null;

  constructor(request: HttpRequest, destination: Destination) {
    this.#request = request;
    this.#destination = destination;
    this.head = new Promise((resolve, reject) => {
      this.#resolveHead = resolve;
      this.#rejectHead = reject;
    });
    request.signal.addEventListener("abort", this.#onAbort, { once: true });
    // The client's own connect timeout ends the socket; this one answers even while its name is being resolved.
    this.#startTimer("connect", request.timeouts.connectMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#outcome !== null) {
      controller.abort(new Error("The request was given up before it was sent."));
      return;
    }
    this.#startTimer("headers", this.#request.timeouts.headersMs);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 1xx: the real head is still to come.
    if (status < 200 || this.#outcome !== null) return;
    this.#hasHead = true;
    this.#startTimer("idle", this.#request.timeouts.idleMs);
    const plainHeaders = flatten(headers);
    this.#resolveHead({ status, headers: plainHeaders, body: decoded(this.#body(), plainHeaders["content-encoding"] ?? "") });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#outcome !== null || this.#isLeft) return;
    this.#chunks.push(chunk);
    this.#unreadBytes += chunk.length;
    this.#timer?.refresh();
    if (this.#unreadBytes > mostUnreadBytes && !this.#isPaused) {
      this.#isPaused = true;
      this.#stopTimer();
      controller.pause();
    }
    this.#wakeReader();
  }

  onResponseEnd(): void {
    this.#settle("complete");
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const isConnectTimeout = "code" in error && error.code === "UND_ERR_CONNECT_TIMEOUT";
    this.#fail(
      isConnectTimeout
        ? timeoutError("connect", this.#request.timeouts, this.#destination)
        : networkError(error, this.#destination),
    );
  }

  async *#body(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#take();
        if (chunk !== null) yield chunk;
        else if (this.#outcome === "complete") return;
        else if (this.#outcome !== null) throw this.#outcome.error;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#leave();
    }
  }

  /**
   * The reader has what it wants. A stream usually ends right after its last message, and then the connection can be
   * used again; one that does not is closed, so that nothing goes on downloading behind the reader's back.
   */
  #leave(): void {
    if (this.#outcome !== null) return;
    this.#isLeft = true;
    this.#chunks.length = 0;
    this.#stopTimer();
    this.#timer = setTimeout(() => this.#fail(new Error("The response was not read to its end.")), leaveMs);
    if (this.#isPaused) this.#controller?.resume();
  }

  /** The next unread piece. Small reads are joined, for fewer steps; large ones are not, for less garbage at a time. */
  #take(): Uint8Array | null {
    const [first] = this.#chunks;
    if (first === undefined) return null;
    let count = 0;
    let length = 0;
    while (count < this.#chunks.length && length < enoughBytes) {
      length += this.#chunks[count]?.length ?? 0;
      count += 1;
    }
    const taken = this.#chunks.splice(0, count);
    const chunk = count === 1 ? first : Buffer.concat(taken, length);
    this.#unreadBytes -= length;
    if (this.#unreadBytes > mostUnreadBytes / 2) return chunk;
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#startTimer("idle", this.#request.timeouts.idleMs);
      this.#controller?.resume();
    }
    return chunk;
  }

  #startTimer(phase: TimeoutPhase, ms: number): void {
    this.#stopTimer();
    if (this.#outcome !== null) return;
    this.#timer = setTimeout(() => this.#fail(timeoutError(phase, this.#request.timeouts, this.#destination)), ms);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #fail(error: unknown): void {
    if (this.#outcome !== null) return;
    this.#settle({ error });
    this.#controller?.abort(error instanceof Error ? error : new Error("The request was given up."));
    if (!this.#hasHead) this.#rejectHead(error);
  }

  #settle(outcome: { readonly error: unknown } | "complete"): void {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    this.#stopTimer();
    this.#request.signal.removeEventListener("abort", this.#onAbort);
    this.#wakeReader();
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** Undoes content-encoding, in reverse order of its application. Passes on what can be read even when the end is missing. */
function decoded(body: AsyncIterable<Uint8Array>, encodings: string): AsyncIterable<Uint8Array> {
  let result = body;
  for (const encoding of encodings.split(",").toReversed()) {
    const decoder = decoderFor(encoding.trim().toLowerCase());
    if (decoder !== null) result = through(result, decoder);
  }
  return result;
}

async function* through(source: AsyncIterable<Uint8Array>, decoder: Transform): AsyncGenerator<Uint8Array> {
  let sourceError: Error | null = null;
  const readable = Readable.from(
    remembering(source, (error) => (sourceError = error)),
    { objectMode: false },
  );
  // The error reaches the loop below through the decoder; here it must only not be unhandled.
  pipeline(readable, decoder, () => undefined);
  try {
    for await (const chunk of decoder) yield chunk;
  } catch (cause) {
    throw sourceError ?? malformedFrame("The compressed response is damaged and cannot be unpacked.", cause);
  }
}

async function* remembering(source: AsyncIterable<Uint8Array>, onError: (error: Error) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    onError(error instanceof Error ? error : new Error("The response could not be read."));
    throw error;
  }
}

function decoderFor(encoding: string): Transform | null {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case "deflate":
      return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case "br":
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case "zstd":
      return createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
    default:
      return null;
  }
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
