import assert from "node:assert/strict";
import { depthOf, depthOfBudget, think } from "../../src/simulator/brain/brain.ts";
import { rawTrace } from "../../src/simulator/brain/script.ts";
import { simulatedModels } from "../../src/simulator/models.ts";
import type { SimulatedModel } from "../../src/simulator/simulated-model.ts";
import { countTokens } from "../../src/simulator/tokens.ts";

function model(id: string): SimulatedModel {
  const found = simulatedModels.find((candidate) => candidate.id === id);
  assert.ok(found);
  return found;
}

function script(prompt: string, id = "open-book", depth = 3, maxOutputTokens: number | null = null) {
  return think({ system: "", prompt, earlierMessages: 0, model: model(id), depth, maxOutputTokens });
}

describe("the simulated brain", () => {
  it("gives the same script for the same prompt, model and effort", () => {
    for (const prompt of ["Explain tides", "What is 17 * 24?", ""]) assert.deepEqual(script(prompt), script(prompt));
  });

  it("works calculations out exactly", () => {
    const answers: Readonly<Record<string, RegExp>> = {
      "What is 17 * 24?": /\*\*408\*\*/,
      "What is 0.1 + 0.2?": /\*\*0\.3\*\*/,
      "Calculate (3 + 4) * 2 - 5 / 2": /\*\*11\.5\*\*/,
      "What is 2^64?": /\*\*18446744073709551616\*\*/,
      "what is 12.5% of 80": /\*\*10\*\*/,
      "What is 1 divided by 3?": /\*\*1\/3 ≈ 0\.333333\*\*/,
      "How many r's are in strawberry?": /\*\*3\*\* times/,
      "Which is larger, 9.9 or 9.11?": /\*\*9\.9\*\*/,
      "What is the median of 3, 9, 4 and 10?": /\*\*6\.5\*\*/,
      "Sort 5, -3, 9": /\*\*-3, 5, 9\*\*/,
    };
    for (const [prompt, result] of Object.entries(answers)) assert.match(script(prompt).answer, result, prompt);
  });

  it("says plainly that it knows nothing where there is nothing to work out", () => {
    for (const prompt of ["Who wrote Hamlet?", "Plan a trip to Lisbon on 2026-11-22", "We are open 24/7", "What is 1/0?"]) {
      assert.match(script(prompt).answer, /know nothing about the world/, prompt);
    }
    assert.match(script("Was ist der Unterschied zwischen Ebbe und Flut und wie entsteht das?").answer, /^\*Simulierte Antwort/);
  });

  it("names what it sees in code by form alone", () => {
    const { answer } = script("Fix this:\n```js\nfunction total(list) { return list.map(x => x.price }\n```");
    assert.match(answer, /`total`/);
    assert.match(answer, /1 “\(” without its partner/);
  });

  it("does not take a calculation inside a longer task for the whole of it", () => {
    const prompt = `Plan the move of our office. ${"We have desks and people and lamps. ".repeat(8)}The budget is 3 * 400 dollars.`;
    assert.match(script(prompt).answer, /\*\*What can be worked out exactly\.\*\* 3 × 400 = \*\*1200\*\*/);
    assert.match(script(prompt).answer, /shape of an answer/);
  });

  it("reasons about three times as much with each tier, whatever the prompt", () => {
    for (const prompt of ["What is 17 * 24?", "Explain how tides work", "Review this:\n```sql\nSELECT * FROM users\n```"]) {
      for (const id of ["open-book", "steady-thinker"]) {
        const tokens = [1, 2, 3, 4, 5].map((depth) => script(prompt, id, depth).reasoningTokens);
        for (const [at, more] of tokens.slice(1).entries()) {
          const ratio = more / (tokens[at] ?? 1);
          assert.ok(ratio > 1.5 && ratio < 6, `${id}, ${prompt}: ${tokens.join(", ")}`);
        }
      }
    }
  });

  it("counts a trace that is shown as long as it is", () => {
    for (const depth of [1, 3, 5]) {
      const shown = script("Explain how tides work", "open-book", depth);
      assert.equal(shown.reasoningTokens, countTokens(rawTrace(shown)));
    }
  });

  it("does not reason with effort none, without a knob, or when an adaptive model finds it easy", () => {
    assert.equal(script("What is 17 * 24?", "open-book", 0).reasoningTokens, 0);
    assert.equal(script("What is 17 * 24?", "quick-draft", 3).reasoningTokens, 0);
    assert.equal(script("What is 17 * 24?", "quiet-mind", 1).reasoningTokens, 0);
    assert.ok(script("What is 17 * 24?", "quiet-mind", 2).reasoningTokens > 0);
  });

  it("never spends more than the limit, and starves the answer first", () => {
    for (const limit of [1, 20, 100, 180, 240, 1000]) {
      const { reasoningTokens, answerTokens, finish } = script("Explain how tides work", "open-book", 2, limit);
      assert.ok(reasoningTokens + answerTokens <= limit, String(limit));
      assert.equal(finish, limit === 1000 ? "stop" : "length");
    }
    assert.equal(script("Explain how tides work", "open-book", 3, 100).answer, "");
  });

  it("goes deeper with a larger budget", () => {
    assert.deepEqual([0, 1024, 4096, 8192, 20_000, 60_000].map(depthOfBudget), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual((["none", "minimal", "low", "max"] as const).map(depthOf), [0, 0.5, 1, 5]);
  });

  it("survives prompts that nobody would write", () => {
    for (const prompt of [
      "",
      " ",
      "```",
      "((((((((((",
      "9".repeat(5000),
      "2^9999999",
      "\u0000\ud800",
      "how many . in x",
      "a,".repeat(50_000),
    ]) {
      assert.equal(typeof script(prompt).answer, "string");
    }
  });
});
