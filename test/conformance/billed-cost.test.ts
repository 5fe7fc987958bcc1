import assert from "node:assert/strict";
import { builtinProviders } from "../../src/core/adapters/builtin-providers.ts";
import { wires } from "../../src/core/adapters/wires.ts";
import type { JsonValue } from "../../src/core/model/json.ts";
import { isJsonObject, objectAt } from "../../src/core/model/json.ts";
import { recordedItems, skipWithoutRecordings } from "../support/recordings.ts";
import { classifierFor, decodeJson, decodePieces, framingOf } from "./decode-item.ts";

describe("the cost that recorded responses name", () => {
  if (skipWithoutRecordings()) return;

  const folders = [
    ["vercel-gateway-chat", "vercel", (usage: JsonValue) => fieldOf(usage, "cost")],
    ["perplexity-chat", "perplexity", (usage: JsonValue) => fieldOf(objectAt(asObject(usage), "cost"), "total_cost")],
    ["openrouter-chat", "openrouter", (usage: JsonValue) => fieldOf(usage, "cost")],
  ] as const;
  for (const [folder, provider, costIn] of folders) {
    it(`is taken over: ${folder}`, () => {
      const route = builtinProviders.find(({ id }) => id === provider)?.routes.find(({ wire }) => wire === "openai-chat");
      const wire = wires["openai-chat"];
      const dialect = Object.assign({}, wire.defaultDialect, route?.dialect);
      let compared = 0;
      for (const item of recordedItems(folder)) {
        const cost = costIn(item.expected.usage);
        // With a key of the reader's own the upstream's part comes on top.
        if (typeof cost !== "number" || asObject(item.expected.usage)["is_byok"] === true) continue;
        const subject = { item, wire, dialect, classify: classifierFor(item) };
        const framing = framingOf(item);
        const attempt = framing === null ? decodeJson(subject) : decodePieces(subject, framing, [item.body()]);
        assert.equal(Number(attempt.usage?.billedUsd), cost, item.id);
        compared += 1;
      }
      assert.ok(compared > 0);
    });
  }
});

function fieldOf(value: JsonValue, name: string): JsonValue | undefined {
  return asObject(value)[name];
}

function asObject(value: JsonValue): Readonly<Record<string, JsonValue>> {
  return isJsonObject(value) ? value : {};
}
