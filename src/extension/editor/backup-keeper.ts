import type { SessionChange } from "../../core/model/session-change.ts";
import { journalLine } from "../../core/session/journal.ts";
import type { JournalCheckpoint } from "../../core/session/journal.ts";
import { ChangeBatch } from "../../protocol/merge-changes.ts";

/*
 * What keeps a session that is not saved: a checkpoint, and every change since, appended a few times a second. VS Code's
 * backup (hot exit) is this same file, so there is one copy, in one place, with one lifetime: it goes when the document is
 * saved, reverted or closed. Begun when VS Code asks for a backup or a run starts, whichever is first: VS Code asks about a
 * second after a change, and not while changes keep coming.
 */

export interface BackupFile {
  /** VS Code hands the same string back when the editor is restored. */
  readonly id: string;
  start(checkpoint: JournalCheckpoint): Promise<void>;
  append(text: string): Promise<void>;
  close(): Promise<void>;
  remove(): Promise<void>;
}

export interface BackupSource {
  /** As of now. */
  checkpoint(): JournalCheckpoint;
  /** Later; the returned function takes it back. */
  schedule(ms: number, callback: () => void): () => void;
  /** Nothing can be kept at the moment; it is tried again. Not called again before it has worked. */
  onFailure(error: unknown): void;
}

/** Half of it is for a disk or a machine that is busy: what a killed process loses must stay below a quarter second. */
const flushMs = 100;
const retryMs = 2_000;
/** Appended beyond this, and beyond twice the checkpoint, a new checkpoint is shorter. */
const minRenewChars = 8 * 1024 * 1024;

export class BackupKeeper {
  readonly #source: BackupSource;
  readonly #batch = new ChangeBatch();
  #file: BackupFile | null = null;
  #isKeeping = false;
  #needsCheckpoint = false;
  #hasFailed = false;
  #appendedChars = 0;
  #renewChars = minRenewChars;
  /** Counts what removed or replaced the backup: VS Code may discard an older one much later. */
  #life = 0;
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(source: BackupSource) {
    this.#source = source;
  }

  /** Where it is kept from the next `begin` on: another place after "Save As". */
  place(file: BackupFile): void {
    if (this.#file?.id === file.id) return;
    this.remove();
    this.#file = file;
  }

  /** From here on every change is kept. */
  begin(): void {
    if (this.#file === null || this.#isKeeping) return;
    this.#isKeeping = true;
    this.#renew();
  }

  changed(change: SessionChange): void {
    if (!this.#isKeeping) return;
    if (change.type === "session-set") {
      this.#renew();
      return;
    }
    this.#batch.add(change);
    this.#flushIn(flushMs);
  }

  /** VS Code asks for a backup. Resolves when everything is on disk; `discard` is for VS Code to call when it needs it no more. */
  async backup(): Promise<{ readonly id: string; readonly discard: () => void }> {
    const file = this.#file;
    if (file === null) throw new Error("There is no place for a backup.");
    this.begin();
    await this.flush();
    const life = this.#life;
    return { id: file.id, discard: () => life === this.#life && this.remove() };
  }

  /** Resolves when everything so far is on disk. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#writing = this.#then(() => this.#write());
    return this.#writing;
  }

  /** The document is on disk as it is; what still runs goes on from there. */
  saved(isRunning: boolean): void {
    if (!isRunning) {
      this.remove();
      return;
    }
    this.#life += 1;
    this.begin();
    this.#renew();
  }

  /** Nothing is left to restore. */
  remove(): void {
    const file = this.#file;
    this.#life += 1;
    this.#stop();
    if (file !== null) this.#writing = this.#then(() => file.remove()).catch(() => undefined); // gone, or on a disk that is
  }

  /** VS Code closes and the backup stays: whole, so that a newer version can read it too. */
  async close(): Promise<void> {
    const file = this.#file;
    if (this.#isKeeping && this.#appendedChars > 0) this.#needsCheckpoint = true;
    await this.flush();
    this.#stop();
    await file?.close();
  }

  #renew(): void {
    this.#needsCheckpoint = true;
    this.#flushIn(0);
  }

  #stop(): void {
    this.#isKeeping = false;
    this.#needsCheckpoint = false;
    this.#batch.clear();
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #flushIn(ms: number): void {
    const delayMs = this.#hasFailed ? retryMs : ms;
    this.#cancelTimer ??= this.#source.schedule(delayMs, () => {
      this.#cancelTimer = null;
      void this.flush().catch(() => undefined); // told once, and tried again
    });
  }

  async #write(): Promise<void> {
    const file = this.#file;
    if (file === null || !this.#isKeeping) return;
    const life = this.#life;
    try {
      if (this.#needsCheckpoint) await this.#writeCheckpoint(file);
      else if (!this.#batch.isEmpty) await this.#append(file);
      this.#hasFailed = false;
    } catch (error) {
      if (life !== this.#life) return; // removed meanwhile
      this.#needsCheckpoint = true;
      if (!this.#hasFailed) this.#source.onFailure(error);
      this.#hasFailed = true;
      this.#flushIn(retryMs);
      throw error;
    }
  }

  async #writeCheckpoint(file: BackupFile): Promise<void> {
    // Without a pause between the two: what comes from here on is appended to it.
    this.#batch.clear();
    const checkpoint = this.#source.checkpoint();
    this.#needsCheckpoint = false;
    this.#appendedChars = 0;
    this.#renewChars = Math.max(minRenewChars, 2 * checkpoint.text.length);
    await file.start(checkpoint);
  }

  async #append(file: BackupFile): Promise<void> {
    const line = journalLine(this.#batch.take());
    await file.append(line);
    this.#appendedChars += line.length;
    if (this.#appendedChars > this.#renewChars) this.#renew();
  }

  /** One at a time and in order, so that an older text never lands over a newer one. */
  async #then(next: () => Promise<void>): Promise<void> {
    await Promise.allSettled([this.#writing]); // its failure was told to whoever asked for it
    await next();
  }
}
