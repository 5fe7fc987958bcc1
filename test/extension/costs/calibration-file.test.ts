import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { CalibrationEntry } from "../../../src/core/tokens/calibration.ts";
import { CalibrationFile } from "../../../src/extension/costs/calibration-file.ts";

const entry: CalibrationEntry = { estimated: 900, reported: 1000, error: 0.05, tokensPerSecond: 80, responses: 4 };

describe("what was learnt about counting tokens, on disk", () => {
  let folder = "";
  let later: (() => void)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "switchyard-calibration-"));
    later = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (isEnabled = true) =>
    new CalibrationFile({
      folder,
      isEnabled: () => isEnabled,
      schedule: (_, callback) => void later.push(callback),
      onFailure: (error) => assert.fail(String(error)),
    });

  it("is there for the next window, written once for many responses", async () => {
    const file = open();
    await file.load();
    file.write({ "a/one": entry });
    file.write({ "a/one": { ...entry, responses: 5 } });
    assert.equal(later.length, 1);
    await file.save();
    const next = open();
    await next.load();
    assert.deepEqual(next.read(), { "a/one": { ...entry, responses: 5 } });
  });

  it("keeps what another window learnt about other models meanwhile", async () => {
    const [one, other] = [open(), open()];
    one.write({ "a/one": entry });
    other.write({ "b/two": entry });
    await one.save();
    await other.save();
    assert.deepEqual(JSON.parse(await readFile(one.path, "utf8")), { "a/one": entry, "b/two": entry });
    assert.deepEqual(other.read(), { "a/one": entry, "b/two": entry });
  });

  it("neither reads nor writes while the history is off", async () => {
    const file = open(false);
    file.write({ "a/one": entry });
    await file.save();
    await assert.rejects(readFile(file.path), { code: "ENOENT" });
    assert.deepEqual(file.read(), { "a/one": entry }, "this window still knows it");
  });

  it("takes only entries that are some from a file that somebody changed", async () => {
    const file = open();
    const broken = { "a/one": entry, "a/two": { ...entry, estimated: -1 }, "a/three": "fast" };
    await writeFile(file.path, JSON.stringify(broken));
    await file.load();
    assert.deepEqual(file.read(), { "a/one": entry });
    await writeFile(file.path, "{ cut");
    await open().load();
  });
});
