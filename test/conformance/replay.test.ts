import assert from "node:assert/strict";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import type { Wire, WireDialect } from "../../src/core/adapters/wire.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import { isJsonArray, isJsonObject } from "../../src/core/model/json.ts";
import type { JsonValue } from "../../src/core/model/json.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import { encodeInput } from "../support/model-request.ts";
import type { RecordedItem } from "../support/recordings.ts";
import { recordedFolders, recordedItems, skipWithoutRecordings } from "../support/recordings.ts";
import { conformanceTable, wireIdFor } from "./conformance-table.ts";
import type { ConformanceRow } from "./conformance-table.ts";
import { classifierFor, decodeJson, decodePieces, framingOf } from "./decode-item.ts";

/*
 * Recorded conversations of several turns: what we would send back of an earlier turn holds the same opaque state and call
 * ids, in the same order, as the recorded next request, which its provider accepted.
 */

describe("earlier turns of recorded conversations, sent back", () => {
  if (skipWithoutRecordings()) return;
  let compared = 0;
  for (const folder of recordedFolders()) {
    const row = conformanceTable[folder];
    if (row === undefined) continue;
    for (const [earlier, next] of consecutive(recordedItems(folder))) {
      const wire: Wire = wires[wireIdFor(row, earlier.id)];
      const dialect = dialectOf(wire, row);
      const request = next.request();
      if (request === null || next.status !== 200) continue;
      const attempt = decode(earlier, wire, dialect);
      const states = new Set([
        ...attempt.opaque.map(({ data }) => data),
        ...attempt.blocks.flatMap((block) => (block.type === "tool-call" ? block.callId : [])),
      ]);
      const recorded = stringsOf(request).filter((text) => states.has(text) && text !== "");
      if (recorded.length === 0) continue;
      compared += 1;
      it(`${next.id}: as it was accepted`, () => {
        const replay = { provider: folder, wire: wire.id, items: attempt.items };
        const messages = [
          { role: "user" as const, text: "first" },
          { role: "assistant" as const, blocks: attempt.blocks, replay },
        ];
        const { body } = wire.encode(encodeInput({ messages }), dialect);
        const ours = stringsOf(body).filter((text) => states.has(text));
        // A recorded request also names calls in their results, and some clients send a state twice.
        assert.deepEqual(
          [...new Set(ours)].filter((text) => recorded.includes(text)),
          [...new Set(recorded)],
        );
      });
    }
  }

  it("are enough to mean something", () => assert.ok(compared >= 20, String(compared)));
});

function consecutive(items: readonly RecordedItem[]): readonly (readonly [RecordedItem, RecordedItem])[] {
  return items.flatMap((next) => {
    const { group, turn } = next.meta;
    const earlier = items.find(({ meta }) => meta["group"] === group && typeof turn === "number" && meta["turn"] === turn - 1);
    return earlier === undefined || typeof group !== "string" || earlier.status !== 200 ? [] : [[earlier, next] as const];
  });
}

function decode(item: RecordedItem, wire: Wire, dialect: WireDialect): Attempt {
  const subject = { item, wire, dialect, classify: classifierFor(item) };
  const framing = framingOf(item);
  return framing === null ? decodeJson(subject) : decodePieces(subject, framing, [item.body()]);
}

function dialectOf(wire: Wire, row: ConformanceRow): WireDialect {
  const provider = builtinProviders.find(({ id }) => id === row.provider);
  const route = provider?.routes.find((candidate) => candidate.wire === wire.id);
  return Object.assign({}, wire.defaultDialect, route?.dialect, row.dialect);
}

/** All strings of a value, in order. */
function stringsOf(value: JsonValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (isJsonArray(value)) return value.flatMap(stringsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}
