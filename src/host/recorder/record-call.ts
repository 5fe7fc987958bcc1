import { Readable } from "node:stream";
import type { PreparedCall } from "../../core/adapters/adapter.ts";
import type { StreamOptions } from "../../core/adapters/call.ts";
import { streamCall } from "../../core/adapters/call.ts";
import { applyEvents, newAttempt } from "../../core/model/attempt.ts";
import { ProviderError } from "../../core/model/errors.ts";
import type { Attempt } from "../../core/model/session.ts";
import type { Transport } from "../../core/transport/transport.ts";
import type { FixtureFiles } from "./fixture.ts";
import { expectedOf, fixtureFiles, jsonText } from "./fixture.ts";
import type { Exchange } from "./recording-transport.ts";
import { createRecordingTransport } from "./recording-transport.ts";

export interface RecordedCall {
  /** What the reader saw; null: the response was an error. */
  readonly attempt: Attempt | null;
  readonly exchange: Exchange;
  readonly files: FixtureFiles;
}

/**
 * Makes one call, without retries, and the fixture of what went over the wire: an error response is one, too.
 * @throws ProviderError when no response came; SecretInFixtureError; the signal's reason when aborted
 */
export async function recordCall(call: PreparedCall, options: StreamOptions): Promise<RecordedCall> {
  const exchanges: Exchange[] = [];
  const transport = createRecordingTransport(options.transport, (exchange) => exchanges.push(exchange));
  const { attempt, error } = await read(call, { ...options, transport });
  const [exchange] = exchanges;
  if (exchange === undefined) throw error ?? new Error("The call ended without a response.");
  const key = options.key?.trim() ?? "";
  const secrets = key === "" ? [] : [key, ...key.split(":")];
  return { attempt: error === null ? attempt : null, exchange, files: fixtureFiles(call, exchange, secrets) };
}

/** The fixture's files with an `expected.json`: how its own response is read. */
export async function withExpected(
  { files, exchange }: RecordedCall,
  call: PreparedCall,
  options: StreamOptions,
): Promise<FixtureFiles> {
  const { status, headers } = exchange;
  const bodies = Object.entries(files).flatMap(([name, content]) => (name.startsWith("response.") ? [Buffer.from(content)] : []));
  const transport: Transport = { send: () => Promise.resolve({ status, headers, body: Readable.from(bodies) }) };
  const { attempt, error } = await read(call, { ...options, transport });
  const failure = error?.failure ?? attempt.failure;
  return { ...files, "expected.json": jsonText(expectedOf(attempt, failure?.raw ?? null)) };
}

async function read(
  call: PreparedCall,
  options: StreamOptions,
): Promise<{ readonly attempt: Attempt; readonly error: ProviderError | null }> {
  let attempt = newAttempt(1, 0);
  try {
    for await (const events of streamCall(call, options)) attempt = applyEvents(attempt, events, 0);
    return { attempt, error: null };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { attempt, error };
  }
}
