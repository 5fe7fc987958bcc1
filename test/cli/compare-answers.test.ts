import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import { beginChatStream, endChatStream, startFaultServer } from "../support/fault-server.ts";
import type { FaultServer } from "../support/fault-server.ts";
import { runCli } from "../support/run-cli.ts";

const bat = "A bat and a ball cost $1.10 in total. The bat costs $1.00 more than the ball. How much does the ball cost?";
const sweep = ["compare", "--text", "What is 17 * 24?", "--lane", "simulator/open-book", "--sweep"];

const withKey = { environment: { GROQ_API_KEY: "g" } };

function judgedRun({ url }: FaultServer): readonly string[] {
  const judge = ["--assert", "judge:groq/openai/gpt-oss-120b@low"];
  return ["compare", "--text", bat, "--lane", "groq/openai/gpt-oss-120b@low,high", "--endpoint", `groq=${url}`, ...judge];
}

describe("switchyard compare, once the lanes have answered", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "switchyard-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const servers: FaultServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  /** Answers lanes with five cents, and a judge with `verdict`; each takes a thousand tokens in and out. */
  async function judgedServer(verdict: () => string): Promise<FaultServer> {
    const server = await startFaultServer((response, { body }) => {
      beginChatStream(response, body.includes("You compare answers") ? verdict() : "It costs $0.05.", "openai/gpt-oss-120b");
      endChatStream(response, { prompt_tokens: 1000, completion_tokens: 1000, total_tokens: 2000 }, "openai/gpt-oss-120b");
    });
    servers.push(server);
    return server;
  }

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

  it("writes what CI services show: lanes that fail, lanes that pass, lanes that did not run", async () => {
    const file = join(folder, "report.xml");
    const lanes = ["--lane", "simulator/open-book@low", "--lane", "groq/openai/gpt-oss-120b"];
    const asked = ["compare", "--text", "What is 17 * 24 <in words>?", ...lanes, "--junit", file];
    assert.equal((await runCli([...asked, "--assert", "contains:408"])).code, 1);
    const report = await readFile(file, "utf8");
    assert.match(report, /<testsuites name="switchyard" tests="2" failures="0" errors="1" skipped="0"/);
    assert.match(report, /<testsuite name="What is 17 \* 24 &lt;in words&gt;\?"/);
    assert.match(report, /name="simulator\/open-book@low" time="[\d.]+"\/>/);
    assert.match(report, /<error message="There is no API key for Groq\." type="auth">[^<]*GROQ_API_KEY/);
    const failing = [...asked.slice(0, 5), "--junit", file, "--assert", "contains:<9>"];
    assert.equal((await runCli(failing)).code, 1);
    assert.match(await readFile(file, "utf8"), /<failure message="It does not contain “&lt;9&gt;”\." type="contains">/);
    assert.equal((await runCli([...asked.slice(0, 5), "--junit", folder])).code, 2);
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
    const { stdout, code } = await runCli(["compare", "--text", bat, ...lanes, ...judge]);
    const { comparison } = JSON.parse(stdout);
    assert.equal(code, 1, "the judge was asked whether all say the same, and they do not");
    assert.equal(comparison.rule.kind, "judge");
    assert.equal(comparison.rule.note, null);
    assert.deepEqual(
      comparison.groups.map(({ lanes }: { lanes: readonly number[] }) => lanes),
      [[2, 3], [1]],
    );
  });

  it("adds what the judge cost to the run, keeps it and the verdict in the file, and shows the session by it", async () => {
    const server = await judgedServer(() => '{"groups":[["A","B"]]}');
    const file = join(folder, "judged.reasoning.json");
    const judged = await runCli([...judgedRun(server), "--save", file, "--format", "json"], withKey);
    const { run, comparison } = JSON.parse(judged.stdout);
    assert.equal(judged.code, 0, judged.stderr);
    // 1,000 tokens of input and of output each, three times, at $0.15 and $0.60 a million.
    assert.equal(run.knownUsd, "0.00225");
    assert.equal(comparison.rule.judgeCost.usd, "0.00075");
    const saved = JSON.parse(await readFile(file, "utf8"));
    assert.equal(saved.ledger.length, 1);
    assert.equal(saved.ledger[0].what, "verdict");
    const shown = await runCli(["show", file]);
    assert.match(shown.stdout, /total of 2 steps and 1 paid beside them \(judges, briefs, removed steps\): \$0\.00225 estimate/);
    assert.match(shown.stdout, /By groq\/openai\/gpt-oss-120b@low, which read all answers without their names\./);
  });

  it("fails the run when the judge's reply cannot be used", async () => {
    const server = await judgedServer(() => "They look alike to me.");
    assert.equal((await runCli([...judgedRun(server), "--format", "json"], withKey)).code, 1);
  });

  it("lets a judge spend only what the lanes left of the budget, and ends with exit code 3 when that stops it", async () => {
    const server = await judgedServer(() => '{"groups":[["A","B"]]}');
    const { code, stdout } = await runCli([...judgedRun(server), "--max-cost", "0.00152", "--format", "json"], withKey);
    const { run, comparison } = JSON.parse(stdout);
    assert.equal(code, 3, stdout.slice(-900));
    assert.equal(run.status, "budget");
    assert.equal(comparison.groups.length, 0);
    const limits = server.requests.map(({ body }) => JSON.parse(body).max_completion_tokens ?? null);
    assert.ok(limits.length <= 3, String(limits));
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
