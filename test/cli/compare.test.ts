import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeSession } from "../../src/core/session/codec.ts";
import { beginChatStream, endChatStream, startFaultServer } from "../support/fault-server.ts";
import type { FaultServer } from "../support/fault-server.ts";
import { eventLines, runCli } from "../support/run-cli.ts";

const sum = ["compare", "--text", "What is 17 * 23?"] as const;

describe("switchyard compare", () => {
  let folder = "";
  const servers: FaultServer[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "switchyard-cli-"));
  });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  async function serve(...answer: Parameters<typeof startFaultServer>): Promise<FaultServer> {
    const server = await startFaultServer(...answer);
    servers.push(server);
    return server;
  }

  it("runs lanes on the simulator and says everything of a lane in its last line", async () => {
    const { code, stdout, stderr } = await runCli([...sum, "--lane", "simulator/steady-thinker@low"]);
    assert.equal(stderr, "");
    assert.equal(code, 0);
    const lines = eventLines(stdout);
    assert.deepEqual(
      lines.filter(({ type }) => /^(lane|attempt|run)-/.test(String(type))).map(({ type }) => type),
      ["lane-start", "attempt-start", "attempt-end", "lane-end", "run-end"],
    );
    const end = lines.at(-2);
    assert.equal(end?.["lane"], "simulator/steady-thinker@low");
    assert.equal(end?.["status"], "completed");
    assert.match(String(end?.["answerText"]), /391/);
    assert.notEqual(end?.["reasoningText"], "");
    assert.deepEqual(end?.["cost"], { usd: null, basis: "unknown", reason: "simulated: nothing is billed" });
    assert.deepEqual(Object.keys(end ?? {}).toSorted(), laneEndKeys.toSorted());
    assert.equal(lines.at(-1)?.["exitCode"], 0);
  });

  it("gives each effort that the model takes its lane, and says which it does not take", async () => {
    const all = await runCli([...sum, "--lane", "simulator/clear-signal@all", "--format", "events"]);
    assert.deepEqual(
      laneNames(all.stdout),
      ["low", "medium", "high"].map((tier) => `simulator/clear-signal@${tier}`),
    );
    const some = await runCli([...sum, "--lane", "simulator/clear-signal@low,max"]);
    assert.deepEqual(laneNames(some.stdout), ["simulator/clear-signal@low"]);
    assert.match(some.stderr, /no lane at max/);
    assert.equal(some.code, 0);
  });

  it("repeats lanes under names of their own", async () => {
    const { stdout } = await runCli([...sum, "--lane", "simulator/quick-draft", "--repeat", "3"]);
    assert.deepEqual(laneNames(stdout), ["simulator/quick-draft", "simulator/quick-draft#2", "simulator/quick-draft#3"]);
  });

  it("prints one JSON value with --format json", async () => {
    const { stdout } = await runCli([...sum, "--lane", "simulator/quick-draft", "--format", "json"]);
    const { lanes, run } = JSON.parse(stdout);
    assert.equal(lanes.length, 1);
    assert.equal(lanes[0].lane, "simulator/quick-draft");
    assert.equal(run.status, "completed");
  });

  it("prints answers and a table with --format tty, without colour codes when nobody watches", async () => {
    const { stdout } = await runCli([...sum, "--lane", "simulator/open-book@high", "--format", "tty"]);
    assert.match(stdout, /── simulator\/open-book@high/);
    assert.match(stdout, /┆ reasoning \(raw\)/);
    assert.match(stdout, /391/);
    assert.match(stdout, /high → high → \d+ tok/);
    assert.ok(!stdout.includes("\u001b"));
  });

  it("reads a prompt file with variables, and standard input", async () => {
    const file = join(folder, "sum.prompt.yml");
    await writeFile(
      file,
      "messages:\n  - role: system\n    content: Be brief.\n  - role: user\n    content: What is {{a}} * {{b}}?\n",
    );
    const filled = await runCli(["compare", file, "--var", "a=6", "--var", "b=7", "--lane", "simulator/quick-draft"]);
    assert.match(String(eventLines(filled.stdout).at(-2)?.["answerText"]), /42/);
    const piped = await runCli(["compare", "-", "--lane", "simulator/quick-draft"], { input: "What is 6 * 7?" });
    assert.match(String(eventLines(piped.stdout).at(-2)?.["answerText"]), /42/);
  });

  it("saves a session that validates, shows and holds what was printed", async () => {
    const file = join(folder, "run.reasoning.json");
    const saved = await runCli([...sum, "--lane", "simulator/steady-thinker@low", "--save", file]);
    assert.equal(saved.code, 0, saved.stderr);
    const { session, problems } = decodeSession(await readFile(file, "utf8"));
    assert.deepEqual(problems, []);
    assert.equal(session?.lanes.length, 1);
    assert.deepEqual(await readdir(folder), ["run.reasoning.json"]);
    const validated = await runCli(["validate", file]);
    assert.deepEqual([validated.code, validated.stderr], [0, ""]);
    assert.match(validated.stdout, /valid, 1 lane, 1 step/);
    assert.match((await runCli(["show", file])).stdout, /What is 17 \* 23\?[\s\S]*391/);
    const again = await runCli(["compare", file, "--lane", "simulator/quick-draft"]);
    assert.match(String(eventLines(again.stdout).at(-2)?.["answerText"]), /391/);
  });

  it("refuses to save over a file that is no session, before anything runs", async () => {
    const file = join(folder, "package.json");
    await writeFile(file, "{}\n");
    const { code, stderr, stdout } = await runCli([...sum, "--lane", "simulator/quick-draft", "--save", file]);
    assert.equal(code, 2);
    assert.match(stderr, /exists and is not a session/);
    assert.equal(stdout, "");
    assert.equal(await readFile(file, "utf8"), "{}\n");
  });

  for (const [what, lane, message] of [
    ["provider", "opnai/gpt-6-sol", /no provider "opnai".*\n.*Did you mean "openai"/],
    ["wire", "openai:openai-chatt/gpt-6-sol", /no wire "openai-chatt".*\n.*Did you mean "openai-chat"/],
    ["effort", "openai/gpt-6-sol@hgh", /no effort "hgh".*\n.*Did you mean "high"/],
    ["effort", "openai/gpt-6-sol@hihg", /no effort "hihg".*\n.*Did you mean "high"/],
    ["form", "gpt-6-sol", /"gpt-6-sol" is not a lane.*\n.*<provider>/],
  ] as const) {
    it(`says what is wrong with a lane's ${what} and what to write instead`, async () => {
      const { code, stderr, stdout } = await runCli([...sum, "--lane", lane]);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.equal(stdout, "");
    });
  }

  it("fails the lane of a model that the provider does not know, and completes the others", async () => {
    const { code, stdout } = await runCli([...sum, "--lane", "simulator/nope", "--lane", "simulator/quick-draft"]);
    assert.equal(code, 1);
    const ends = eventLines(stdout).filter(({ type }) => type === "lane-end");
    assert.deepEqual(new Set(ends.map(({ status }) => status)), new Set(["failed", "completed"]));
  });

  it("names the variable when there is no key, and sends nothing", async () => {
    const { code, stdout } = await runCli([...sum, "--lane", "anthropic/claude-opus-5-5"]);
    assert.equal(code, 1);
    const end = eventLines(stdout).at(-2);
    assert.equal(end?.["attempts"], 0);
    assert.match(JSON.stringify(end?.["error"]), /no API key for Anthropic.*ANTHROPIC_API_KEY/);
  });

  it("says that a key was not accepted, and never prints it", async () => {
    const server = await serve((response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "Incorrect API key provided: sk-secret-123.", code: "invalid_api_key" } }));
    });
    const { code, stdout, stderr } = await runCli(
      [...sum, "--lane", "openai/gpt-6-sol@low", "--endpoint", `openai=${server.url}/v1`, "--format", "events"],
      { environment: { OPENAI_API_KEY: "sk-secret-123" } },
    );
    assert.equal(code, 1);
    assert.match(stdout, /"kind":"auth"/);
    assert.ok(!`${stdout}${stderr}`.includes("sk-secret-123"));
    assert.equal(server.requests[0]?.headers.authorization, "Bearer sk-secret-123");
  });

  it("says which host could not be reached", async () => {
    const { code, stdout } = await runCli([
      ...sum,
      "--provider",
      "mine=openai-chat,http://127.0.0.1:9",
      "--lane",
      "mine/m",
      "--retries",
      "0",
    ]);
    assert.equal(code, 1);
    assert.match(JSON.stringify(eventLines(stdout).at(-2)?.["error"]), /127\.0\.0\.1:9/);
  });

  it("sends a prompt of 5 MB", async () => {
    const server = await serve((response) => {
      beginChatStream(response, "long");
      endChatStream(response, { prompt_tokens: 5, completion_tokens: 1 });
    });
    const input = "A line of the prompt.\n".repeat(240_000);
    const { code, stdout } = await runCli(["compare", "-", "--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m"], {
      input,
    });
    assert.equal(code, 0, stdout.slice(0, 500));
    assert.ok((server.requests[0]?.body.length ?? 0) > 5_000_000);
  });

  it("uses the key from the variable that was named", async () => {
    const server = await serve((response) => {
      beginChatStream(response, "hi");
      endChatStream(response, { prompt_tokens: 5, completion_tokens: 1 });
    });
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--key-env", "mine=WORK_KEY"];
    const { code } = await runCli([...sum, ...lane], { environment: { WORK_KEY: "w-1", MINE_API_KEY: "m-1" } });
    assert.equal(code, 0);
    assert.equal(server.requests[0]?.headers.authorization, "Bearer w-1");
  });

  it("keeps partial text of a cut stream, retries from nothing, and ends as failed", async () => {
    const server = await serve((response, { number }) => {
      beginChatStream(response, `part ${number}`);
      setImmediate(() => response.destroy());
    });
    const file = join(folder, "cut.reasoning.json");
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--retries", "1", "--save", file];
    const { code, stdout } = await runCli([...sum, ...lane]);
    assert.equal(code, 1);
    const end = eventLines(stdout).at(-2);
    assert.equal(end?.["attempts"], 2);
    assert.equal(end?.["answerText"], "part 2");
    const { session } = decodeSession(await readFile(file, "utf8"));
    const [step] = Object.values(session?.steps ?? {});
    assert.equal(step?.status, "partial");
    assert.deepEqual(
      step?.attempts.map(({ blocks }) => blocks.map((block) => (block.type === "answer" ? block.text : ""))),
      [["part 1"], ["part 2"]],
    );
  });

  it("saves what arrived when it is interrupted, and exits with 130", async () => {
    const server = await serve((response) => beginChatStream(response, "four, because"));
    const file = join(folder, "interrupted.reasoning.json");
    let isKilled = false;
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--save", file];
    const { code, stdout } = await runCli([...sum, ...lane], {
      onOutput: (text, child) => {
        if (text.includes("answer-delta") && !isKilled) isKilled = child.kill("SIGINT");
      },
    });
    assert.equal(code, 130);
    assert.equal(eventLines(stdout).at(-2)?.["status"], "cancelled");
    assert.equal(eventLines(stdout).at(-1)?.["status"], "interrupted");
    const { session } = decodeSession(await readFile(file, "utf8"));
    const [step] = Object.values(session?.steps ?? {});
    assert.equal(step?.status, "cancelled");
    assert.match(JSON.stringify(step?.attempts[0]?.blocks), /four, because/);
  });

  it("asks whether a model that is nearly a known one is a slip, and runs it all the same", async () => {
    const { code, stderr } = await runCli([...sum, "--lane", "openai/gpt-6-sool"]);
    assert.equal(code, 1);
    assert.match(stderr, /openai\/gpt-6-sool is no model that is known\. Did you mean "gpt-6-sol"/);
    const known = await runCli([...sum, "--lane", "openai/gpt-6-sol-2026-09-01", "--lane", "simulator/steady-thinker+500"]);
    assert.doesNotMatch(known.stderr, /is no model that is known/);
  });

  it("says how to give a prompt that is no file", async () => {
    const { code, stderr } = await runCli(["compare", "What is 17 * 23?", "--lane", "simulator/open-book"]);
    assert.equal(code, 2);
    assert.match(stderr, /What is 17 \* 23\? does not exist\.\nCheck the path\. A prompt that is no file is given as --text/);
  });

  it("takes a signal that comes twice, as npx and timeout pass it on, for one", async () => {
    const server = await serve((response) => beginChatStream(response, "four, because"));
    const file = join(folder, "twice.reasoning.json");
    let isKilled = false;
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--save", file];
    const { code } = await runCli([...sum, ...lane], {
      onOutput: (text, child) => {
        if (!text.includes("answer-delta") || isKilled) return;
        isKilled = child.kill("SIGINT") && child.kill("SIGTERM");
      },
    });
    assert.equal(code, 130);
    const { session } = decodeSession(await readFile(file, "utf8"));
    assert.deepEqual(
      Object.values(session?.steps ?? {}).map(({ status }) => status),
      ["cancelled"],
    );
  });

  it("saves what arrived when its output is closed, and sends nothing more", async () => {
    const file = join(folder, "unread.reasoning.json");
    const lane = ["--lane", "simulator/steady-thinker@high", "--save", file];
    const { code, stderr } = await runCli([...sum, ...lane], {
      environment: { SWITCHYARD_SIMULATOR_SPEED: "1" },
      onOutput: (_, child) => child.stdout?.destroy(),
    });
    assert.equal(code, 130);
    assert.equal(stderr, "");
    const { session } = decodeSession(await readFile(file, "utf8"));
    assert.deepEqual(
      Object.values(session?.steps ?? {}).map(({ status }) => status),
      ["cancelled"],
    );
  });

  it("keeps a session elsewhere when its folder is gone by the end of the run, and says where", async () => {
    const gone = await mkdtemp(join(folder, "gone-"));
    const server = await serve((response) => {
      beginChatStream(response, "four");
      void rm(gone, { recursive: true }).then(() => endChatStream(response, { prompt_tokens: 5, completion_tokens: 1 }));
    });
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--save", join(gone, "run.reasoning.json")];
    const { code, stdout, stderr } = await runCli([...sum, ...lane], { environment: { TMPDIR: folder } });
    assert.equal(code, 1);
    assert.equal(eventLines(stdout).at(-1)?.["savedTo"], null);
    const [, kept] = /was not written: .*\nThe session is kept in (\S+): move it/.exec(stderr) ?? [];
    assert.ok(kept !== undefined, stderr);
    assert.match(await readFile(kept, "utf8"), /"four"/);
  });

  it("refuses a named key that is not there before anything is sent", async () => {
    const keyed = ["--key-env", "openai=NOT_SET", "--lane", "openai/gpt-6-sol"];
    const { code, stdout, stderr } = await runCli([...sum, ...keyed]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /no key for openai: NOT_SET is not set/);
    const unused = await runCli([...sum, "--key-env", "openai=NOT_SET", "--lane", "simulator/steady-thinker@low"]);
    assert.equal(unused.code, 0);
  });

  it("goes on when only its errors are not read", async () => {
    const { code, stdout } = await runCli([...sum, "--lane", "simulator/steady-thinker@low,medium,minimal"], {
      onStart: (child) => child.stderr?.destroy(),
    });
    assert.equal(code, 0);
    assert.equal(eventLines(stdout).at(-1)?.["status"], "completed");
  });

  it("stops what has not ended at the deadline", async () => {
    const server = await serve((response) => beginChatStream(response, "four"));
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--timeout", "0.4"];
    const { code, stdout } = await runCli([...sum, ...lane]);
    assert.equal(code, 1);
    assert.match(JSON.stringify(eventLines(stdout).at(-2)?.["error"]), /deadline/);
  });

  it("gives up on a silent stream after the idle timeout", async () => {
    const server = await serve((response) => beginChatStream(response, "four"));
    const lane = ["--provider", `mine=openai-chat,${server.url}`, "--lane", "mine/m", "--idle-timeout", "0.3", "--retries", "0"];
    const { code, stdout } = await runCli([...sum, ...lane]);
    assert.equal(code, 1);
    assert.match(JSON.stringify(eventLines(stdout).at(-2)?.["error"]), /"kind":"timeout"/);
  });

  it("stops at the budget with exit code 3, and keeps what arrived", async () => {
    const server = await serve((response) => {
      beginChatStream(response, "word ".repeat(2000), "openai/gpt-oss-120b");
      setTimeout(() => response.write(": still here\n\n"), 50);
    });
    const lane = ["--lane", "groq/openai/gpt-oss-120b", "--endpoint", `groq=${server.url}`, "--max-cost", "0.0001"];
    const { code, stdout } = await runCli([...sum, ...lane], { environment: { GROQ_API_KEY: "g" } });
    assert.equal(code, 3, stdout.slice(-600));
    const end = eventLines(stdout).at(-2);
    assert.equal(end?.["status"], "budget");
    assert.match(String(end?.["answerText"]), /^word word/);
    assert.match(JSON.stringify(end?.["cost"]), /"basis":"estimate"/);
  });

  it("tells usage errors apart from failed lanes", async () => {
    const noPrompt = await runCli(["compare", "--lane", "simulator/quick-draft"]);
    const noLane = await runCli(["compare", "--text", "hi"]);
    const twoPrompts = await runCli(["compare", "a.md", "--text", "hi", "--lane", "simulator/quick-draft"]);
    const missing = await runCli(["compare", join(folder, "missing.md"), "--lane", "simulator/quick-draft"]);
    const badCost = await runCli([...sum, "--lane", "simulator/quick-draft", "--max-cost", "cheap"]);
    const badUrl = await runCli([...sum, "--lane", "openai/gpt-6-sol", "--endpoint", "openai=localhost:1"]);
    const results = [noPrompt, noLane, twoPrompts, missing, badCost, badUrl];
    assert.deepEqual(
      results.map(({ code }) => code),
      [2, 2, 2, 2, 2, 2],
    );
    assert.match(noPrompt.stderr, /There is no prompt\.\nName a prompt file/);
    assert.match(noLane.stderr, /--lane/);
    assert.match(twoPrompts.stderr, /two prompts/);
    assert.match(missing.stderr, /does not exist/);
    assert.match(badCost.stderr, /amount in USD/);
    assert.match(badUrl.stderr, /http:\/\//);
  });
});

const laneEndKeys = (
  "type lane step attempt at status reasoningText reasoning answerText refusalText toolCalls finish usage cost effort " +
  "continuation model attempts warnings error timing"
).split(" ");

function laneNames(stdout: string): readonly unknown[] {
  return eventLines(stdout)
    .filter(({ type }) => type === "lane-start")
    .map(({ lane }) => lane);
}
