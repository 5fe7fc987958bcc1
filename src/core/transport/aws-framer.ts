import { AwsMessageReader, messageLength, preludeBytes } from "./aws-message.ts";
import type { Frame, Framer } from "./framer.ts";
import { joinBytes } from "./join-bytes.ts";

/**
 * `application/vnd.amazon.eventstream`: binary messages with checksums (Bedrock). Our own reader, because AWS's takes five
 * times as long: it makes a checksum object, a text decoder's call for every name and an object for every header.
 */
export function createAwsFramer(): Framer {
  const reader = new AwsMessageReader();
  /** Reads as they came; joined only when a whole message is there, so a long message in tiny reads stays linear. */
  let pieces: Uint8Array[] = [];
  let pendingBytes = 0;
  let neededBytes = preludeBytes;

  /** Delivers the whole messages and keeps what follows them. */
  function split(bytes: Uint8Array, into: Frame[]): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    neededBytes = preludeBytes;
    while (bytes.length - at >= preludeBytes) {
      const length = messageLength(view, at);
      if (bytes.length - at < length) {
        neededBytes = length;
        break;
      }
      const frame = reader.read(view, at, length);
      if (frame !== null) into.push(frame);
      at += length;
    }
    const rest = bytes.subarray(at);
    pieces = rest.length === 0 ? [] : [rest];
    pendingBytes = rest.length;
  }

  return {
    push(bytes, into) {
      if (pendingBytes === 0) {
        split(bytes, into);
        return;
      }
      pieces.push(bytes);
      pendingBytes += bytes.length;
      if (pendingBytes >= neededBytes) split(joinBytes(pieces, pendingBytes), into);
    },
    end() {
      // A message without its last bytes has no valid checksum: nothing to deliver.
      pieces = [];
      pendingBytes = 0;
    },
  };
}
