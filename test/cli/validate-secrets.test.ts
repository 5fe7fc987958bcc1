import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeSession } from "../../src/core/session/codec.ts";
import { sha256 } from "../../src/host/sha256.ts";
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
    assert.match(stdout, /: valid, 1 lane, 2 steps/);
    assert.match(stderr, /warning at prompt\.system: this looks like a secret \(API key\)/);
    assert.equal((stdout + stderr).includes(secret), false);
  });

  it("warns of the very key in the environment, and of a step that was changed by hand", async () => {
    const session = smallSession();
    const file = join(folder, "changed.reasoning.json");
    const leaking = { ...session, prompt: { ...session.prompt, system: "Use 9f3b1c7e5d2a4068." } };
    const text = encodeSession(leaking, { generator: "test", residue: null, sha256 });
    writeFileSync(file, text.replace('"is 4."', '"is 5."'));
    const { code, stderr } = await runCli(["validate", file], { environment: { MISTRAL_API_KEY: "9f3b1c7e5d2a4068" } });
    assert.equal(code, 0);
    assert.match(stderr, /warning at prompt\.system: this looks like a secret \(one of your keys\)/);
    assert.match(stderr, /warning at steps\.s-001: was changed outside Switchyard/);
    assert.equal(stderr.includes("9f3b1c7e5d2a4068"), false);
  });
});
