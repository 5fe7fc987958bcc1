import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { brainSweeps } from "./brain-sweeps.ts";
import { noisySweeps } from "./noisy-sweeps.ts";
import { scoreSweeps } from "./score.ts";
import type { Score } from "./score.ts";
import { writtenSweeps } from "./written-sweeps.ts";

const shipped = [...writtenSweeps, ...brainSweeps()];

describe("advice on sweeps whose truth is known", () => {
  it("seldom advises a tier that changes the answer, and finds most savings", () => {
    assert.ok(shipped.length >= 40);
    const score = scoreSweeps(shipped);
    print(`${shipped.length} sweeps by hand and by the simulator`, score);
    const wrong = score.results
      .filter(({ verdict }) => verdict === "wrong")
      .map(({ sweep, advised }) => `${sweep.name}: ${advised}`);
    assert.ok(score.precision >= 0.95, wrong.join("\n"));
    assert.ok(score.recall >= 0.8, `recall ${score.recall}`);
  });

  it("gets surer with repeats where answers vary from run to run", () => {
    const scores = [1, 3, 5].map((repeats) => scoreSweeps(noisySweeps(repeats)));
    scores.forEach((score, i) => print(`400 noisy sweeps, ${[1, 3, 5][i]} run(s) a tier`, score));
    const [, , five] = scores;
    assert.ok(five !== undefined && five.precision >= 0.95, `precision ${five?.precision}`);
  });

  it("always gives claim, evidence, limit, lanes and a next action", () => {
    for (const { advice, sweep } of scoreSweeps(shipped).results) {
      for (const { claim, evidence, limit, actions, lanes } of advice) {
        const isWhole = claim !== "" && evidence !== "" && limit !== "" && actions.length > 0 && lanes.length > 0;
        assert.ok(isWhole, `${sweep.name}: ${claim}`);
      }
    }
  });
});

function print(what: string, { precision, recall }: Score): void {
  console.log(`      ${what}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
}
