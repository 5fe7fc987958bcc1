import assert from "node:assert/strict";
import { type Outlet, writePaced } from "../../src/simulator/pace.ts";

/** Time that passes only by waiting, and a record of what was written when. */
class FakeOutlet implements Outlet {
  readonly written: { readonly atMs: number; readonly text: string }[] = [];
  isClosed = false;
  #now = 1000;
  closesAtMs = Number.POSITIVE_INFINITY;

  now(): number {
    return this.#now;
  }

  async wait(ms: number): Promise<void> {
    this.#now = Math.min(this.#now + ms, this.closesAtMs);
    if (this.#now >= this.closesAtMs) this.isClosed = true;
  }

  async write(bytes: string | Uint8Array): Promise<void> {
    this.written.push({ atMs: this.#now - 1000, text: String(bytes) });
  }

  get text(): string {
    return this.written.map(({ text }) => text).join("");
  }
}

const beats = (count: number, tokens: number) => Array.from({ length: count }, (_, at) => ({ bytes: `${at};`, tokens }));
const pace = { tokensPerSecond: 100, speed: 1, keepAlive: null, keepAliveMs: 10_000 };

describe("pace", () => {
  it("writes each beat when its tokens have had their time", async () => {
    const outlet = new FakeOutlet();
    await writePaced(beats(4, 10), outlet, pace);
    assert.deepEqual(
      outlet.written.map(({ atMs }) => atMs),
      [100, 200, 300, 400],
    );
  });

  it("is twice as fast at speed 2, and does not wait at speed 0", async () => {
    const fast = new FakeOutlet();
    await writePaced(beats(4, 10), fast, { ...pace, speed: 2 });
    assert.equal(fast.written.at(-1)?.atMs, 200);
    const immediate = new FakeOutlet();
    await writePaced(beats(100, 10), immediate, { ...pace, speed: 0 });
    assert.equal(immediate.written.at(-1)?.atMs, 0);
    assert.equal(
      immediate.text,
      beats(100, 10)
        .map((beat) => beat.bytes)
        .join(""),
    );
  });

  it("sends beats that are due together in one write", async () => {
    const outlet = new FakeOutlet();
    await writePaced([...beats(5, 0), ...beats(2, 10)], outlet, pace);
    assert.deepEqual(
      outlet.written.map(({ text }) => text),
      ["0;1;2;3;4;", "0;", "1;"],
    );
  });

  it("fills long silences with keep-alives", async () => {
    const outlet = new FakeOutlet();
    await writePaced([{ bytes: "end", tokens: 3500 }], outlet, { ...pace, keepAlive: ":\n\n" });
    assert.deepEqual(
      outlet.written.map(({ atMs, text }) => [atMs, text]),
      [
        [10_000, ":\n\n"],
        [20_000, ":\n\n"],
        [30_000, ":\n\n"],
        [35_000, "end"],
      ],
    );
  });

  it("stops when the client has left", async () => {
    const outlet = new FakeOutlet();
    outlet.closesAtMs = 1250;
    await writePaced(beats(10, 10), outlet, pace);
    assert.equal(outlet.text, "0;1;");
  });
});
