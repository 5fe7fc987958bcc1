import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeSession } from "../../src/core/session/codec.ts";
import { partedSession } from "../support/proration-traces.ts";
import { runCli } from "../support/run-cli.ts";
import { smallSession } from "../support/small-session.ts";

describe("switchyard diff", () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-diff-"));
  const first = join(folder, "a.reasoning.json");
  const second = join(folder, "b.reasoning.json");
  const write = (file: string, title: string): void =>
    writeFileSync(file, encodeSession({ ...smallSession(), title }, { generator: "test", residue: null }));
  write(first, "Before");
  write(second, "After");
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("prints what differs and ends with 1, as diff does; with 0 when nothing does", async () => {
    const different = await runCli(["diff", first, second]);
    assert.deepEqual([different.code, different.stderr], [1, ""]);
    assert.equal(different.stdout, "## Session\n\n- title: `Before` → `After`\n");
    const same = await runCli(["diff", first, first]);
    assert.deepEqual([same.code, same.stdout], [0, "No differences.\n"]);
  });

  it("prints with --lanes how the reasoning of two lanes relates", async () => {
    const file = join(folder, "lanes.reasoning.json");
    writeFileSync(file, encodeSession(partedSession(), { generator: "test", residue: null }));
    const { code, stdout } = await runCli(["diff", file, "--lanes", "1,2"]);
    assert.equal(code, 1);
    assert.match(stdout, /^They part at segment 2: 18\.5 against 18 left\. Everything that differs later follows from it\.\n/);
    assert.match(
      stdout,
      /- \*\*They part here\*\*: 18\.5 against 18 left\n {2}- lane 1: 2\. Fixing the unit of time\.\n {2}- lane 2: 2\. So which/,
    );
    const absent = await runCli(["diff", file, "--lanes", "1,9"]);
    assert.equal(absent.code, 2);
    assert.match(absent.stderr, /There is no lane 9/);
  });

  it("says which file is not a session", async () => {
    writeFileSync(second, "[]");
    const { code, stderr } = await runCli(["diff", first, second]);
    assert.equal(code, 2);
    assert.match(stderr, /b\.reasoning\.json: The file does not hold a JSON object/);
  });
});
