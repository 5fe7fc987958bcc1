import assert from "node:assert/strict";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import type { Wire, WireDialect } from "../../src/core/adapters/wire.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import { isJsonArray, isJsonObject } from "../../src/core/model/json.ts";
import type { JsonValue } from "../../src/core/model/json.ts";
import type { Message, Replay } from "../../src/core/model/model-request.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import { encodeInput } from "../support/model-request.ts";
import type { RecordedItem } from "../support/recordings.ts";
import { recordedFolders, recordedItems, skipWithoutRecordings } from "../support/recordings.ts";
import { conformanceTable, wireIdFor } from "./conformance-table.ts";
import type { ConformanceRow } from "./conformance-table.ts";
import { classifierFor, decodeJson, decodePieces, framingOf } from "./decode-item.ts";

/*
 * Recorded conversations of several turns: what we would send back of all earlier turns holds the same opaque state,
 * reasoning text and call ids, in the same order, as the recorded next request, which its provider accepted. Turns of
 * another provider go as plain text and calls, without any of their state.
 */

describe("earlier turns of recorded conversations, sent back", () => {
  if (skipWithoutRecordings()) return;
  let withReasoning = 0;
  let across = 0;
  for (const { next, folder, earlier } of conversations()) {
    const row = conformanceTable[folder];
    const request = next.request();
    if (row === undefined || request === null || next.status !== 200) continue;
    const wire: Wire = wires[wireIdFor(row, next.id)];
    const dialect = dialectOf(wire, row);
    const turns = earlier.map((turn) => ({ ...turn, attempt: decodeTurn(turn) }));
    const own = turns.filter((turn) => turn.folder === folder);
    const foreign = turns.filter((turn) => turn.folder !== folder);
    // Gemini pairs calls by name and order; ids that another provider gave are not sent.
    const called = wire.id === "gemini-generate-content" ? own : turns;
    const states = new Set([
      ...own.flatMap(({ attempt }) => statesOf(attempt)),
      ...called.flatMap(({ attempt }) => idsOf(attempt)),
    ]);
    const recorded = stringsOf(request).filter((text) => states.has(text) && text !== "");
    if (recorded.length === 0 && foreign.length === 0) continue;
    if (next.features.some((feature) => /^req:.*-passed-back$/.test(feature))) withReasoning += 1;
    if (foreign.length > 0) across += 1;
    it(`${next.id}: as it was accepted`, () => {
      const messages = turns.flatMap(({ attempt, folder: from }): readonly Message[] => [
        { role: "user", text: "said" },
        { role: "assistant", ...sentBack(attempt, from === folder ? { provider: folder, wire: wire.id } : null) },
        ...idsOf(attempt).map((callId): Message => ({ role: "tool", callId, name: "f", text: "found", isError: false })),
      ]);
      const ours = stringsOf(wire.encode(encodeInput({ messages }), dialect).body);
      // A recorded request also names calls in their results, and some clients send a state in two fields.
      assert.deepEqual(lastOfEach(ours.filter((text) => states.has(text) && recorded.includes(text))), lastOfEach(recorded));
      const leaked = foreign
        .flatMap(({ attempt }) => attempt.opaque.map(({ data }) => data))
        .filter((data) => ours.includes(data));
      assert.deepEqual(leaked, [], "state of another provider");
    });
  }

  it("are enough to mean something", () => {
    assert.ok(withReasoning >= 60, `with reasoning: ${withReasoning}`);
    assert.ok(across >= 10, `from provider to provider: ${across}`);
  });
});

interface Turn {
  readonly item: RecordedItem;
  readonly folder: string;
}

/** Every recorded request of a conversation with the turns before it, whichever providers they went to. */
function conversations(): readonly { readonly next: RecordedItem; readonly folder: string; readonly earlier: readonly Turn[] }[] {
  const turns = recordedFolders().flatMap((folder) => recordedItems(folder).map((item): Turn => ({ item, folder })));
  const groups = Map.groupBy(turns, ({ item }) => item.meta["group"]);
  return turns.flatMap(({ item: next, folder }) => {
    const { group, turn } = next.meta;
    if (typeof group !== "string" || typeof turn !== "number" || turn === 0) return [];
    const before = (groups.get(group) ?? []).filter(({ item }) => item.status === 200 && placeOf(item) < turn);
    const earlier = before.toSorted((a, b) => placeOf(a.item) - placeOf(b.item));
    return earlier.length === 0 ? [] : [{ next, folder, earlier }];
  });
}

function placeOf({ meta }: RecordedItem): number {
  const { turn } = meta;
  return typeof turn === "number" ? turn : Number.POSITIVE_INFINITY;
}

function decodeTurn({ item, folder }: Turn): Attempt {
  const row = conformanceTable[folder];
  if (row === undefined) throw new Error(`no row for ${folder}`);
  const wire: Wire = wires[wireIdFor(row, item.id)];
  return decode(item, wire, dialectOf(wire, row));
}

/** As a native continuation sends it, or, of another provider, as plain blocks. */
function sentBack(attempt: Attempt, origin: Omit<Replay, "items"> | null): { blocks: Attempt["blocks"]; replay: Replay | null } {
  if (origin !== null) return { blocks: attempt.blocks, replay: { ...origin, items: attempt.items } };
  return { blocks: attempt.blocks.filter(({ type }) => type !== "reasoning"), replay: null };
}

/** What a provider may want back: sealed state, and its reasoning in its own words. */
function statesOf({ opaque, blocks }: Attempt): readonly string[] {
  return [...opaque.map(({ data }) => data), ...blocks.flatMap((block) => (block.type === "reasoning" ? block.text : []))];
}

function idsOf({ blocks }: Attempt): readonly string[] {
  return blocks.flatMap((block) => (block.type === "tool-call" ? block.callId : []));
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

function lastOfEach(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.toReversed())];
}

/** All strings of a value: those of a list in order, those of an object in the order of its sorted keys. */
function stringsOf(value: JsonValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (isJsonArray(value)) return value.flatMap(stringsOf);
  return isJsonObject(value)
    ? Object.keys(value)
        .toSorted()
        .flatMap((key) => stringsOf(value[key] ?? null))
    : [];
}
