import { ProviderError } from "../../core/model/errors.ts";
import type { HttpRequest, HttpResponse, Transport } from "../../core/transport/transport.ts";

/** One exchange as it went over the wire. Holds the key: it is scrubbed before it is written anywhere. */
export interface Exchange {
  readonly request: Pick<HttpRequest, "method" | "url" | "headers" | "body">;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** End offset of each network read. */
  readonly readEnds: readonly number[];
  /** The connection broke before the body ended. */
  readonly isCut: boolean;
}

/** Reads after the reader has what it wants: the provider's last frames belong to the fixture. */
const mostBytesAfterEnd = 1024 * 1024;

/** Passes everything through, and hands over each exchange when its body is over. */
export function createRecordingTransport(transport: Transport, onExchange: (exchange: Exchange) => void): Transport {
  return {
    async send(request) {
      const response = await transport.send(request);
      return { ...response, body: recorded(request, response, onExchange) };
    },
  };
}

async function* recorded(
  request: HttpRequest,
  { status, headers, body }: HttpResponse,
  onExchange: (exchange: Exchange) => void,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let isCut = true;
  const source = body[Symbol.asyncIterator]();
  const read = async (): Promise<Uint8Array | null> => {
    const next = await source.next();
    if (next.done === true) {
      isCut = false;
      return null;
    }
    // Its own copy: a reader may keep the buffer it got and write into it.
    pieces.push(next.value.slice());
    return next.value;
  };
  try {
    for (let bytes = await read(); bytes !== null; bytes = await read()) yield bytes;
  } finally {
    if (isCut && !request.signal.aborted) await drain(read);
    await source.return?.();
    onExchange({ request, status, headers, ...joined(pieces), isCut });
  }
}

/** What fails here has been reported to the reader, or is after the end that it saw. */
async function drain(read: () => Promise<Uint8Array | null>): Promise<void> {
  try {
    let left = mostBytesAfterEnd;
    for (let bytes = await read(); bytes !== null && left > 0; bytes = await read()) left -= bytes.length;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}

function joined(pieces: readonly Uint8Array[]): Pick<Exchange, "body" | "readEnds"> {
  const readEnds: number[] = [];
  const body = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    body.set(piece, end);
    end += piece.length;
    readEnds.push(end);
  }
  return { body, readEnds };
}
