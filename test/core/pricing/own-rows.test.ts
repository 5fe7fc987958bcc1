import assert from "node:assert/strict";
import { createPriceBook } from "../../../src/core/pricing/create-price-book.ts";
import { parseOwnRows } from "../../../src/core/pricing/own-rows.ts";
import { noUsage } from "../../../src/core/model/usage.ts";

const usage = {
  ...noUsage,
  source: "reported" as const,
  input: { total: 1_000_000, uncached: 1_000_000, cacheRead: 0, cacheWrite: 0 },
  output: { total: 0, reasoning: 0, visible: 0 },
};

describe("parseOwnRows", () => {
  it("reads rows that go before the built-in ones", () => {
    const { rows, problems } = parseOwnRows(
      [{ provider: "openai", model: "gpt-6-sol", input: "1.5", output: "7", from: "2026-11-01" }],
      "2026-11-22",
    );
    assert.deepEqual(problems, []);
    const book = createPriceBook({ notBilled: {}, ownRows: () => rows });
    const cost = book.costOf({ provider: "openai", model: "gpt-6-sol", usage, at: Date.UTC(2026, 10, 22) });
    assert.equal(cost.usd, "1.5");
    assert.equal(cost.rows[0]?.source, "your settings");
    assert.equal(book.costOf({ provider: "openai", model: "gpt-6-sol", usage, at: Date.UTC(2026, 9, 1) }).usd, "4");
  });

  it("leaves a row out that says anything it does not know, and says which", () => {
    const { rows, problems } = parseOwnRows(
      [
        { provider: "a", model: "b", input: "1", output: "2", cachedRead: "0.1" },
        { provider: "a", model: "b", input: 1, output: "2" },
        { provider: "a", model: "c", input: "1", output: "2" },
      ],
      "2026-11-22",
    );
    assert.deepEqual(
      rows.map(({ model }) => model),
      ["c"],
    );
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? "", /row 1.*cachedRead.*not used/);
    assert.match(problems[1] ?? "", /row 2 at input/);
  });

  it("takes nothing for no rows and refuses what is no list", () => {
    assert.deepEqual(parseOwnRows(undefined, "2026-11-22"), { rows: [], problems: [] });
    assert.equal(parseOwnRows({ a: 1 }, "2026-11-22").problems.length, 1);
  });
});
