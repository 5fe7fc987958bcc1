import type { JsonValue } from "../../src/core/model/json.ts";
import type { HttpRequest, Transport } from "../../src/core/transport/transport.ts";

/** A transport that answers every request from a function, and keeps what was sent. */
export interface AnsweringTransport extends Transport {
  readonly sent: readonly HttpRequest[];
}

export interface Answer {
  readonly status?: number;
  readonly contentType?: string;
  readonly body: string;
}

export function answeringTransport(answer: (request: HttpRequest) => Answer): AnsweringTransport {
  const sent: HttpRequest[] = [];
  return {
    sent,
    send(request) {
      sent.push(request);
      const { status = 200, contentType = "application/json", body } = answer(request);
      return Promise.resolve({ status, headers: { "content-type": contentType }, body: once(new TextEncoder().encode(body)) });
    },
  };
}

/** Server-sent events, one frame a value, with the terminator of Chat Completions. */
export function chatStream(...chunks: readonly JsonValue[]): Answer {
  const frames = [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"];
  return { contentType: "text/event-stream", body: frames.map((frame) => `data: ${frame}\n\n`).join("") };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
