import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import { createStreamDecoder, decodeWhole } from "../../src/core/adapters/decode-stream.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import type { WireId } from "../../src/core/model/ids.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import type { Usage } from "../../src/core/model/usage.ts";
import { createFramer } from "../../src/core/transport/create-framer.ts";
import { conformanceTable, corrections, wireIdFor } from "../conformance/conformance-table.ts";
import { classifierFor, framingOf, splitFrames } from "../conformance/decode-item.ts";
import { recordedFolders, recordedItems } from "./recordings.ts";
import type { RecordedItem } from "./recordings.ts";

/** A recorded response as the events of each of its frames; one batch for a whole body. */
export interface RecordedResponse {
  readonly item: RecordedItem;
  readonly wire: WireId;
  readonly batches: readonly (readonly StreamEvent[])[];
  /** The last reported usage; null: none was. */
  readonly usage: Usage | null;
  /** The model that answered, or the one recorded as asked. */
  readonly model: string;
}

/** Folders of providers that name the cost of a response, which only their own dialect reads. */
const costNamers: Readonly<Record<string, string>> = { "perplexity-chat": "perplexity", "vercel-gateway-chat": "vercel" };

/** Every recording that ended well. */
export function* recordedResponses(): Generator<RecordedResponse> {
  for (const folder of recordedFolders()) {
    const row = conformanceTable[folder];
    if (row === undefined) continue;
    for (const item of recordedItems(folder)) {
      if (corrections[item.id]?.isNotCompared === true || item.status >= 300) continue;
      const wireId = wireIdFor(row, item.id);
      const wire = wires[wireId];
      const route = builtinProviders
        .find(({ id }) => id === (row.provider ?? costNamers[folder]))
        ?.routes.find((candidate) => candidate.wire === row.wire);
      const dialect = Object.assign({}, wire.defaultDialect, route?.dialect, row.dialect);
      const batches = decode(item, wire, dialect);
      const usages = batches.flat().flatMap((event) => (event.type === "usage" ? [event.usage] : []));
      const starts = batches.flat().flatMap((event) => (event.type === "response-start" ? [event.model] : []));
      yield {
        item,
        wire: wireId,
        batches,
        usage: usages.at(-1) ?? null,
        model: starts.find((model) => model !== null) ?? item.model,
      };
    }
  }
}

type Wire = (typeof wires)[WireId];

function decode(item: RecordedItem, wire: Wire, dialect: Wire["defaultDialect"]): readonly (readonly StreamEvent[])[] {
  const classify = classifierFor(item);
  const framing = framingOf(item);
  if (framing === null) return [decodeWhole(wire, dialect, classify, new TextDecoder().decode(item.body()))];
  const framer = createFramer(framing);
  const stream = createStreamDecoder(framer, wire.createDecoder(dialect, classify), classify);
  const body = item.body();
  const batches: (readonly StreamEvent[])[] = [];
  // Small pieces stand for network reads; where they cut does not matter to what comes out.
  const size = splitFrames(framing, body).length > 1 ? 512 : body.length;
  for (let at = 0; at < body.length; at += size) batches.push([...stream.push(body.subarray(at, at + size))]);
  batches.push([...stream.end()]);
  return batches;
}
