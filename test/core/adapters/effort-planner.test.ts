import assert from "node:assert/strict";
import type { Effort } from "../../../src/core/model/effort.ts";
import { defaultEffortBudgets, parseEffortBudgets } from "../../../src/core/adapters/effort-budgets.ts";
import type { CallPlan } from "../../../src/core/adapters/effort-planner.ts";
import { expandEffort, offerTiers, planCall } from "../../../src/core/adapters/effort-planner.ts";
import { createRegistry } from "../../../src/core/adapters/registry.ts";

const registry = createRegistry({ extra: [] });

function plan(target: string, effort: Effort, maxOutputTokens: number | null = null): CallPlan {
  const [provider = "", ...model] = target.split("/");
  const adapter = registry.adapterFor({ provider, wire: null, model: model.join("/") });
  return planCall(adapter, { effort, maxOutputTokens });
}

describe("effort planning", () => {
  it("sends a tier the model takes as the exact wire value, without a note", () => {
    assert.deepEqual(plan("deepseek/deepseek-flash", "high").effort, {
      requested: "high",
      sent: { thinking: { type: "enabled" }, reasoning_effort: "high" },
      sentLabel: "high",
      outcome: "exact",
      note: null,
    });
  });

  it("rounds down to the nearest lower tier and says so", () => {
    const { effort, warnings } = plan("deepseek/deepseek-flash", "medium");
    assert.deepEqual(effort.sent, { thinking: { type: "enabled" }, reasoning_effort: "low" });
    assert.equal(effort.outcome, "rounded");
    assert.equal(effort.note, "This model does not take `medium`; the nearest tier it takes is `low`.");
    assert.deepEqual(
      warnings.map((warning) => warning.code),
      ["effort-rounded"],
    );
  });

  it("rounds up when no lower tier is taken", () => {
    assert.equal(plan("deepseek/deepseek-v4-pro", "low").effort.sentLabel, "high");
  });

  it("never rounds `none` to a thinking tier", () => {
    const { effort } = plan("anthropic/claude-opus-5-5", "none");
    assert.equal(effort.sent, null);
    assert.equal(effort.sentLabel, "nothing");
    assert.equal(effort.outcome, "dropped");
    assert.match(effort.note ?? "", /cannot switch thinking off/);
  });

  it("never rounds a thinking tier to `none`", () => {
    assert.equal(plan("groq/qwen/qwen3-32b", "low").effort.sentLabel, "default");
  });

  it("does not send a value that sources disagree on", () => {
    const { effort } = plan("deepseek/deepseek-flash", "xhigh");
    assert.equal(effort.sentLabel, "high");
    assert.match(effort.note ?? "", /disagree/);
  });

  it("sends nothing for `default`, and calls it not applicable", () => {
    const { effort, maxOutputTokens } = plan("anthropic/claude-opus-5-5", "default");
    assert.deepEqual(effort, { requested: "default", sent: null, sentLabel: "nothing", outcome: "not-applicable", note: null });
    assert.equal(maxOutputTokens, 32_000);
  });

  it("sends no effort to a model it does not know, and says so", () => {
    for (const target of ["openai/gpt-9", "anthropic/claude-next", "deepseek/whatever"]) {
      const { effort } = plan(target, "high");
      assert.equal(effort.sent, null, target);
      assert.equal(effort.outcome, "dropped", target);
      assert.equal(effort.note, "Unknown model: no effort is sent.", target);
    }
  });

  it("says why when a known model has no knob", () => {
    const { effort } = plan("xai/grok-4.20-reasoning", "high");
    assert.equal(effort.outcome, "not-applicable");
    assert.match(effort.note ?? "", /refuses any value/);
  });

  it("warns about a value that means something else on this model", () => {
    const { warnings } = plan("xai/grok-4.20-multi-agent", "high");
    assert.deepEqual(
      warnings.map((warning) => warning.code),
      ["effort-ignored"],
    );
  });

  it("warns when the values themselves are not verified", () => {
    const { effort, warnings } = plan("openai/gpt-6.2-sol", "high");
    assert.deepEqual(effort.sent, { reasoning: { effort: "high" } });
    assert.deepEqual(
      warnings.map((warning) => warning.code),
      ["unverified-fact"],
    );
  });

  it("strips date suffixes before it looks a model up", () => {
    assert.equal(plan("openai/gpt-5.4-mini-2026-03-17", "xhigh").effort.outcome, "exact");
    assert.equal(plan("anthropic/claude-haiku-4-5-20251001", "low").effort.sentLabel, "4096 tok");
  });
});

describe("effort on models with token budgets", () => {
  it("translates a tier by the table and names the number", () => {
    const { effort } = plan("google/gemini-2.5-pro", "high");
    assert.deepEqual(effort.sent, { generationConfig: { thinkingConfig: { thinkingBudget: 16_384 } } });
    assert.equal(effort.outcome, "exact");
    assert.equal(effort.note, "This model takes token budgets: `high` is sent as 16384 tokens.");
  });

  it("uses the reader's own table", () => {
    const adapter = registry.adapterFor({ provider: "google", wire: null, model: "gemini-2.5-pro" });
    const budgets = { minimal: 200, low: 300, medium: 400, high: 500, xhigh: 600, max: 700 };
    const plan = planCall({ ...adapter, effortBudgets: budgets }, { effort: "high", maxOutputTokens: null });
    assert.equal(plan.effort.sentLabel, "500 tok");
  });

  it("sends a budget as asked inside the model's range, and cuts it to the range outside", () => {
    assert.equal(plan("google/gemini-2.5-pro", { budgetTokens: 2_000 }).effort.outcome, "exact");
    const { effort } = plan("google/gemini-2.5-pro", { budgetTokens: 100_000 });
    assert.equal(effort.sentLabel, "32768 tok");
    assert.equal(effort.outcome, "rounded");
  });

  it("switches thinking off only where that is possible", () => {
    assert.deepEqual(plan("google/gemini-2.5-flash", "none").effort.sent, {
      generationConfig: { thinkingConfig: { thinkingBudget: 0 } },
    });
    assert.equal(plan("google/gemini-2.5-pro", "none").effort.outcome, "dropped");
  });

  it("translates a budget to the nearest tier where a model takes tiers", () => {
    const { effort } = plan("openai/gpt-6-sol", { budgetTokens: 15_000 });
    assert.deepEqual(effort.sent, { reasoning: { effort: "high" } });
    assert.equal(effort.outcome, "rounded");
    assert.match(effort.note ?? "", /15000 tokens are nearest to `high`/);
  });

  it("translates by the whole table even where a model writes less than the highest tiers stand for", () => {
    assert.equal(plan("groq/qwen/qwen3.8-27b", { budgetTokens: 15_000 }).effort.sentLabel, "high");
  });

  it("sends a budget beside the word where the word alone does not make the model think", () => {
    assert.deepEqual(plan("anthropic/claude-opus-4-5", "low").effort.sent, {
      thinking: { type: "enabled", budget_tokens: 4_096 },
      output_config: { effort: "low" },
    });
  });
});

describe("the effort table in settings", () => {
  it("takes some numbers and keeps the others", () => {
    const parsed = parseEffortBudgets({ high: 24_000 });
    assert.ok(parsed.isOk);
    assert.deepEqual(parsed.budgets, { ...defaultEffortBudgets, high: 24_000 });
  });

  it("is refused where a tier is unknown, a number none, or a higher tier stands for less", () => {
    for (const value of [{ ultra: 1 }, { high: -1 }, { high: "much" }, { high: 1_000_000_000 }, null, { high: 2_000 }]) {
      assert.equal(parseEffortBudgets(value).isOk, false, JSON.stringify(value));
    }
  });
});

describe("output limits", () => {
  it("keeps a budget below the output limit where the provider demands it", () => {
    const { effort, maxOutputTokens, warnings } = plan("anthropic/claude-haiku-4-5", { budgetTokens: 8_000 }, 4_000);
    assert.deepEqual(effort.sent, { thinking: { type: "enabled", budget_tokens: 3_000 } });
    assert.equal(maxOutputTokens, 4_000);
    assert.deepEqual(
      warnings.map((warning) => warning.code),
      ["effort-rounded", "budget-lowered"],
    );
  });

  it("asks for no thinking when not even the smallest budget fits", () => {
    const { effort, warnings } = plan("anthropic/claude-haiku-4-5", "high", 1_000);
    assert.equal(effort.sent, null);
    assert.equal(effort.outcome, "dropped");
    assert.ok(warnings.some((warning) => warning.code === "budget-dropped"));
  });

  it("makes room for the answer above the thinking when it picks the limit itself", () => {
    assert.equal(plan("anthropic/claude-opus-5-5", "max").maxOutputTokens, 65_536 + 8_192);
    const { effort, maxOutputTokens } = plan("anthropic/claude-haiku-4-5", "max");
    assert.equal(maxOutputTokens, 64_000);
    assert.equal(effort.sentLabel, `${64_000 - 8_192} tok`);
  });

  it("warns when thinking can use up the reader's limit", () => {
    const { maxOutputTokens, warnings } = plan("openai/gpt-6-sol", "high", 500);
    assert.equal(maxOutputTokens, 500);
    assert.deepEqual(
      warnings.map((warning) => warning.code),
      ["output-limit-tight"],
    );
  });

  it("warns about the provider's own default effort as well", () => {
    assert.deepEqual(
      plan("openai/gpt-6-astra", "default", 500).warnings.map((warning) => warning.code),
      ["output-limit-tight"],
    );
    assert.deepEqual(plan("openai/gpt-6-sol", "none", 500).warnings, []);
  });

  it("sends no limit where the provider's own does no harm", () => {
    assert.equal(plan("openai/gpt-6-sol", "high").maxOutputTokens, null);
  });
});

describe("offered tiers", () => {
  const rowOf = (provider: string, model: string): ReturnType<typeof registry.adapterFor>["row"] =>
    registry.adapterFor({ provider, wire: null, model }).row;

  it("say what is taken, what would be rounded to what, and what is not possible", () => {
    const tiers = offerTiers(rowOf("google", "gemini-4-argon"));
    assert.deepEqual(tiers.high, {
      state: "offered",
      sent: "high",
      body: { generationConfig: { thinkingConfig: { thinkingLevel: "high" } } },
      note: null,
    });
    assert.equal(tiers.max.state, "rounds");
    assert.equal(tiers.max.sent, "high");
    assert.equal(tiers.none.state, "not-offered");
    assert.deepEqual(tiers.default, { state: "offered", sent: null, body: null, note: "The provider's own default: medium." });
  });

  it("are only `default` for an unknown model", () => {
    const tiers = offerTiers(null);
    assert.equal(tiers.default.state, "offered");
    assert.equal(tiers.high.state, "not-offered");
    assert.equal(tiers.high.note, "Unknown model: no effort is sent.");
  });

  it("expand `all` to what the model takes", () => {
    assert.deepEqual(expandEffort(rowOf("deepseek", "deepseek-flash"), "all").efforts, ["none", "low", "high", "max"]);
    assert.deepEqual(expandEffort(null, "all").efforts, ["default"]);
  });

  it("expand a list to those the model takes, and name the others", () => {
    const { efforts, skipped } = expandEffort(rowOf("openai", "gpt-6-astra"), ["none", "low", "max", "default"]);
    assert.deepEqual(efforts, ["low", "max", "default"]);
    assert.deepEqual(
      skipped.map(({ effort }) => effort),
      ["none"],
    );
  });
});
