import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sureRuns } from "../../src/core/analysis/sureness.ts";
import type { Sureness } from "../../src/core/model/comparison.ts";
import { brainSweeps } from "./brain-sweeps.ts";
import type { NoisySweep } from "./noisy-sweeps.ts";
import { noisySweeps } from "./noisy-sweeps.ts";
import { scoreSweeps } from "./score.ts";
import type { Score } from "./score.ts";
import type { Sweep } from "./sweep.ts";
import { writtenSweeps } from "./written-sweeps.ts";

const shipped = [...writtenSweeps, ...brainSweeps()];

describe("advice on sweeps whose truth is known", () => {
  it("seldom points to a tier that changes the answer, and finds most savings", () => {
    assert.ok(shipped.length >= 40);
    check(`${shipped.length} sweeps by hand and by the simulator, one run a tier, hints`, shipped, ["hint", "likely", "sure"]);
  });

  it("is as good where it claims to be sure, which takes eleven runs a tier", () => {
    const repeated = shipped.map((sweep) => repeatedSweep(sweep, sureRuns));
    check(`the same, ${sureRuns} runs a tier, what is claimed as sure`, repeated, ["sure"]);
  });

  it("claims to be sure of nothing after one run, and is seldom wrong where it does claim it", () => {
    const noisy = (repeats: number, levels: readonly Sureness["level"][]): Score => {
      const score = scoreSweeps(noisySweeps(repeats), levels);
      print(`400 noisy sweeps, ${repeats} run(s) a tier, advice that is ${levels.join(" or ")}`, score);
      return score;
    };
    assert.ok(noisySweeps(1).every((sweep) => scoreSweeps([sweep], ["likely", "sure"]).results[0]?.advised === null));
    noisy(1, ["hint"]);
    noisy(5, ["likely"]);
    for (const repeats of [sureRuns, 15, 20]) {
      const { precision, recall } = noisy(repeats, ["sure"]);
      assert.ok(precision >= 0.95 && recall >= 0.8, `${repeats} runs: ${precision}, ${recall}`);
    }
  });

  it("gets surer with repeats where answers vary from run to run", () => {
    const unchanged = [1, 3, 5, 10].map((repeats) => {
      const sweeps = noisySweeps(repeats);
      return shareUnchanged(sweeps, scoreSweeps(sweeps));
    });
    assert.deepEqual(
      unchanged,
      unchanged.toSorted((one, other) => one - other),
    );
    assert.ok((unchanged[2] ?? 0) >= 0.95, `five runs: ${unchanged[2]}`);
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

function check(what: string, sweeps: readonly Sweep[], levels: readonly Sureness["level"][]): void {
  const score = scoreSweeps(sweeps, levels);
  print(what, score);
  const wrong = score.results
    .filter(({ verdict }) => verdict === "wrong")
    .map(({ sweep, advised }) => `${sweep.name}: ${advised}`);
  assert.ok(score.precision >= 0.95, wrong.join("\n"));
  assert.ok(score.recall >= 0.8, `recall ${score.recall}`);
}

/** Every answer as often as needed for that many runs of each tier: models that say the same each time. */
function repeatedSweep(sweep: Sweep, runs: number): Sweep {
  const tiers = sweep.tiers.map((tier) => {
    const times = Math.ceil(runs / tier.answers.length);
    return { ...tier, answers: Array.from({ length: times }, () => tier.answers).flat() };
  });
  return { ...sweep, tiers };
}

/** How many runs at the advised tiers give the right answer, were they run for ever. */
function shareUnchanged(sweeps: readonly NoisySweep[], { results }: Score): number {
  const shares = results.flatMap(({ advised }, i) => (advised === null ? [] : [sweeps[i]?.shares[advised] ?? 0]));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

function print(what: string, { precision, recall }: Score): void {
  console.log(`      ${what}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
}
