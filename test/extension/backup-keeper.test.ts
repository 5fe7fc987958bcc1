import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { SessionChange } from "../../src/core/model/session-change.ts";
import type { JournalCheckpoint } from "../../src/core/session/journal.ts";
import { BackupKeeper } from "../../src/extension/editor/backup-keeper.ts";
import type { BackupFile } from "../../src/extension/editor/backup-keeper.ts";

class MemoryFile implements BackupFile {
  readonly id: string;
  /** The checkpoint's text, then each line; null: there is no file. */
  lines: readonly string[] | null = null;
  failure: Error | null = null;

  constructor(id = "backup") {
    this.id = id;
  }

  async start({ text }: JournalCheckpoint): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.lines = [text];
  }

  async append(text: string): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (this.lines === null) throw new Error("appended to nothing");
    this.lines = [...this.lines, text];
  }

  async close(): Promise<void> {}

  async remove(): Promise<void> {
    this.lines = null;
  }
}

function titled(title: string): SessionChange {
  return { type: "title-set", title };
}

/** A keeper whose session is one word, and whose timers ring when the test says so. */
class Bench {
  text = "one";
  readonly file = new MemoryFile();
  readonly failures: unknown[] = [];
  readonly delays: number[] = [];
  readonly keeper: BackupKeeper;
  #ring: (() => void) | null = null;

  constructor() {
    this.keeper = new BackupKeeper({
      checkpoint: () => ({ text: this.text, running: [] }),
      schedule: (ms, callback) => {
        this.delays.push(ms);
        this.#ring = callback;
        return () => (this.#ring = null);
      },
      onFailure: (error) => this.failures.push(error),
    });
    this.keeper.place(this.file);
  }

  async ring(): Promise<void> {
    this.#ring?.();
    await this.keeper.flush().catch(() => undefined);
  }

  get lines(): readonly string[] | null {
    return this.file.lines;
  }
}

describe("the backup of a document", () => {
  it("begins with everything and then takes each change, within a quarter second", async () => {
    const bench = new Bench();
    bench.keeper.begin();
    await bench.ring();
    bench.keeper.changed(titled("two"));
    await bench.ring();
    assert.deepEqual(bench.lines, ["one", '[{"type":"title-set","title":"two"}]\n']);
    assert.ok(bench.delays.every((ms) => ms <= 125));
  });

  it("is not written before a run starts or VS Code asks", async () => {
    const bench = new Bench();
    bench.keeper.changed(titled("two"));
    await bench.ring();
    assert.equal(bench.lines, null);
    await bench.keeper.backup();
    assert.deepEqual(bench.lines, ["one"]);
  });

  it("begins anew when the whole session was replaced", async () => {
    const bench = new Bench();
    await bench.keeper.backup();
    bench.keeper.changed(titled("two"));
    bench.text = "three";
    bench.keeper.changed({
      type: "session-set",
      session: { id: "x", title: "", createdAt: "", prompt: { system: "", user: "", variables: {} }, lanes: [], steps: {} },
    });
    await bench.ring();
    assert.deepEqual(bench.lines, ["three"]);
  });

  it("begins anew when what was appended has grown far beyond it", async () => {
    const bench = new Bench();
    await bench.keeper.backup();
    bench.keeper.changed(titled("x".repeat(9 * 1024 * 1024)));
    bench.text = "short again";
    await bench.ring();
    await bench.ring();
    assert.deepEqual(bench.lines, ["short again"]);
  });

  it("stays when VS Code discards an older one after a save in the middle of a run", async () => {
    const bench = new Bench();
    const { discard } = await bench.keeper.backup();
    bench.text = "saved, and more";
    bench.keeper.saved(true);
    discard();
    await bench.ring();
    assert.deepEqual(bench.lines, ["saved, and more"]);
  });

  it("goes when the document is saved and nothing runs, and does not come back with the next change", async () => {
    const bench = new Bench();
    await bench.keeper.backup();
    bench.keeper.saved(false);
    bench.keeper.changed(titled("two"));
    await bench.ring();
    assert.equal(bench.lines, null);
  });

  it("goes when VS Code discards the latest", async () => {
    const bench = new Bench();
    const { discard } = await bench.keeper.backup();
    discard();
    await bench.ring();
    assert.equal(bench.lines, null);
  });

  it("moves to another place, and leaves nothing in the old one", async () => {
    const bench = new Bench();
    await bench.keeper.backup();
    const other = new MemoryFile("other");
    bench.keeper.place(other);
    bench.keeper.begin();
    await bench.ring();
    assert.equal(bench.lines, null);
    assert.deepEqual(other.lines, ["one"]);
  });

  it("tells of a full disk once, and is whole again when there is room", async () => {
    const bench = new Bench();
    await bench.keeper.backup();
    bench.file.failure = new Error("disk full");
    bench.keeper.changed(titled("two"));
    await bench.ring();
    bench.keeper.changed(titled("three"));
    await bench.ring();
    assert.deepEqual(bench.failures.map(String), ["Error: disk full"]);
    await assert.rejects(bench.keeper.backup(), /disk full/);
    bench.file.failure = null;
    bench.text = "three";
    await bench.ring();
    assert.deepEqual(bench.lines, ["three"]);
  });

  it("is one whole checkpoint after VS Code has closed", async () => {
    const bench = new Bench();
    await bench.keeper.backup();
    bench.keeper.changed(titled("two"));
    await bench.ring();
    bench.text = "two";
    await bench.keeper.close();
    assert.deepEqual(bench.lines, ["two"]);
  });
});
