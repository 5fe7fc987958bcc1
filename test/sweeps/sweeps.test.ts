import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { brainSweeps } from "./brain-sweeps.ts";
import type { NoisySweep } from "./noisy-sweeps.ts";
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
    const unchanged = [1, 3, 5, 10].map((repeats) => {
      const sweeps = noisySweeps(repeats);
      const score = scoreSweeps(sweeps);
      const share = shareUnchanged(sweeps, score);
      print(`400 noisy sweeps, ${repeats} run(s) a tier: ${(share * 100).toFixed(1)} % of answers unchanged on advice`, score);
      return share;
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

/** How many runs at the advised tiers give the right answer, were they run for ever. */
function shareUnchanged(sweeps: readonly NoisySweep[], { results }: Score): number {
  const shares = results.flatMap(({ advised }, i) => (advised === null ? [] : [sweeps[i]?.shares[advised] ?? 0]));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

function print(what: string, { precision, recall }: Score): void {
  console.log(`      ${what}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
}
