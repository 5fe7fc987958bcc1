import assert from "node:assert/strict";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { genaiRows } from "../../../src/core/pricing/genai-rows.ts";
import { priceRows } from "../../../src/core/pricing/price-rows.ts";
import { noUsage } from "../../../src/core/model/usage.ts";

const million = {
  ...noUsage,
  source: "reported" as const,
  input: { total: 1_000_000, uncached: 1_000_000, cacheRead: 0, cacheWrite: 0 },
  output: { total: 0, reasoning: 0, visible: 0 },
};
const at = Date.UTC(2026, 10, 22, 12);

describe("genaiRows", () => {
  it("has nothing for a model that it would answer with a namesake", () => {
    for (const [provider, model] of [
      ["anthropic", "claude-sonnet-5-5"],
      ["minimax", "MiniMax-M2.5-turbo"],
      ["openai", "gpt-6.2-astra"],
      ["alibaba", "qwen3.8-flash"],
      ["nobody", "nothing"],
    ] as const) {
      assert.deepEqual(genaiRows(provider, model), [], model);
    }
  });

  it("prices what our rows lack, exactly, once it is loaded, and never before ours", async () => {
    let loads = 0;
    const loadMore = () => {
      loads += 1;
      return Promise.resolve(genaiRows);
    };
    const book = createPriceBook({ notBilled: {}, loadMore });
    const ask = (model: string) => book.costOf({ provider: "anthropic", model, usage: million, at });
    assert.equal(ask("claude-opus-4-8").basis, "unknown");
    await book.prepare("anthropic", "claude-opus-5-5");
    assert.equal(loads, 0, "a model of our own needs no catalogue");
    await book.prepare("anthropic", "claude-opus-4-8");
    await book.prepare("anthropic", "claude-opus-4-7");
    assert.equal(loads, 1);
    assert.equal(ask("claude-opus-4-8").usd, "5");
    assert.equal(ask("claude-opus-4-8-20260401").usd, "5");
    assert.equal(ask("claude-sonnet-5-5").usd, "2");
    assert.equal(ask("claude-opus-4-8").rows[0]?.source, "genai-prices 0.1.8");
  });

  it("counts the fee that a request costs beside its tokens, and says that it varies", async () => {
    const book = createPriceBook({ notBilled: {}, loadMore: () => Promise.resolve(genaiRows) });
    await book.prepare("perplexity", "sonar");
    const { usd, basis, reason, rows } = book.costOf({ provider: "perplexity", model: "sonar", usage: million, at });
    // A million tokens of input at $1, and a request at $12 a thousand.
    assert.equal(usd, "1.012");
    assert.equal(basis, "estimate");
    assert.match(reason ?? "", /fee for each request depends on how much it searches/);
    assert.deepEqual(
      rows.filter(({ item }) => item === "call").map(({ tokens, usdPerMillion }) => [tokens, usdPerMillion]),
      [[1, "12000"]],
    );
  });

  it("leaves a price unknown when the catalogue cannot be loaded", async () => {
    const book = createPriceBook({ notBilled: {}, loadMore: () => Promise.reject(new Error("no file")) });
    await book.prepare("anthropic", "claude-opus-4-8");
    assert.equal(book.costOf({ provider: "anthropic", model: "claude-opus-4-8", usage: million, at }).basis, "unknown");
  });

  it("agrees with every row of ours that names it as a source", () => {
    const ours = priceRows.filter(({ source, unverified }) => source.includes("genai-prices") && unverified === undefined);
    const compared = ours.filter(({ provider, model, from }) => from === undefined && genaiRows(provider, model).length > 0);
    assert.ok(compared.length >= 30, `compared ${compared.length}`);
    for (const row of compared) {
      const current = genaiRows(row.provider, row.model).find(
        ({ from = "", until = "9999" }) => from <= "2026-11-22" && "2026-11-22" <= until,
      );
      assert.deepEqual([current?.rates.input, current?.rates.output], [row.rates.input, row.rates.output], row.model);
    }
  });
});
