/*
 * Our own fixtures, which need nothing beside the checkout: what the simulator said to `switchyard record`, and what no
 * recording shows, written by hand from the provider matrix. The same checks as for the recordings, by the dialect that
 * the provider's own data declares.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { isWireId, wireIds } from "../../src/core/model/ids.ts";
import { stringAt } from "../../src/core/model/json.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";
import type { RecordedItem } from "../support/recordings.ts";
import { itemsIn } from "../support/recordings.ts";
import { checkItem } from "./check-item.ts";
import type { Subject } from "./decode-item.ts";
import { classifierFor, decodeJson, decodePieces, framingOf } from "./decode-item.ts";

const root = path.resolve(import.meta.dirname, "../fixtures");
const registry = createRegistry({ extra: [simulatorProvider] });
const folders = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe("own fixtures", () => {
  it("cover every wire", () => {
    assert.deepEqual(folders.toSorted(), [...wireIds].toSorted());
  });

  for (const folder of folders) {
    for (const item of itemsIn(root, folder)) it(item.id, () => checkItem(subjectOf(item), null));
  }

  const kinds = [
    ["anthropic-messages/overloaded-in-stream", "overloaded"],
    ["bedrock-converse/exception-throttling", "rate-limited"],
    ["bedrock-converse/exception-modelstreamerror", "server"],
    ["openai-chat/minimax-error-with-200", "quota"],
    ...folders.map((folder) => [`${folder}/simulated-rate-limit`, "rate-limited"] as const),
  ] as const;
  for (const [id, kind] of kinds) {
    it(`${id} is ${kind}`, () => {
      const [folder = "", name = ""] = id.split("/");
      const item = itemsIn(root, folder).find((each) => each.id === `${folder}/${name}`);
      assert.ok(item !== undefined);
      const subject = subjectOf(item);
      const framing = framingOf(item);
      const attempt = framing === null ? decodeJson(subject) : decodePieces(subject, framing, [item.body()]);
      assert.equal(attempt.failure?.kind, kind);
    });
  }
});

function subjectOf(item: RecordedItem): Subject {
  assert.ok(isWireId(item.folder));
  const provider = stringAt(item.meta, "provider") ?? "";
  const { wire, dialect } = registry.adapterFor({ provider, wire: item.folder, model: item.model });
  return { item, wire, dialect, classify: classifierFor(item) };
}
