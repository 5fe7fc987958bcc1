import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeSession } from "../../src/core/session/codec.ts";
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

  it("says which file is not a session", async () => {
    writeFileSync(second, "[]");
    const { code, stderr } = await runCli(["diff", first, second]);
    assert.equal(code, 2);
    assert.match(stderr, /b\.reasoning\.json: The file does not hold a JSON object/);
  });
});
