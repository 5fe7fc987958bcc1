import type { Adapter, PreparedCall } from "../adapters/adapter.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import type { Timeouts, Transport } from "../transport/transport.ts";

/** What the engine asks of the adapters; `core/adapters/call.ts` is the real one. */
export interface Calls {
  /** @throws ProviderError for a parameter that is missing or not understood. */
  prepareCall(adapter: Adapter, request: ModelRequest, options: PrepareOptions): PreparedCall;
  /**
   * @throws ProviderError before the stream, the signal's reason when aborted; else ends with exactly one finish event.
   */
  streamCall(call: PreparedCall, options: StreamOptions): AsyncGenerator<readonly StreamEvent[]>;
}

export interface PrepareOptions {
  readonly parameters: Readonly<Record<string, string>>;
}

export interface StreamOptions {
  readonly transport: Transport;
  readonly key: string | null;
  readonly signal: AbortSignal;
  readonly timeouts: Timeouts;
  /** Milliseconds since the epoch: signatures and dates in retry headers need it. */
  readonly now: () => number;
}
