import assert from "node:assert/strict";
import type { Effort } from "../../src/core/model/effort.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { allModels, simulatedModels, type SimulatedModel } from "../../src/simulator/models.ts";
import { startSimulator, type Simulator } from "../../src/simulator/start-simulator.ts";
import { askSimulator } from "../support/ask-simulator.ts";
import { HandoffChain, type Link } from "../support/handoff-chain.ts";

const input = "What does the ball cost? Use lookup and calculator, one after another.";

function called({ attempt }: Link): readonly string[] {
  return attempt.blocks.flatMap((block) => (block.type === "tool-call" ? [block.name] : []));
}

function answer({ attempt }: Link): string {
  return attempt.blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join("");
}

function changesIn(body: string): readonly (string | undefined)[] {
  return [...body.matchAll(/"type":"configuration_update","reasoning":\{"effort":"(\w+)"\}/g)].map((match) => match[1]);
}

/** Outcome and rule of each earlier step's reasoning. */
function verdicts({ plan }: Link): readonly string[] {
  const reasoning = plan.blocks.filter(({ type }) => type === "reasoning");
  return [...new Set(reasoning.map(({ step, outcome, rule }) => `${step} ${outcome} ${rule}`))];
}

describe("chains of tool calls against the strict simulator", function () {
  this.timeout(60_000);
  const transport = createUndiciTransport();
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ speed: 0 });
  });
  after(async () => {
    await transport.close();
    await simulator.close();
  });

  const chain = (): HandoffChain => new HandoffChain(askSimulator(simulator.url, transport));

  for (const model of allModels) {
    it(`${model.id} calls, calls again and answers, with all its state kept, and goes on after that`, async () => {
      const conversation = chain();
      const first = await conversation.next(model, { input });
      const second = await conversation.next(model, { input: "" });
      const third = await conversation.next(model, { input: "" });
      const fourth = await conversation.next(model, { input: "What is 17 * 24?" });
      assert.deepEqual([first, second, third].map(called), [["lookup"], ["calculator"], []]);
      assert.match(answer(third), /calculator says 0\.05/);
      for (const link of [second, third, fourth]) assert.equal(link.ignored, "", verdicts(link).join());
      if (model.trace !== "none" && model.replay?.demand !== "forbidden") {
        assert.deepEqual(verdicts(third), ["s1 native native", "s2 native native"]);
      }
    });
  }

  it("changes its effort again and again where that is part of the prefix, without losing any state", async () => {
    const model = allModels.find(({ id }) => id === "effort-keeper") ?? assert.fail("no such model");
    const conversation = chain();
    const links: Link[] = [];
    const say = async (effort: Effort, said: string) => links.push(await conversation.next(model, { input: said, effort }));
    await say("low", input);
    await say("high", "Tell me more.");
    await say("high", "And more.");
    await say("low", "Briefly now.");
    for (const link of links.slice(1)) {
      assert.equal(link.ignored, "");
      assert.ok(
        verdicts(link).every((verdict) => verdict.endsWith("native native")),
        verdicts(link).join(),
      );
    }
    const sent = links.map(({ body }) => ({
      request: /"reasoning":\{"effort":"(\w+)","summary"/.exec(body)?.[1],
      changes: changesIn(body),
    }));
    assert.deepEqual(sent, [
      { request: "low", changes: [] },
      { request: "low", changes: ["high"] },
      { request: "low", changes: ["high"] },
      { request: "low", changes: ["high", "low"] },
    ]);
  });

  const onePerWire = simulatedModels.filter(({ wire }, at) => simulatedModels.findIndex((other) => other.wire === wire) === at);
  const pairs = onePerWire.flatMap((from) => onePerWire.flatMap((to) => (from === to ? [] : [[from, to] as const])));

  it("go from any wire to any other in the middle of a tool loop, and back with the first one's state whole", async () => {
    for (const [from, to] of pairs) await thereAndBack(from, to);
  });

  async function thereAndBack(from: SimulatedModel, to: SimulatedModel): Promise<void> {
    const name = `${from.id} → ${to.id} → ${from.id}`;
    const conversation = chain();
    await conversation.next(from, { input });
    const there = await conversation.next(to, { input: "" });
    const back = await conversation.next(from, { input: "Go on." });
    assert.equal(there.ignored + back.ignored, "", name);
    assert.match(verdicts(there)[0] ?? "", /^s1 (brief|dropped) other-wire$/, name);
    assert.equal(verdicts(back)[0], "s1 native native", name);
    assert.match(verdicts(back)[1] ?? "", /^s2 (brief|dropped) other-wire$/, name);
  }
});
