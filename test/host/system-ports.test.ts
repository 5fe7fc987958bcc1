import assert from "node:assert/strict";
import { newId } from "../../src/host/new-id.ts";
import { proxyFromEnvironment } from "../../src/host/proxy-from-environment.ts";
import { sha256 } from "../../src/host/sha256.ts";
import { systemClock } from "../../src/host/system-clock.ts";

describe("systemClock", () => {
  it("ends a sleep with the signal's reason at once", async () => {
    const stop = new AbortController();
    const sleeping = systemClock.sleep(60_000, stop.signal);
    stop.abort(new Error("enough"));
    await assert.rejects(sleeping, /enough/);
    await assert.rejects(systemClock.sleep(60_000, stop.signal), /enough/);
  });

  it("sleeps, and calls back once unless cancelled", async () => {
    const calls: string[] = [];
    systemClock.after(1, () => calls.push("kept"));
    systemClock.after(1, () => calls.push("cancelled"))();
    await systemClock.sleep(20, new AbortController().signal);
    assert.deepEqual(calls, ["kept"]);
  });
});

describe("newId", () => {
  it("says what it names and does not repeat", () => {
    const ids = Array.from({ length: 2000 }, () => newId("s"));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^s-[2-9b-z]{10}$/);
  });
});

describe("sha256", () => {
  it("hashes UTF-8 text to lower-case hex", () => {
    assert.equal(sha256("ä"), "33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc");
    assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
});

describe("proxyFromEnvironment", () => {
  it("reads both spellings, lower case first, and falls back to ALL_PROXY", () => {
    const both = { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1", NO_PROXY: "localhost" };
    assert.deepEqual(proxyFromEnvironment(both), {
      explicit: null,
      http: null,
      https: "http://lower:1",
      bypass: "localhost",
    });
    assert.equal(proxyFromEnvironment({ ALL_PROXY: "http://all:1" }).https, "http://all:1");
  });
});
