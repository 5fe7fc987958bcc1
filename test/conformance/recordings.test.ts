/*
 * Every recorded item through framer → wire → guard → attempt, compared with its expected.json, and cut every which way.
 * One folder:  npx mocha test/conformance/recordings.test.ts --grep anthropic-messages/ --reporter spec
 * One item:    npx mocha test/conformance/recordings.test.ts --grep 'openai-chat/openaipy--snap-569c877e6942'
 * Which wire and dialect read a folder: conformance-table.ts. Wires are found through src/core/adapters/wires.ts; the
 * folders of a wire that is not registered there are shown as pending.
 */
import assert from "node:assert/strict";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import type { Wire, WireDialect } from "../../src/core/adapters/wire.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import { digest16, recordedFolders, recordedItems, skipWithoutRecordings } from "../support/recordings.ts";
import { allText, assertExpected, toolCallArguments } from "./compare-item.ts";
import type { ConformanceRow } from "./conformance-table.ts";
import { conformanceTable, corrections, wireIdFor } from "./conformance-table.ts";
import type { Subject } from "./decode-item.ts";
import {
  classifierFor,
  decodeFrames,
  decodeJson,
  decodePieces,
  everyByte,
  framingOf,
  piecesOf,
  randomCuts,
  seeded,
  splitFrames,
} from "./decode-item.ts";

describe("recorded traffic", () => {
  if (skipWithoutRecordings()) return;

  it("has a row of the table for every folder", () => {
    assert.deepEqual(
      recordedFolders().filter((folder) => conformanceTable[folder] === undefined),
      [],
    );
  });

  for (const folder of recordedFolders()) {
    const row = conformanceTable[folder];
    if (row === undefined) continue;
    for (const item of recordedItems(folder)) {
      const { expected } = corrections[item.id] ?? {};
      const wireId = wireIdFor(row, item.id);
      const wire = wires[wireId];
      if (wire === undefined) it.skip(`${item.id} (no wire ${wireId} yet)`);
      else
        it(item.id, () =>
          checkItem({
            item: { ...item, expected: { ...item.expected, ...expected } },
            wire,
            dialect: dialectOf(wire, row),
            classify: classifierFor(item),
          }),
        );
    }
  }
});

function checkItem(subject: Subject): void {
  const { item } = subject;
  const framing = framingOf(item);
  if (framing === null) {
    assertExpected(decodeJson(subject), item, subject.wire.id);
    return;
  }
  const body = item.body();
  const whole = decodePieces(subject, framing, [body]);
  const { endsTruncated, isNotCompared, looksCompleteEarly, toolCallDigests } = corrections[item.id] ?? {};
  if (endsTruncated === true) assert.equal(whole.finish?.reason, "truncated");
  else if (toolCallDigests !== undefined) assert.deepEqual(toolCallArguments(whole).map(digest16), toolCallDigests);
  else if (isNotCompared === undefined) assertExpected(whole, item, subject.wire.id);

  const random = seeded(body.length);
  assert.deepEqual(decodePieces(subject, framing, everyByte(body)), whole, "byte by byte");
  for (let round = 0; round < 3; round += 1) {
    assert.deepEqual(decodePieces(subject, framing, piecesOf(body, randomCuts(body.length, random))), whole, "cut at random");
  }
  const offsets = item.readOffsets();
  if (offsets !== null) assert.deepEqual(decodePieces(subject, framing, piecesOf(body, offsets)), whole, "as recorded");
  if (looksCompleteEarly !== true) checkTruncation(subject, body, random);
}

/** Ends the body after frames: it must say so, and keep what had come. */
function checkTruncation(subject: Subject, body: Uint8Array, random: () => number): void {
  const framing = framingOf(subject.item);
  if (framing === null) return;
  const frames = splitFrames(framing, body);
  const { snapshots, ended } = decodeFrames(subject, frames);
  for (const count of cutPoints(frames.length, random)) {
    const cut = decodeFrames(subject, frames.slice(0, count)).ended;
    const before = snapshots[count];
    assert.ok(before !== undefined && cut.finish !== null);
    const label = `cut after ${count} of ${frames.length} messages`;
    allText(before).forEach((text, block) => {
      assert.ok(allText(cut)[block]?.startsWith(text), `${label}: text of block ${block} was lost`);
    });
    assert.ok(
      cut.blocks.every((block) => !block.isOpen),
      `${label}: a block was left open`,
    );
    assert.deepEqual(cut.opaque.slice(0, before.opaque.length), before.opaque, `${label}: opaque state was lost`);
    if (cut.finish.reason === "truncated") assert.equal(cut.failure?.kind, "stream-truncated", label);
    // Complete only when nothing is missing.
    else assert.deepEqual(allText(cut), allText(ended), `${label}: was taken for complete`);
  }
}

function cutPoints(count: number, random: () => number): readonly number[] {
  if (count <= 40) return Array.from({ length: count + 1 }, (_, index) => index);
  const some = Array.from({ length: 25 }, () => Math.floor(random() * count));
  const last = Array.from({ length: 10 }, (_, index) => count - index);
  return [...new Set([0, 1, 2, ...some, ...last])];
}

function dialectOf(wire: Wire, row: ConformanceRow): WireDialect {
  const provider = builtinProviders.find(({ id }) => id === row.provider);
  const route = provider?.routes.find((candidate) => candidate.wire === row.wire);
  return Object.assign({}, wire.defaultDialect, route?.dialect, row.dialect);
}
