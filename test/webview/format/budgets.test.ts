import assert from "node:assert/strict";
import { noBudgets } from "../../../src/protocol/messages.ts";
import { bindingBudget, budgetOutlook } from "../../../webview-ui/format/budgets.ts";

const run = { limitUsd: "0.05", spentUsd: "0" };

describe("which budget binds", () => {
  it("is the one that a run would reach first", () => {
    assert.equal(bindingBudget(noBudgets, 3), null);
    const day = { limitUsd: "1", spentUsd: "0.98" };
    assert.equal(bindingBudget({ ...noBudgets, run }, 3)?.scope, "run");
    const binding = bindingBudget({ ...noBudgets, run, day }, 3);
    assert.equal(binding?.scope, "day");
    assert.equal(binding?.roomUsd, "0.02");
    const lane = { limitUsd: "0.01", spentUsd: "0" };
    assert.equal(bindingBudget({ ...noBudgets, run, lane }, 3)?.scope, "lane", "three lanes at $0.01 come to less than $0.05");
    assert.equal(bindingBudget({ ...noBudgets, run, lane }, 8)?.scope, "run");
  });

  it("tells what a forecast means for it", () => {
    const range = (low: string, likely: string, high: string) => ({ low, likely, high });
    const binding = bindingBudget({ ...noBudgets, run }, 1);
    assert.equal(budgetOutlook(range("0.01", "0.02", "0.04"), binding), null);
    assert.equal(budgetOutlook(range("0.01", "0.02", "0.06"), binding), "may-stop");
    assert.equal(budgetOutlook(range("0.01", "0.06", "0.4"), binding), "likely-stops");
    const tenths = bindingBudget({ ...noBudgets, day: { limitUsd: "0.3", spentUsd: "0.1" } }, 1);
    assert.equal(budgetOutlook(range("0.1", "0.2", "0.2"), tenths), null, "0.3 less 0.1 holds 0.2 exactly");
    const spent = bindingBudget({ ...noBudgets, day: { limitUsd: "1", spentUsd: "1.02" } }, 1);
    assert.equal(budgetOutlook(null, spent), "spent");
    assert.equal(budgetOutlook(range("0", "1", "2"), null), null);
  });
});
