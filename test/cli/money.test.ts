import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { eventLines, runCli } from "../support/run-cli.ts";

const plan =
  "Plan a three week trip through seven countries with a budget of 4000, then prove that the square root of 2 is irrational.";

describe("money on the command line", function () {
  this.timeout(120_000);
  let folder = "";
  let prices: readonly string[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "switchyard-money-"));
    const file = join(folder, "prices.json");
    await writeFile(file, '[{"provider":"simulator","model":"steady-thinker","input":"1","output":"40"}]');
    prices = ["--prices", file];
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const thinker = (effort: string): readonly string[] => ["--lane", `simulator/steady-thinker@${effort}`];
  const compare = (...arguments_: readonly string[]) => runCli(["compare", "--text", plan, ...prices, ...arguments_]);

  it("shows with --dry-run what a budget makes of the requests, and sends exactly that", async () => {
    const dry = await compare(...thinker("high"), "--max-cost", "0.005", "--dry-run");
    assert.equal(dry.code, 0, dry.stderr);
    const { requests, forecast } = JSON.parse(dry.stdout);
    const limit = requests[0].request.body.max_output_tokens;
    assert.ok(limit > 16 && limit < 125, String(limit));
    assert.match(requests[0].warnings[0].message, new RegExp(`^The output limit sent is ${limit} tokens`));
    assert.equal(requests[0].heldBack, null);
    assert.equal(forecast.lanes[0].lane, "simulator/steady-thinker@high");
    const ran = await compare(...thinker("high"), "--max-cost", "0.005", "--format", "events");
    const started = eventLines(ran.stdout).find(({ code }) => code === "output-limit-by-budget");
    assert.equal(started?.["message"], requests[0].warnings[0].message);
  });

  it("says with --dry-run when the budget cannot pay for the input, and what cannot be sent", async () => {
    const poor = await compare(...thinker("high"), "--max-cost", "0.000001", "--dry-run");
    assert.match(JSON.parse(poor.stdout).requests[0].heldBack, /^Nothing would be sent: \$0\.000001 is left of the run's budget/);
    const none = await runCli(["compare", "--text", "hi", "--lane", "azure/gpt-6-sol", "--dry-run"]);
    assert.equal(none.code, 1);
    assert.match(JSON.parse(none.stdout).requests[0].error, /./);
  });

  it("stops a lane at its own budget and lets the others go on", async () => {
    const { code, stdout } = await compare(...thinker("high"), "--lane", "simulator/quick-draft", "--max-cost-lane", "0.005");
    assert.equal(code, 3);
    const ends = eventLines(stdout).filter(({ type }) => type === "lane-end");
    assert.deepEqual(ends.map(({ lane, status }) => [lane, status].join(" ")).toSorted(), [
      "simulator/quick-draft completed",
      "simulator/steady-thinker@high budget",
    ]);
  });

  it("forecasts each lane for scripts before anything is sent, and beside the result", async () => {
    const events = eventLines((await compare(...thinker("low"), "--format", "events")).stdout);
    assert.equal(events[0]?.["type"], "forecast");
    const { forecast, lanes, run } = JSON.parse((await compare(...thinker("low"), "--format", "json")).stdout);
    assert.deepEqual(events[0], { type: "forecast", ...forecast });
    assert.ok(Number(forecast.total.low) < Number(forecast.total.high));
    // Priced by the reader, but simulated: it is no money.
    assert.deepEqual([run.knownUsd, run.simulatedUsd], [null, lanes[0].cost.usd]);
  });

  it("prints what saved sessions have cost by day, provider, model and session, and as CSV", async () => {
    const files = ["one", "two"].map((name) => join(folder, `${name}.reasoning.json`));
    for (const file of files) await compare(...thinker("low"), "--save", file);
    const shown = await runCli(["costs", ...files]);
    assert.equal(shown.code, 0);
    assert.match(shown.stdout, /^total simulated \(\$0\.\d+ at your prices\)$/m);
    for (const name of ["day", "provider", "model", "session"]) assert.match(shown.stdout, new RegExp(`^by ${name}$`, "m"));
    assert.match(shown.stdout, /^simulator\/steady-thinker {2}simulated .* 2 responses {2}/m);
    const csv = (await runCli(["costs", ...files, "--format", "csv"])).stdout.split("\r\n");
    assert.match(csv[0] ?? "", /^time,provider,model,effort,/);
    assert.equal(csv.length, 4, "a head, two rows and the end of the last line");
    const { total } = JSON.parse((await runCli(["costs", ...files, "--format", "json"])).stdout);
    assert.deepEqual([total.responses, total.simulated, total.usd], [0, 2, null]);
  });

  it("reads what it can of several files and says which it cannot", async () => {
    const broken = join(folder, "broken.reasoning.json");
    await writeFile(broken, "{");
    const { code, stdout, stderr } = await runCli(["costs", broken]);
    assert.equal(code, 2);
    assert.match(stderr, /broken\.reasoning\.json: /);
    assert.match(stdout, /Nothing has been run/);
  });

  it("reprices at prices of the reader's own, and takes no row that it cannot read", async () => {
    const file = join(folder, "priced.reasoning.json");
    await compare(...thinker("low"), "--save", file);
    const { stdout } = await runCli(["reprice", file, "--as", "simulator/steady-thinker", ...prices]);
    assert.match(stdout, /^ran for nothing: simulated, \$0\.\d+ computed at your prices$/m);
    assert.match(stdout, /^simulator\/steady-thinker {2}\$0\.\d+ {2}computed$/m);
    const wrong = join(folder, "wrong.json");
    await writeFile(wrong, '[{"provider":"openai","model":"gpt-6-sol","input":"2"}]');
    const refused = await runCli(["reprice", file, "--prices", wrong]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /wrong\.json, row 1 at output/);
  });

  it("lets a model that writes a brief spend of the same budget, and keeps in the file what it cost", async () => {
    const from = join(folder, "from.reasoning.json");
    const text = "A bat and a ball cost $1.10 together. The bat costs $1.00 more than the ball. What does the ball cost?";
    await runCli(["compare", "--text", text, ...thinker("high"), "--save", from]);
    const to = ["--lane", "simulator/open-book@high", "--handoff", "brief", "--brief-by", "simulator/steady-thinker@low"];
    const saved = join(folder, "brief.reasoning.json");
    const paid = await runCli(["continue", from, ...to, "--text", "And the bat?", ...prices, "--save", saved]);
    assert.equal(paid.code, 0, paid.stderr);
    const { ledger } = JSON.parse(await readFile(saved, "utf8"));
    assert.deepEqual([ledger.length, ledger[0].what, ledger[0].model], [1, "brief", "steady-thinker"]);
    assert.ok(Number(ledger[0].cost.usd) > 0);
    const poor = await runCli(["continue", from, ...to, "--text", "And the bat?", ...prices, "--max-cost", "0.002"]);
    assert.match(poor.stderr, /The budget ended the brief\. The brief made here is sent instead\./);
  });
});
