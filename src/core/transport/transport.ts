/** Bytes in and out. The only port to the network: adapters, discovery and probes all go through it. */
export interface Transport {
  /**
   * Sends one request and resolves when the response head is there, whatever its status.
   * @throws ProviderError kind `network` (refused, reset, DNS, TLS, proxy) or `timeout`; the signal's reason when aborted.
   * Aborting closes the socket at once; so does leaving the body early, unless it ends by itself within a moment.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for GET. */
  readonly body: string | null;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
  /** Provider id, for error messages. */
  readonly provider: string;
}

/** Silent thinking can last minutes, so there is no total timeout: only these, and each says which one fired. */
export interface Timeouts {
  /** Until the socket (and TLS) stands. */
  readonly connectMs: number;
  /** From the request sent to the response head. */
  readonly headersMs: number;
  /** Between two reads of the body. */
  readonly idleMs: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Content-encoding undone. Throws ProviderError `network` when cut, `timeout` when idle too long. */
  readonly body: AsyncIterable<Uint8Array>;
}

export const defaultTimeouts: Timeouts = { connectMs: 15_000, headersMs: 600_000, idleMs: 300_000 };
