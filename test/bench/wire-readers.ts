import { createClassify } from "../../src/core/adapters/classify-error.ts";
import { createStreamDecoder } from "../../src/core/adapters/decode-stream.ts";
import type { Wire } from "../../src/core/adapters/wire.ts";
import { applyEvents, mergeDeltas, newAttempt } from "../../src/core/model/attempt.ts";
import { createFramer } from "../../src/core/transport/create-framer.ts";
import type { StreamBody } from "./stream-bodies.ts";

const readBytes = 64 * 1024;
const classify = createClassify({ headers: {}, provider: "bench", label: "Bench", nowMs: 0, secrets: [] });

/** A body in reads of 64 KB through framer, wire, guard and merging into the attempt as it is stored. */
export function readThroughWire(wire: Wire, { bytes, text }: StreamBody): void {
  const decoder = wire.createDecoder(wire.defaultDialect, classify);
  const stream = createStreamDecoder(createFramer(wire.framing), decoder, classify);
  let attempt = newAttempt(1, 0);
  for (const read of reads(bytes)) attempt = applyEvents(attempt, mergeDeltas(stream.push(read)), 0);
  attempt = applyEvents(attempt, mergeDeltas(stream.end()), 0);
  const [block] = attempt.blocks;
  const isWhole = attempt.blocks.length === 1 && block?.type === "answer" && block.text === text;
  if (!isWhole || attempt.finish?.reason !== "stop" || attempt.usage === null || attempt.warnings.length > 0) {
    throw new Error(`${wire.id} did not read the stream as it was made.`);
  }
}

/** The same reads, with the frames split as this framing has them and each parsed. Nothing is checked, nothing is kept. */
export function readByFloor(wire: Wire, { bytes }: StreamBody): void {
  if (wire.framing === "aws-eventstream") parseMessages(bytes);
  else if (wire.framing === "ndjson") parseText(bytes, "\n", "");
  // Google ends its lines as HTTP does.
  else parseText(bytes, wire.id === "gemini-generate-content" ? "\r\n\r\n" : "\n\n", "data: ");
}

function parseText(bytes: Uint8Array, end: string, prefix: string): void {
  const decoder = new TextDecoder();
  let rest = "";
  for (const read of reads(bytes)) {
    rest += decoder.decode(read, { stream: true });
    const frames = rest.split(end);
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      const data = prefix === "" ? frame : frame.slice(frame.indexOf(prefix) + prefix.length);
      if (data !== "[DONE]") JSON.parse(data);
    }
  }
}

/** By the two lengths each message begins with; neither headers nor checksums are looked at. */
function parseMessages(bytes: Uint8Array): void {
  const decoder = new TextDecoder();
  let rest: Uint8Array = new Uint8Array();
  for (const read of reads(bytes)) {
    const joined = Buffer.concat([rest, read]);
    let from = 0;
    while (joined.length - from >= 12) {
      const length = joined.readUInt32BE(from);
      if (joined.length - from < length) break;
      JSON.parse(decoder.decode(joined.subarray(from + 12 + joined.readUInt32BE(from + 4), from + length - 4)));
      from += length;
    }
    rest = joined.subarray(from);
  }
}

function* reads(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += readBytes) yield bytes.subarray(from, from + readBytes);
}
