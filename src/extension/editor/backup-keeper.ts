/*
 * Hot exit while a run streams. VS Code asks for a backup about a second after a change, and not again while changes keep
 * coming, so on its own it would hold what had arrived at the run's start. This keeps the newest backup's file current: on a
 * timer while lanes run, and once more when VS Code closes.
 */

export interface BackupFile {
  /** Where VS Code wants the backup; it hands the same string back when the editor is restored. */
  readonly id: string;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

export class BackupKeeper {
  readonly #text: () => string;
  #file: BackupFile | null = null;
  #isStale = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(text: () => string) {
    this.#text = text;
  }

  /** VS Code asked for a backup. Resolves when it is on disk; `discard` is for VS Code to call when it needs it no more. */
  async start(file: BackupFile): Promise<{ readonly id: string; readonly discard: () => void }> {
    this.#file = file;
    await this.#write();
    return { id: file.id, discard: () => this.#discard(file) };
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

  /** One write at a time and in order, so that an older text never lands over a newer one. */
  #write(): Promise<void> {
    this.#isStale = false;
    this.#writing = this.#writeAfter(this.#writing, this.#file);
    return this.#writing;
  }

  async #writeAfter(previous: Promise<void>, file: BackupFile | null): Promise<void> {
    await Promise.allSettled([previous]); // its failure was told to whoever asked for that write
    if (file !== null && file === this.#file) await file.write(this.#text());
  }

  #discard(file: BackupFile): void {
    if (this.#file === file) this.#file = null;
    const remove = () => file.remove();
    this.#writing = this.#writing.then(remove, remove);
  }
}
