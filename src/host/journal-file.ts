import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";

/** A file that is begun whole and then only appended to. Calls must not overlap: each waits for the one before. */
export class JournalFile {
  readonly path: string;
  #handle: FileHandle | null = null;
  #syncedAt = 0;

  constructor(file: string) {
    this.path = file;
  }

  /** Replaces what was there, whole or not at all. */
  async start(text: string): Promise<void> {
    const temporary = `${this.path}.${randomBytes(6).toString("hex")}.tmp`;
    await mkdir(path.dirname(this.path), { recursive: true });
    let handle: FileHandle | null = null;
    try {
      handle = await open(temporary, "wx", 0o600); // as private as VS Code's own backups
      await handle.appendFile(text, "utf8");
      await rename(temporary, this.path);
    } catch (error) {
      await handle?.close();
      await rm(temporary, { force: true });
      throw error;
    }
    await this.close();
    this.#handle = handle; // the file's name has changed, not the file
    this.#syncNow(handle);
  }

  /** Adds to the end. A failure can leave a part of `text`: start again then. */
  async append(text: string): Promise<void> {
    if (this.#handle === null) throw new Error("The journal was not begun.");
    await this.#handle.appendFile(text, "utf8");
    if (performance.now() - this.#syncedAt > syncIntervalMs) this.#syncNow(this.#handle);
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  /**
   * What was written survives the death of this process; only a crash of the whole machine asks for more. Not waited for:
   * on a busy disk it takes longer than a kill may cost.
   */
  #syncNow(handle: FileHandle): void {
    this.#syncedAt = performance.now();
    handle.datasync().catch(() => undefined); // the next write meets the same disk and is waited for
  }
}

const syncIntervalMs = 2_000;
