import type { PreparedCall } from "../../core/adapters/adapter.ts";
import type { StreamOptions } from "../../core/adapters/call.ts";
import { streamCall } from "../../core/adapters/call.ts";
import { applyEvents, newAttempt } from "../../core/model/attempt.ts";
import { ProviderError } from "../../core/model/errors.ts";
import type { Attempt } from "../../core/model/session.ts";
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
  let attempt: Attempt | null = newAttempt(1, 0);
  let failed: ProviderError | null = null;
  try {
    for await (const events of streamCall(call, { ...options, transport })) attempt = applyEvents(attempt, events, 0);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    failed = error;
    attempt = null;
  }
  const [exchange] = exchanges;
  if (exchange === undefined) throw failed ?? new Error("The call ended without a response.");
  const key = options.key?.trim() ?? "";
  const secrets = key === "" ? [] : [key, ...key.split(":")];
  return { attempt, exchange, files: fixtureFiles(call, exchange, secrets) };
}

/** The same files with an `expected.json` of our own reading. */
export function withExpected({ files, attempt }: RecordedCall): FixtureFiles {
  return attempt === null ? files : { ...files, "expected.json": jsonText(expectedOf(attempt)) };
}
