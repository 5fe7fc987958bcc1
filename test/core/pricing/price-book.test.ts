import assert from "node:assert/strict";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { parseUsd } from "../../../src/core/pricing/money.ts";
import { priceRows } from "../../../src/core/pricing/price-rows.ts";
import { sumCosts } from "../../../src/core/pricing/sum-costs.ts";
import { unknownCost } from "../../../src/core/model/cost.ts";
import { noUsage } from "../../../src/core/model/usage.ts";
import type { Usage } from "../../../src/core/model/usage.ts";

const book = createPriceBook({ notBilled: { simulator: "simulated: nothing is billed" } });
const november = Date.UTC(2026, 10, 22);
const december = Date.UTC(2026, 11, 5);

function usage(input: Partial<Usage["input"]>, output: number, over: Partial<Usage> = {}): Usage {
  return {
    input: { total: 0, uncached: null, cacheRead: 0, cacheWrite: 0, ...input },
    output: { total: output, reasoning: null, visible: null },
    source: "reported",
    billedUsd: null,
    raw: null,
    ...over,
  };
}

const ask = (provider: string, model: string, used: Usage, at = november) => book.costOf({ provider, model, usage: used, at });

describe("createPriceBook", () => {
  it("computes from reported usage, and shows the rows it used", () => {
    const cost = ask("openai", "gpt-6-sol", usage({ total: 1000, cacheRead: 400 }, 500));
    assert.deepEqual(cost, {
      usd: "0.00628",
      basis: "computed",
      reason: null,
      rows: [
        { item: "input", tokens: 600, usdPerMillion: "2", source: "genai-prices+pi-ai", asOf: "2026-11-22" },
        { item: "cache-read", tokens: 400, usdPerMillion: "0.2", source: "genai-prices+pi-ai", asOf: "2026-11-22" },
        { item: "output", tokens: 500, usdPerMillion: "10", source: "genai-prices+pi-ai", asOf: "2026-11-22" },
      ],
    });
  });

  it("takes the provider's own bill before any table", () => {
    const cost = ask("openrouter", "never/heard-of", usage({ total: 10 }, 10, { billedUsd: "0.00012300" }));
    assert.deepEqual(cost, { usd: "0.000123", basis: "billed", reason: null, rows: [] });
  });

  it("prices a dated snapshot as its model, and never a namesake", () => {
    assert.equal(ask("openai", "gpt-6-sol-2026-10-01", usage({ total: 1_000_000 }, 0)).usd, "4");
    assert.equal(ask("openai", "gpt-6-sol-2026-10-01", usage({ total: 100 }, 0)).usd, "0.0002");
    for (const model of ["gpt-6-sol-mini", "gpt-6", "gpt-6-solar", "claude-opus-5-5"]) {
      assert.equal(ask("openai", model, usage({ total: 100 }, 0)).basis, "unknown", model);
    }
    assert.equal(ask("anthropic", "claude-sonnet-5-5", usage({ total: 1_000_000, cacheRead: 1_000_000 }, 0)).usd, "0.1");
  });

  it("reprices the whole request above the long-context step", () => {
    assert.equal(ask("openai", "gpt-6-sol", usage({ total: 272_000 }, 1000)).usd, "0.554");
    assert.equal(ask("openai", "gpt-6-sol", usage({ total: 272_001 }, 1000)).usd, "1.103004");
    assert.equal(ask("anthropic", "claude-haiku-5-5", usage({ total: 100_001 }, 0)).usd, "0.0500005");
  });

  it("follows a price that changes on a date", () => {
    assert.equal(ask("google", "gemini-4-argon", usage({ total: 1_000_000 }, 0), november).usd, "2");
    assert.equal(ask("google", "gemini-4-argon", usage({ total: 1_000_000 }, 0), december).usd, "4");
  });

  it("marks a cost as an estimate, with the reason, when any part of it is", () => {
    const hidden = usage({ total: 100, cacheRead: null, cacheWrite: null }, 5);
    assert.match(ask("openai", "gpt-6-sol", hidden).reason ?? "", /cached input was not reported/i);
    assert.match(
      ask("openai", "gpt-6.2-astra", usage({ total: 10, cacheRead: 5 }, 5)).reason ?? "",
      /cache read price is not verified/,
    );
    assert.equal(ask("openai", "gpt-6.2-astra", usage({ total: 10 }, 5)).basis, "computed");
    assert.equal(ask("openai", "gpt-6-sol", usage({ total: 10 }, 5, { source: "estimated" })).basis, "estimate");
  });

  it("says that an estimate without hidden reasoning is a lower bound", () => {
    const partial = usage({ total: 10 }, 0, { source: "estimated", output: { total: null, reasoning: null, visible: 7 } });
    const cost = ask("openai", "gpt-6-sol", partial);
    assert.equal(cost.usd, "0.00009");
    assert.match(cost.reason ?? "", /at least this much/);
  });

  it("is unknown, with the reason, rather than zero", () => {
    assert.match(ask("openai", "gpt-9", usage({ total: 1 }, 1)).reason ?? "", /No price is known for gpt-9 at openai/);
    assert.equal(ask("openai", "gpt-6-sol", noUsage).usd, null);
    assert.equal(ask("openai", "gpt-6-sol", usage({ total: null }, 5)).usd, null);
    assert.deepEqual(ask("simulator", "sim-raw", usage({ total: 1 }, 1)), unknownCost("simulated: nothing is billed"));
  });
});

describe("priceRows", () => {
  it("holds amounts that can be read, and one row a model and moment", () => {
    for (const row of priceRows) {
      for (const rate of Object.values({ ...row.rates, ...prefixed(row.longContext?.rates) })) {
        if (rate !== null) assert.notEqual(parseUsd(rate), null, `${row.provider}/${row.model}: ${rate}`);
      }
    }
    const keys = priceRows.map((row) => `${row.provider} ${row.model} ${row.from ?? ""}`);
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe("sumCosts", () => {
  const computed = { usd: "0.1", basis: "computed", reason: null, rows: [] } as const;
  const estimate = { usd: "0.2", basis: "estimate", reason: "Guess.", rows: [] } as const;

  it("adds exactly and is as sure as its least sure part", () => {
    assert.deepEqual(sumCosts([computed, estimate, null]), { usd: "0.3", basis: "estimate", reason: "Guess.", rows: [] });
  });

  it("is unknown when a part is, and null when nothing was spent", () => {
    assert.equal(sumCosts([computed, unknownCost("No price.")])?.usd, null);
    assert.equal(sumCosts([null, null]), null);
  });
});

function prefixed(rates: object | undefined): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(rates ?? {}).map(([key, value]) => [`long-${key}`, value === null ? null : String(value)]),
  );
}
