import { EventStreamCodec } from "@smithy/eventstream-codec";
import { frameTooLong, malformedFrame } from "./frame-error.ts";
import type { Frame, Framer } from "./framer.ts";
import { maxFrameChars } from "./framer.ts";

/** `application/vnd.amazon.eventstream`: binary messages with checksums (Bedrock). */
export function createAwsFramer(): Framer {
  const codec = new EventStreamCodec(
    (bytes) => (typeof bytes === "string" ? bytes : utf8.decode(bytes)),
    (text) => new TextEncoder().encode(text),
  );
  const pending = new BytePieces();
  return {
    push(bytes, into) {
      pending.add(bytes);
      for (let message = pending.takeMessage(); message !== null; message = pending.takeMessage()) {
        const frame = readMessage(codec, message);
        if (frame !== null) into.push(frame);
      }
    },
    // A message without its last bytes has no valid checksum: nothing to deliver.
    end: () => pending.clear(),
  };
}

/** One for all: whole texts leave no state behind, and a decoder made for each header was a good part of a message's price. */
const utf8 = new TextDecoder();

/** Length, header length, checksum; then the payload and its checksum. */
const preludeBytes = 12;
const smallestMessageBytes = preludeBytes + 4;

/** Reads as they came; joined only when a whole message is there, so a long message in tiny reads stays linear. */
class BytePieces {
  #pieces: Uint8Array[] = [];
  #length = 0;

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  takeMessage(): Uint8Array | null {
    if (this.#length < preludeBytes) return null;
    const head = this.#pieces[0];
    const view = head !== undefined && head.length >= 4 ? head : this.#join();
    const messageBytes = new DataView(view.buffer, view.byteOffset, 4).getUint32(0);
    if (messageBytes > maxFrameChars) throw frameTooLong();
    if (messageBytes < smallestMessageBytes)
      throw malformedFrame("The response is not an AWS event stream: a message's length is impossible.");
    if (this.#length < messageBytes) return null;
    const joined = this.#join();
    const rest = joined.subarray(messageBytes);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return joined.subarray(0, messageBytes);
  }

  clear(): void {
    this.#pieces = [];
    this.#length = 0;
  }

  #join(): Uint8Array {
    const [only] = this.#pieces;
    if (only !== undefined && this.#pieces.length === 1) return only;
    const joined = new Uint8Array(this.#length);
    let offset = 0;
    for (const piece of this.#pieces) {
      joined.set(piece, offset);
      offset += piece.length;
    }
    this.#pieces = [joined];
    return joined;
  }
}

function readMessage(codec: EventStreamCodec, message: Uint8Array): Frame | null {
  let decoded;
  try {
    decoded = codec.decode(message);
  } catch (cause) {
    throw malformedFrame("The response's AWS event stream is damaged: a message does not match its checksum.", cause);
  }
  const header = (name: string): string | null => {
    const value = decoded.headers[name]?.value;
    return typeof value === "string" ? value : null;
  };
  const data = utf8.decode(decoded.body);
  switch (header(":message-type")) {
    case "exception":
      return { event: header(":exception-type"), data, isException: true };
    case "error":
      // An error without a payload: its words are in the headers.
      return { event: header(":error-code"), data: JSON.stringify({ message: header(":error-message") }), isException: true };
    case "event":
      return { event: header(":event-type"), data, isException: false };
    case null:
    default:
      return null;
  }
}
