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

  start(checkpoint: JournalCheckpoint): void {
    this.#journal.start(journalStart(this.#owner(), checkpoint));
  }

  append(text: string): void {
    this.#journal.append(text);
  }

  close(): void {
    this.#journal.close();
  }

  remove(): void {
    this.#journal.remove();
  }
}
