import assert from "node:assert/strict";
import { ProviderError } from "../../src/core/model/errors.ts";
import { FaultLedger, findFault, withoutDirective } from "../../src/simulator/faults.ts";
import { answerOf, ask, closeTransport, type Question, reasoningOf } from "./ask.ts";
import { useSimulator } from "./use-simulator.ts";

const prompt = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";
/** One model of each wire. */
const models = ["steady-thinker", "open-book", "quiet-mind", "clear-signal"];

describe("faults on request", () => {
  it("are read from the model's id or from the prompt, the id first", () => {
    assert.deepEqual(findFault("steady-thinker+429-once", ""), { id: "429", times: 1 });
    assert.deepEqual(findFault("steady-thinker", "Hello [[simulate: 529 twice]]"), { id: "529", times: 2 });
    assert.deepEqual(findFault("steady-thinker+cut", "[[simulate: 529]]"), { id: "cut", times: null });
    assert.equal(findFault("steady-thinker", "Hello"), null);
    assert.equal(findFault("steady-thinker+418", ""), null);
    assert.equal(findFault("steady-thinker+429-sometimes", ""), null);
    assert.equal(withoutDirective("What is 2 + 2? [[simulate: cut]]"), "What is 2 + 2?");
  });

  it("strike a limited number of times for each question, and again in the next run", () => {
    const ledger = new FaultLedger();
    const twice = { id: "429", times: 2 } as const;
    const strikes = Array.from({ length: 6 }, () => ledger.isDue(twice, "a"));
    assert.deepEqual(strikes, [true, true, false, true, true, false]);
    assert.equal(ledger.isDue(twice, "b"), true);
    assert.ok([1, 2, 3].every(() => ledger.isDue({ id: "429", times: null }, "a")));
  });

  describe("over the wire", () => {
    const simulator = useSimulator(closeTransport);

    const failureOf = async (question: Question) => {
      try {
        const attempt = await ask(simulator.url, question);
        return attempt.failure?.kind ?? null;
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        return error.failure.kind;
      }
    };

    const kinds = {
      "401": "auth",
      "403": "permission",
      "429": "rate-limited",
      "500": "server",
      "503": "overloaded",
      "529": "overloaded",
      quota: "quota",
      overflow: "context-overflow",
      error: "overloaded",
      cut: "stream-truncated",
      malformed: "malformed-response",
      silence: "timeout",
    } as const;
    for (const [fault, kind] of Object.entries(kinds)) {
      it(`${fault} is seen as ${kind} on every wire`, async () => {
        for (const model of models) {
          assert.equal(
            await failureOf({ model: `${model}+${fault}`, prompt, effort: "high", wantsSummary: true, idleMs: 150 }),
            kind,
            model,
          );
        }
      });
    }

    const more = {
      "429": "rate-limited",
      "503": "overloaded",
      overflow: "context-overflow",
      cut: "stream-truncated",
      malformed: "malformed-response",
      silence: "timeout",
    } as const;
    for (const [fault, kind] of Object.entries(more)) {
      it(`${fault} is seen as ${kind} on the other wires, too`, async () => {
        for (const model of ["step-writer", "packed-thinker", "home-thinker", "careful-reader"]) {
          assert.equal(await failureOf({ model: `${model}+${fault}`, prompt, idleMs: 150 }), kind, model);
        }
      });
    }

    it("an error after HTTP 200 is the stream's own", async () => {
      const kinds = [];
      for (const model of ["step-writer", "packed-thinker", "home-thinker", "careful-reader"]) {
        kinds.push(await failureOf({ model: `${model}+error`, prompt }));
      }
      assert.deepEqual(kinds, ["overloaded", "server", "server", "server"]);
    });

    it("a pause that the server names is found in header or text", async () => {
      for (const model of models) {
        await assert.rejects(ask(simulator.url, { model: `${model}+429`, prompt }), (error) => {
          assert.ok(error instanceof ProviderError);
          assert.equal(error.failure.retryAfterMs, 2000, model);
          return true;
        });
      }
    });

    it("once means that the retry succeeds, and that the next run sees it again", async () => {
      for (const model of models) {
        const question = { model, prompt: `${prompt} [[simulate: 529 once]]` };
        const seen = [await failureOf(question), await failureOf(question), await failureOf(question)];
        assert.deepEqual(seen, ["overloaded", null, "overloaded"], model);
      }
    });

    it("what arrived before a cut is the beginning of what would have come", async () => {
      for (const model of models) {
        const whole = await ask(simulator.url, { model, prompt, effort: "high", wantsSummary: true });
        const cut = await ask(simulator.url, { model: `${model}+cut`, prompt, effort: "high", wantsSummary: true });
        const text = (attempt: typeof cut) => reasoningOf(attempt) + answerOf(attempt);
        assert.ok(text(cut).length > 0 && text(cut).length < text(whole).length, model);
        assert.ok(text(whole).startsWith(text(cut)), model);
        assert.equal(cut.finish?.reason, "truncated");
      }
    });

    it("what came before a damaged binary frame is kept", async () => {
      const attempt = await ask(simulator.url, { model: "packed-thinker+malformed", prompt });
      assert.equal(attempt.failure?.kind, "malformed-response");
      assert.ok(attempt.blocks.length > 0);
    });

    it("a refusal is an outcome, not a failure", async () => {
      const reasons = [];
      for (const model of models) reasons.push((await ask(simulator.url, { model: `${model}+refusal`, prompt })).finish?.reason);
      assert.deepEqual(reasons, ["refusal", "refusal", "refusal", "content-filter"]);
    });

    it("length leaves the answer empty and the reasoning paid", async () => {
      for (const model of models) {
        const attempt = await ask(simulator.url, { model: `${model}+length`, prompt, effort: "high" });
        assert.equal(attempt.finish?.reason, "length", model);
        assert.equal(answerOf(attempt), "", model);
        assert.ok((attempt.usage?.output.reasoning ?? 0) > 0, model);
      }
    });

    it("whole bodies fail as streams do", async () => {
      assert.equal(await failureOf({ model: "open-book+429", prompt, isStreaming: false }), "rate-limited");
      assert.equal(await failureOf({ model: "open-book+cut", prompt, isStreaming: false }), "stream-truncated");
      assert.equal(await failureOf({ model: "open-book+malformed", prompt, isStreaming: false }), "malformed-response");
      assert.equal(await failureOf({ model: "open-book+silence", prompt, isStreaming: false, idleMs: 100 }), "timeout");
    });
  });
});
