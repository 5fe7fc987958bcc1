import assert from "node:assert/strict";
import type { Effort } from "../../src/core/model/effort.ts";
import { createUndiciTransport } from "../../src/core/transport/undici-transport.ts";
import { allModels, simulatedModels } from "../../src/simulator/models.ts";
import type { SimulatedModel } from "../../src/simulator/simulated-model.ts";
import { askSimulator } from "../support/ask-simulator.ts";
import { HandoffChain, type Link } from "../support/handoff-chain.ts";
import { tools } from "../support/handoff-matrix.ts";
import { useSimulator } from "./use-simulator.ts";

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
  this.timeout(120_000);
  const transport = createUndiciTransport();
  const simulator = useSimulator(() => transport.close());

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

  it("changes its effort in the middle of a tool loop, without losing any state", async () => {
    for (const id of ["effort-keeper", "quiet-mind"]) {
      const model = allModels.find((each) => each.id === id) ?? assert.fail("no such model");
      const conversation = chain();
      const links = [
        await conversation.next(model, { input, effort: "high" }),
        await conversation.next(model, { input: "", effort: "low" }),
        await conversation.next(model, { input: "", effort: "high" }),
        await conversation.next(model, { input: "What is 17 * 24?", effort: "medium" }),
      ];
      assert.match(answer(links[2] ?? assert.fail()), /calculator says 0\.05/, id);
      for (const link of links.slice(1)) {
        assert.equal(link.ignored, "", id);
        assert.ok(
          verdicts(link).every((verdict) => verdict.endsWith("native native")),
          `${id}: ${verdicts(link).join()}`,
        );
      }
    }
  });

  it("says Claude's effort after each turn once it has changed, with its beta, and keeps the request's", async () => {
    const model = allModels.find(({ id }) => id === "quiet-mind") ?? assert.fail("no such model");
    const conversation = chain();
    const bodies: string[] = [];
    for (const effort of ["high", "low", "high"] as const) {
      const { body, ignored } = await conversation.next(model, {
        input: `What is 17 * ${bodies.length + 2}?`,
        effort,
        offers: [],
      });
      assert.equal(ignored, "");
      bodies.push(body);
    }
    assert.deepEqual(
      bodies.map((body) => [
        [...body.matchAll(/\{"role":"system","content":\[\],"output_config":\{"effort":"(\w+)"\}\}/g)].map((match) => match[1]),
        /"adaptive"[^}]*\},"output_config":\{"effort":"(\w+)"\}|"output_config":\{"effort":"(\w+)"\},"thinking"/
          .exec(body)
          ?.slice(1)
          .join(""),
      ]),
      [
        [[], "high"],
        [["low"], "high"],
        [["low", "high"], "high"],
      ],
    );
  });

  it("gets another tool in mid-conversation where that can be added, uses it, and keeps all state", async () => {
    const model = allModels.find(({ id }) => id === "effort-keeper") ?? assert.fail("no such model");
    const [lookup, calculator] = tools;
    assert.ok(lookup !== undefined && calculator !== undefined);
    const conversation = chain();
    const links = [
      await conversation.next(model, { input: "What does the ball cost? Use lookup.", offers: [lookup] }),
      await conversation.next(model, { input: "", offers: [] }),
      await conversation.next(model, { input: "Now use calculator: what is 17 * 24?", offers: [calculator] }),
      await conversation.next(model, { input: "", offers: [] }),
    ];
    assert.deepEqual(links.map(called), [["lookup"], [], ["calculator"], []]);
    for (const link of links.slice(1)) {
      assert.equal(link.ignored, "");
      assert.ok(
        verdicts(link).every((verdict) => verdict.endsWith("native native")),
        verdicts(link).join(),
      );
    }
    const additions = links.map(({ body }) => body.split('"type":"additional_tools"').length - 1);
    assert.deepEqual(additions, [0, 0, 1, 1]);
  });

  it("sends another set of tools in the request where none can be added, and a brief for what was bound to the old one", async () => {
    const model = allModels.find(({ id }) => id === "quiet-mind") ?? assert.fail("no such model");
    const [lookup, calculator] = tools;
    assert.ok(lookup !== undefined && calculator !== undefined);
    const conversation = chain();
    await conversation.next(model, { input: "What does the ball cost? Use lookup.", offers: [lookup] });
    await conversation.next(model, { input: "", offers: [] });
    const third = await conversation.next(model, { input: "Now use calculator: what is 17 * 24?", offers: [calculator] });
    assert.deepEqual(called(third), ["calculator"]);
    assert.equal(third.ignored, "");
    assert.ok(
      verdicts(third).every((verdict) => /(?:brief|dropped) prefix-changed/.test(verdict)),
      verdicts(third).join(),
    );
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
