import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeSession } from "../../src/core/session/codec.ts";
import { runCli } from "../support/run-cli.ts";
import { smallSession } from "../support/small-session.ts";

describe("switchyard validate", () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-secrets-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("warns of a secret in a sound file, says where, and does not print it", async () => {
    const secret = "sk-proj-a8Kf03jQz7LmP2xVb9Tn5RwY4cHd6SgE1uJo";
    const session = smallSession();
    const file = join(folder, "leak.reasoning.json");
    const leaking = { ...session, prompt: { ...session.prompt, system: `Use ${secret}.` } };
    writeFileSync(file, encodeSession(leaking, { generator: "test", residue: null }));
    const { code, stdout, stderr } = await runCli(["validate", file]);
    assert.equal(code, 0);
    assert.match(stdout, /: valid, 1 lanes, 2 steps/);
    assert.match(stderr, /warning at prompt\.system: this looks like a secret \(API key\)/);
    assert.equal((stdout + stderr).includes(secret), false);
  });
});
