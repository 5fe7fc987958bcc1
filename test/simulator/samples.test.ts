import assert from "node:assert/strict";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { placeholderNames, renderPrompt } from "../../src/core/model/prompt-template.ts";
import { think } from "../../src/simulator/brain/brain.ts";
import { simulatedModels } from "../../src/simulator/models.ts";
import { sampleSeconds } from "../../src/simulator/sample-seconds.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";
import { findSample, samples } from "../../src/simulator/samples.ts";
import { answerOf, ask, closeTransport, prepare } from "./ask.ts";
import { useSimulator } from "./use-simulator.ts";

describe("the samples", () => {
  it("are a dozen with ids of their own, and are found by their prompt, white space aside", () => {
    assert.equal(samples.length, 12);
    assert.equal(new Set(samples.map((sample) => sample.id)).size, 12);
    for (const sample of samples) {
      assert.equal(findSample(`\n ${renderPrompt(sample).user.replaceAll(" ", "  ")}`)?.id, sample.id);
      assert.deepEqual(placeholderNames(sample).toSorted(), Object.keys(sample.variables).toSorted());
    }
    assert.equal(findSample("Something else"), null);
  });

  it("work the billing question out when its variables are changed", () => {
    const [proration] = samples;
    const model = simulatedModels.find(({ id }) => id === "steady-thinker");
    assert.ok(proration && model);
    const answer = (variables: Readonly<Record<string, string>>, depth = 2) => {
      const { user, system } = renderPrompt({ ...proration, variables: { ...proration.variables, ...variables } });
      return think({ system, prompt: user, earlierMessages: 0, model, depth, maxOutputTokens: null }).answer;
    };
    assert.match(answer({ old: "29", new: "79" }), /\*\*\$30\.83\*\*$/);
    assert.match(answer({ when: "1 November, 00:00" }), /\*\*\$60\.00\*\*$/);
    assert.match(answer({ when: "30 November, 18:00" }), /\*\*\$0\.50\*\*$/);
    assert.match(answer({ old: "100", new: "40" }), /\*\*\$37\.00 back\*\*$/);
    assert.match(answer({ when: "31 November, 12:00" }), /shape of an answer/);
    assert.match(answer({ when: "tomorrow" }), /shape of an answer/);
  });

  it("say how long they take: none long enough to walk away", () => {
    for (const sample of samples) {
      const seconds = sampleSeconds(sample);
      assert.ok(seconds >= 2 && seconds <= 30, `${sample.id}: ${seconds} s`);
    }
  });

  it("name models that there are", () => {
    const registry = createRegistry({ extra: [simulatorProvider] });
    for (const sample of samples) {
      for (const lane of sample.lanes) {
        const adapter = registry.adapterFor({ provider: lane.provider, wire: null, model: lane.model });
        assert.notEqual(adapter.row, null, `${sample.id}: ${lane.model}`);
      }
    }
  });

  it("show rounding and dropping only where that is their point", () => {
    for (const sample of samples) {
      const outcomes = sample.lanes.map(
        ({ model, effort }) => prepare("http://127.0.0.1", { model, prompt: "", effort }).effort.outcome,
      );
      const unusual = outcomes.filter((outcome) => outcome !== "exact" && outcome !== "not-applicable");
      assert.equal(unusual.length > 0, sample.id === "rounded-effort", `${sample.id}: ${outcomes.join(", ")}`);
    }
  });

  describe("run", () => {
    const simulator = useSimulator(closeTransport);

    const run = async (id: string) => {
      const sample = samples.find((candidate) => candidate.id === id);
      assert.ok(sample);
      const { system, user } = renderPrompt(sample);
      return Promise.all(
        sample.lanes.map(({ model, effort, wantsSummary, maxOutputTokens }) =>
          ask(simulator.url, {
            model,
            system,
            prompt: user,
            effort,
            wantsSummary,
            ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
          }),
        ),
      );
    };
    const reasoningTokens = (attempt: Awaited<ReturnType<typeof ask>>) => attempt.usage?.output.reasoning ?? 0;

    it("does more effort pay: all agree, and high thinks about ten times as much as low", async () => {
      const [low, medium, high] = await run("effort-pays");
      assert.ok(low && medium && high);
      for (const attempt of [low, medium, high]) assert.match(answerOf(attempt), /\*\*\$37\.00\*\*$/);
      const ratio = reasoningTokens(high) / reasoningTokens(low);
      assert.ok(ratio > 8 && ratio < 13, String(ratio));
    });

    it("reasoning you cannot read: five visibilities, one answer", async () => {
      const attempts = await run("cannot-read");
      assert.deepEqual(
        attempts.map((attempt) => attempt.blocks.find((block) => block.type === "reasoning")?.visibility),
        ["raw", "summary", "omitted", "encrypted", "redacted"],
      );
      assert.equal(new Set(attempts.map(answerOf)).size, 1);
    });

    it("thinking that eats the limit: one empty answer that was paid for, one whole", async () => {
      const [starved, fed] = await run("eaten-limit");
      assert.equal(starved?.finish?.reason, "length");
      assert.equal(starved && answerOf(starved), "");
      assert.equal(starved?.usage?.output.total, 160);
      assert.match(fed ? answerOf(fed) : "", /\*\*12\*\*/);
    });

    it("a famous puzzle: wrong at low, right from medium on", async () => {
      const answers = (await run("famous-puzzle")).map(answerOf);
      assert.match(answers[0] ?? "", /\*\*2\/3\*\*/);
      assert.match(answers[1] ?? "", /\*\*1\/2\*\*/);
      assert.match(answers[2] ?? "", /\*\*1\/2\*\*/);
    });

    it("the first thought is wrong without reasoning", async () => {
      const answers = (await run("first-thought")).map((attempt) => /\$\d\.\d\d/.exec(answerOf(attempt))?.[0]);
      assert.deepEqual(answers, ["$0.10", "$0.05", "$0.05"]);
    });

    it("an invitation to over-think: one answer at any price", async () => {
      const attempts = await run("over-thinking");
      assert.deepEqual(new Set(attempts.map((attempt) => answerOf(attempt).trim())), new Set(["**4**"]));
      assert.deepEqual(attempts.slice(0, 2).map(reasoningTokens), [0, 0]);
      assert.ok(attempts[3] !== undefined && reasoningTokens(attempts[3]) > 2000);
    });
  });
});
