import assert from "node:assert/strict";
import { acquireAll, createLimiter } from "../../../src/core/engine/limiter.ts";

const never = new AbortController().signal;

describe("createLimiter", () => {
  it("hands out slots in order of asking", async () => {
    const limiter = createLimiter(1);
    const order: string[] = [];
    const release = await limiter.acquire(never);
    const waiting = ["a", "b"].map(async (name) => {
      const releaseNext = await limiter.acquire(never);
      order.push(name);
      releaseNext();
    });
    release();
    await Promise.all(waiting);
    assert.deepEqual(order, ["a", "b"]);
  });

  it("does not give a slot back twice", async () => {
    const limiter = createLimiter(1);
    const release = await limiter.acquire(never);
    release();
    release();
    await limiter.acquire(never);
    const second = new AbortController();
    const waiting = limiter.acquire(second.signal);
    second.abort(new Error("still full"));
    await assert.rejects(waiting, /still full/);
  });

  it("lets a waiting lane go when it is stopped, and the next in line gets the slot", async () => {
    const limiter = createLimiter(1);
    const release = await limiter.acquire(never);
    const stop = new AbortController();
    const first = limiter.acquire(stop.signal);
    const second = limiter.acquire(never);
    stop.abort(new Error("stopped"));
    await assert.rejects(first, /stopped/);
    release();
    assert.equal(typeof (await second), "function");
  });

  it("gives back what it took when a later limiter is stopped", async () => {
    const [narrow, wide] = [createLimiter(1), createLimiter(1)];
    await wide.acquire(never);
    const stop = new AbortController();
    const both = acquireAll([narrow, wide], stop.signal);
    await Promise.resolve();
    stop.abort(new Error("stopped"));
    await assert.rejects(both, /stopped/);
    assert.equal(typeof (await narrow.acquire(never)), "function");
  });
});
