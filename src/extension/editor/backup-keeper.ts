/*
 * Hot exit while a run streams. VS Code asks for a backup about a second after a change, and not again while changes keep
 * coming, so on its own it would hold what had arrived at the run's start. This keeps the backup's file current: on a timer
 * while lanes run, and once more when VS Code closes. One file for all backups of a document: VS Code may restore from an
 * older one than its last (a browser that closes loses what was not stored yet), and must still find everything.
 */

export interface BackupFile {
  /** VS Code hands the same string back when the editor is restored. */
  readonly id: string;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

export class BackupKeeper {
  readonly #text: () => string;
  #file: BackupFile | null = null;
  /** How many backups VS Code asked for. */
  #asked = 0;
  #isStale = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(text: () => string) {
    this.#text = text;
  }

  /** VS Code asked for a backup. Resolves when it is on disk; `discard` is for VS Code to call when it needs it no more. */
  async start(file: BackupFile): Promise<{ readonly id: string; readonly discard: () => void }> {
    this.#file = file;
    this.#asked += 1;
    const asked = this.#asked;
    await this.#write();
    return { id: file.id, discard: () => asked === this.#asked && this.remove() };
  }

  /** The document holds more than the backup. */
  documentChanged(): void {
    this.#isStale = true;
  }

  /** Brings the backup up to date, if there is one and something came. */
  async refresh(): Promise<void> {
    if (this.#file !== null && this.#isStale) await this.#write();
    await this.#writing;
  }

  /** The document was saved, reverted or closed: nothing is left to restore. */
  remove(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) this.#writing = this.#then(() => file.remove());
  }

  #write(): Promise<void> {
    const file = this.#file;
    this.#isStale = false;
    this.#writing = this.#then(async () => {
      if (file !== null && file === this.#file) await file.write(this.#text());
    });
    return this.#writing;
  }

  /** One at a time and in order, so that an older text never lands over a newer one. */
  async #then(next: () => Promise<void>): Promise<void> {
    await Promise.allSettled([this.#writing]); // its failure was told to whoever asked for it
    await next();
  }
}
