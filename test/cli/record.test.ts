import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../support/run-cli.ts";

describe("switchyard record", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "switchyard-record-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("writes a fixture, and writes over none", async function () {
    this.timeout(120_000);
    const output = join(folder, "packed");
    const command = ["record", "--lane", "simulator/packed-thinker@high", "--text", "What is 17 * 24?", "--output", output];
    const first = await runCli([...command, "--expected"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /HTTP 200, \d+ bytes in \d+ reads, ended as stop/);
    assert.deepEqual(readdirSync(output).toSorted(), [
      "chunks.json",
      "expected.json",
      "meta.json",
      "request.json",
      "response.bin",
    ]);
    assert.match(readFileSync(join(output, "meta.json"), "utf8"), /"family": "bedrock-converse"/);
    const second = await runCli(command);
    assert.equal(second.code, 2);
    assert.match(second.stderr, /is not empty/);
  });

  it("takes one lane only", async () => {
    const { code, stderr } = await runCli([
      "record",
      "--lane",
      "simulator/open-book@all",
      "--text",
      "hi",
      "--output",
      join(folder, "no"),
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /name one effort/);
  });
});
