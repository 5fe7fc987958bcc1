import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BackupKeeper } from "../../src/extension/editor/backup-keeper.ts";
import type { BackupFile } from "../../src/extension/editor/backup-keeper.ts";

class MemoryFile implements BackupFile {
  readonly id = "backup";
  text: string | null = null;
  async write(text: string): Promise<void> {
    this.text = text;
  }
  async remove(): Promise<void> {
    this.text = null;
  }
}

describe("the backup of a document", () => {
  it("is brought up to date when more arrived after VS Code asked for it", async () => {
    let text = "one";
    const file = new MemoryFile();
    const keeper = new BackupKeeper(() => text);
    await keeper.start(file);
    text = "two";
    keeper.documentChanged();
    await keeper.refresh();
    assert.equal(file.text, "two");
  });

  it("is not written before VS Code asked for one", async () => {
    const file = new MemoryFile();
    const keeper = new BackupKeeper(() => "text");
    keeper.documentChanged();
    await keeper.refresh();
    assert.equal(file.text, null);
  });

  it("stays when VS Code discards an older one", async () => {
    const file = new MemoryFile();
    const keeper = new BackupKeeper(() => "text");
    const first = await keeper.start(file);
    await keeper.start(file);
    first.discard();
    await keeper.refresh();
    assert.equal(file.text, "text");
  });

  it("goes when VS Code discards the latest, and does not come back", async () => {
    const file = new MemoryFile();
    const keeper = new BackupKeeper(() => "text");
    const { discard } = await keeper.start(file);
    discard();
    keeper.documentChanged();
    await keeper.refresh();
    assert.equal(file.text, null);
  });

  it("reports a disk that cannot be written to whoever asked, and works again afterwards", async () => {
    const file = new MemoryFile();
    const broken: BackupFile = {
      id: "broken",
      write: () => Promise.reject(new Error("disk full")),
      remove: () => Promise.resolve(),
    };
    const keeper = new BackupKeeper(() => "text");
    await assert.rejects(keeper.start(broken), /disk full/);
    await keeper.start(file);
    assert.equal(file.text, "text");
  });
});
