import { newFailure, ProviderError } from "../model/errors.ts";
import type { JsonValue } from "../model/json.ts";
import type { ProviderId } from "../model/ids.ts";
import type { Transport } from "../transport/transport.ts";
import { defaultTimeouts } from "../transport/transport.ts";
import { authenticate } from "./authenticate.ts";
import { requestUrl } from "./base-url.ts";
import { createClassify } from "./classify-error.ts";
import type { Provider } from "./provider.ts";
import { readFailure } from "./read-response.ts";
import { wires } from "./wires.ts";

export interface AskContext {
  readonly transport: Transport;
  readonly credentials: {
    keyFor(provider: ProviderId): Promise<string | null>;
    parametersFor(provider: ProviderId): Promise<Readonly<Record<string, string>>>;
  };
  readonly now: () => number;
}

export interface Question {
  /** From the provider's base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: GET. */
  readonly body: JsonValue;
}

/** A list of models is long, a hostile one endless. */
const mostBytes = 32 * 1024 * 1024;
/** Nobody waits longer for a list. */
const timeouts = { ...defaultTimeouts, headersMs: 30_000, idleMs: 30_000 };

/**
 * Asks a provider something besides a completion, and parses its JSON answer.
 * @throws ProviderError as a completion does; `malformed-response` when the answer is no JSON
 */
export async function askProvider(
  provider: Provider,
  question: Question,
  context: AskContext,
  signal: AbortSignal,
): Promise<JsonValue> {
  const { transport, credentials, now } = context;
  const [home] = provider.routes;
  if (home === undefined) throw malformed(provider, "has no route");
  // The question lives under the provider's own base URL, not under a route's.
  const route = { wire: home.wire };
  const parameters = await credentials.parametersFor(provider.id);
  const url = requestUrl({ provider, route, model: "" }, question.path, parameters);
  const key = await credentials.keyFor(provider.id);
  const body = question.body === null ? null : JSON.stringify(question.body);
  const unsigned = {
    ...(body === null ? {} : { "content-type": "application/json" }),
    accept: "application/json",
    ...question.headers,
  };
  const proof = await authenticate(provider, key, { url, headers: unsigned, body: body ?? "", nowMs: now() });
  const headers = { ...unsigned, ...proof };
  const method = body === null ? "GET" : "POST";
  const response = await transport.send({ method, url, headers, body, timeouts, signal, provider: provider.id });
  if (response.status < 200 || response.status >= 300) {
    const secrets = key === null ? [] : [key.trim()];
    const classify = createClassify({
      headers: response.headers,
      provider: provider.id,
      label: provider.label,
      nowMs: now(),
      secrets,
    });
    throw await readFailure(response, wires[home.wire], classify);
  }
  return parse(provider, await readText(provider, response.body));
}

async function readText(provider: Provider, body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > mostBytes) throw malformed(provider, "sent a list of models that does not end");
  }
  return text + decoder.decode();
}

function parse(provider: Provider, text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (cause) {
    throw malformed(provider, "did not answer with JSON", cause);
  }
}

function malformed(provider: Provider, what: string, cause?: unknown): ProviderError {
  return new ProviderError(
    newFailure({
      kind: "malformed-response",
      message: `${provider.label} ${what}.`,
      advice: "Check its base URL.",
      provider: provider.id,
    }),
    { cause },
  );
}
