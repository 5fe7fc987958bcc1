import assert from "node:assert/strict";
import { anthropicUsage } from "../../../src/core/adapters/wires/anthropic-messages-usage.ts";
import { geminiUsage } from "../../../src/core/adapters/wires/gemini-usage.ts";
import { readOpenaiUsage } from "../../../src/core/adapters/wires/openai-usage.ts";
import { assertNever } from "../../../src/core/model/assert-never.ts";
import { isJsonObject, numberAt } from "../../../src/core/model/json.ts";
import type { JsonObject, JsonValue } from "../../../src/core/model/json.ts";
import { normaliseUsage } from "../../../src/core/model/usage.ts";
import type { Usage } from "../../../src/core/model/usage.ts";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { formatUsd, parseUsd, priceOf } from "../../../src/core/pricing/money.ts";
import type { CostCase } from "./cost-case.ts";
import { anthropicCases } from "./cost-cases-anthropic.ts";
import { googleCases } from "./cost-cases-google.ts";
import { openaiCases } from "./cost-cases-openai.ts";
import { otherCases } from "./cost-cases-others.ts";

const book = createPriceBook({ notBilled: {} });

describe("what a usage object costs", () => {
  for (const one of [...openaiCases, ...anthropicCases, ...googleCases, ...otherCases]) {
    it(`${one.name}: $${one.usd}`, () => {
      const [provider = "", ...rest] = one.model.split(":");
      const cost = book.costOf({
        provider,
        model: rest.join(":"),
        usage: usageOf(one),
        at: timeOf(one.at),
        ...(one.tier === undefined ? {} : { serviceTier: one.tier }),
      });
      assert.equal(cost.usd, one.usd, cost.reason ?? "");
      assert.equal(cost.basis, one.basis ?? "computed", cost.reason ?? "");
      assert.equal(cost.reason === null, one.basis === undefined, "an estimate says why");
      const sum = cost.rows.reduce((sum, row) => sum + priceOf(row.tokens, row.usdPerMillion), 0n);
      assert.equal(formatUsd(sum), one.usd, "the rows kept with the cost add up to it");
      assert.notEqual(parseUsd(one.usd), null);
    });
  }
});

function parse(text: string): JsonObject {
  const value: JsonValue = JSON.parse(text);
  assert.ok(isJsonObject(value));
  return value;
}

function usageOf(one: CostCase): Usage {
  const { reader } = one;
  const raw = parse(one.raw);
  const included = { reasoning: "included", cache: "included" } as const;
  switch (reader) {
    case "openai":
      return readOpenaiUsage(raw, included, false, null);
    case "xai-chat":
      return readOpenaiUsage(raw, { reasoning: "additive", cache: "included" }, false, null);
    case "anthropic":
      return anthropicUsage(raw, { reasoning: "included", cache: "additive" });
    case "gemini":
      return geminiUsage(raw, { reasoning: "additive", cache: "included" });
    case "additive":
      return normaliseUsage(
        {
          input: numberAt(raw, "input"),
          cacheRead: numberAt(raw, "cacheRead"),
          cacheWrite: numberAt(raw, "cacheWrite"),
          output: numberAt(raw, "output"),
          reasoning: numberAt(raw, "reasoning"),
        },
        { reasoning: "not-reported", cache: "additive" },
        raw,
      );
    default:
      return assertNever(reader, "reader");
  }
}

function timeOf(at = "2026-11-22T12:00:00.000Z"): number {
  return Date.parse(at.includes("T") ? at : `2026-11-23T${at}Z`);
}
