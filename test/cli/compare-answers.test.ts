import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { runCli } from "../support/run-cli.ts";

const bat = "A bat and a ball cost $1.10 in total. The bat costs $1.00 more than the ball. How much does the ball cost?";
const sweep = ["compare", "--text", "What is 17 * 24?", "--lane", "simulator/open-book", "--sweep"];

describe("switchyard compare, once the lanes have answered", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "switchyard-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("sweeps a model over its tiers and advises the cheapest that agrees", async () => {
    const { stdout, code } = await runCli([...sweep, "--format", "json"]);
    const { comparison, lanes } = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.deepEqual(
      lanes.map(({ lane }: { lane: string }) => lane.split("@")[1]),
      ["none", "low", "high", "max"],
    );
    assert.equal(comparison.rule.kind, "number");
    assert.equal(comparison.groups.length, 1);
    assert.equal(comparison.frontier.measure, "output-tokens");
    assert.match(
      comparison.advice[0].claim,
      /^open-book at none may be enough: it gave the same answer, for \d+× fewer tokens\.$/,
    );
  });

  it("prints who agrees with whom for a reader", async () => {
    const { stdout } = await runCli([...sweep, "--repeat", "2", "--format", "tty"]);
    assert.match(stdout, /── same answer\?/);
    assert.match(stdout, /✓ 408 .*lanes 1, 2, 3, 4, 5, 6, 7 and 8/);
    assert.match(stdout, /2 of 2 runs agree: with 95 % confidence at least 22 % of its runs do\./);
  });

  it("fails the run when a lane fails an assertion", async () => {
    const passed = await runCli([...sweep, "--assert", "contains:408", "--format", "json"]);
    assert.equal(passed.code, 0);
    const failed = await runCli([...sweep, "--assert", "regex:^9+$", "--format", "json"]);
    assert.equal(failed.code, 1);
    const { comparison } = JSON.parse(failed.stdout);
    assert.equal(comparison.rule.label, "By whether it matches /^9+$/u.");
    assert.equal(comparison.lanes[0].reason, "It does not match /^9+$/u.");
  });

  it("checks answers against a JSON Schema", async () => {
    const file = join(folder, "sum.json");
    await writeFile(file, '{"type":"object"}');
    const { code, stdout } = await runCli([...sweep, "--assert", `json-schema:${file}`, "--format", "json"]);
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).comparison.lanes[0].reason, "It holds no single JSON value.");
  });

  it("asks a judging lane, which a simulated model can be", async () => {
    const lanes = ["--lane", "simulator/open-book@low,high", "--lane", "simulator/steady-thinker@high"];
    const judge = ["--assert", "judge:simulator/quiet-mind", "--format", "json"];
    const { stdout } = await runCli(["compare", "--text", bat, ...lanes, ...judge]);
    const { comparison } = JSON.parse(stdout);
    assert.equal(comparison.rule.kind, "judge");
    assert.equal(comparison.rule.note, null);
    assert.deepEqual(
      comparison.groups.map(({ lanes }: { lanes: readonly number[] }) => lanes),
      [[2, 3], [1]],
    );
  });

  it("refuses what cannot be asserted before anything is sent", async () => {
    for (const assertion of ["contains:", "regexp:a", "regex:(", "json-schema:/nowhere.json", "judge:simulator/open-book@all"]) {
      const { code, stderr } = await runCli([...sweep, "--assert", assertion]);
      assert.equal(code, 2, assertion);
      assert.notEqual(stderr, "");
    }
    const { code, stderr } = await runCli([...sweep, "--same", "numbers"]);
    assert.equal(code, 2);
    assert.match(stderr, /Did you mean "number"\?/);
  });
});
