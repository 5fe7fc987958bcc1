import type { EffortPlan } from "../model/effort.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import type { Timeouts, Transport } from "../transport/transport.ts";
import type { Adapter, PreparedCall } from "./adapter.ts";
import { authenticate } from "./authenticate.ts";
import { requestUrl } from "./base-url.ts";
import { createClassify } from "./classify-error.ts";
import { planCall } from "./effort-planner.ts";
import { ownHeaders } from "./own-headers.ts";
import { plainDialectWarnings } from "./plain-dialect.ts";
import { readFailure, readResponse } from "./read-response.ts";

export interface PrepareOptions {
  /** Values of the provider's parameters; `baseUrl` replaces its base URL. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Everything of a request but the key. Pure: the same request always gives the same call.
 * @throws ProviderError `invalid-request` for a missing parameter
 */
export function prepareCall(adapter: Adapter, request: ModelRequest, options: PrepareOptions): PreparedCall {
  const { effort, maxOutputTokens, warnings } = planCall(adapter, request);
  const kept = request.keptEffort === undefined ? effort : planCall(adapter, { ...request, effort: request.keptEffort }).effort;
  const encoded = adapter.wire.encode({ request, effort: kept, maxOutputTokens }, adapter.dialect);
  return {
    adapter,
    url: requestUrl(adapter, encoded.path, options.parameters),
    headers: { "content-type": "application/json", ...encoded.headers, ...adapter.route.headers },
    body: encoded.body,
    effort: kept === effort ? effort : { ...effort, note: keptNote(kept) },
    maxOutputTokens,
    warnings: [...warnings, ...plainDialectWarnings(adapter, request)],
  };
}

function keptNote({ sentLabel }: EffortPlan): string {
  return `It is in force from the last message on. The request itself keeps “${sentLabel}”, which the earlier reasoning was made with.`;
}

export interface StreamOptions {
  readonly transport: Transport;
  /** Null: there is none. */
  readonly key: string | null;
  readonly signal: AbortSignal;
  readonly timeouts: Timeouts;
  /** Milliseconds since the epoch: signatures and dates in retry headers need it. */
  readonly now: () => number;
}

/**
 * Sends a call and yields its events, one batch a network read; a batch may be empty: bytes came, no event yet.
 * Ends with exactly one `finish`. A response that breaks off ends as `truncated` with all that had arrived.
 * @throws ProviderError when no usable response came (status, network, timeout); the signal's reason when aborted
 */
export async function* streamCall(call: PreparedCall, options: StreamOptions): AsyncGenerator<readonly StreamEvent[]> {
  const { adapter, url } = call;
  const { transport, key, signal, timeouts, now } = options;
  signal.throwIfAborted();
  const body = JSON.stringify(call.body);
  const proof = await authenticate(adapter.provider, key, { url, headers: call.headers, body, nowMs: now() });
  const { id: provider, label } = adapter.provider;
  const headers = { ...call.headers, ...proof };
  const response = await transport.send({ method: "POST", url, headers, body, timeouts, signal, provider });
  const keys = key === null ? [] : [key.trim(), ...key.trim().split(":")];
  const secrets = [...keys, ...Object.values(ownHeaders(adapter))];
  const classify = createClassify({ headers: response.headers, provider, label, nowMs: now(), secrets });
  if (response.status < 200 || response.status >= 300) throw await readFailure(response, adapter.wire, classify);
  yield* readResponse(response, { adapter, classify, signal });
}
