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
import { recordedFolders, recordedItems, skipWithoutRecordings } from "../support/recordings.ts";
import { checkItem } from "./check-item.ts";
import type { ConformanceRow } from "./conformance-table.ts";
import { conformanceTable, corrections, wireIdFor } from "./conformance-table.ts";
import { classifierFor } from "./decode-item.ts";

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
      const correction = corrections[item.id] ?? null;
      const wireId = wireIdFor(row, item.id);
      const wire = wires[wireId];
      if (wire === undefined) it.skip(`${item.id} (no wire ${wireId} yet)`);
      else
        it(item.id, () =>
          checkItem(
            {
              item: { ...item, expected: { ...item.expected, ...correction?.expected } },
              wire,
              dialect: dialectOf(wire, row),
              classify: classifierFor(item),
            },
            correction,
          ),
        );
    }
  }
});

function dialectOf(wire: Wire, row: ConformanceRow): WireDialect {
  const provider = builtinProviders.find(({ id }) => id === row.provider);
  const route = provider?.routes.find((candidate) => candidate.wire === row.wire);
  return Object.assign({}, wire.defaultDialect, route?.dialect, row.dialect);
}
