import { journalStart } from "../../core/session/journal.ts";
import type { JournalCheckpoint, JournalOwner } from "../../core/session/journal.ts";
import { JournalFile } from "../../host/journal-file.ts";
import type { BackupFile } from "./backup-keeper.ts";

/** One document's backup as a file. Knows no VS Code. */
export class JournalBackup implements BackupFile {
  readonly id: string;
  readonly #journal: JournalFile;
  readonly #owner: () => JournalOwner;

  constructor(id: string, file: string, owner: () => JournalOwner) {
    this.id = id;
    this.#journal = new JournalFile(file);
    this.#owner = owner;
  }

  start(checkpoint: JournalCheckpoint): Promise<void> {
    return this.#journal.start(journalStart(this.#owner(), checkpoint));
  }

  append(text: string): Promise<void> {
    return this.#journal.append(text);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  remove(): Promise<void> {
    return this.#journal.remove();
  }
}
