import { appendFile, mkdir, open, rename, stat } from "node:fs/promises";
import path from "node:path";
import { parseCostHistory } from "../../core/pricing/cost-history.ts";
import type { CostHistory, CostRecord } from "../../core/pricing/cost-history.ts";

/** Two files of at most this size are kept; the older goes when the newer is full. */
const defaultMaxBytes = 5 * 1024 * 1024;

/**
 * The local history on disk: a JSON line for each ended step, never text of a prompt or an answer. All windows append to the
 * same file.
 */
export class HistoryFile {
  readonly path: string;
  readonly #older: string;
  readonly #maxBytes: number;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string, maxBytes = defaultMaxBytes) {
    this.path = path.join(folder, "cost-history.jsonl");
    this.#older = path.join(folder, "cost-history.1.jsonl");
    this.#maxBytes = maxBytes;
  }

  /** One after the other, so that lines stay whole. Rejects when this record could not be written. */
  append(record: CostRecord): Promise<void> {
    const written = this.#last.then(() => this.#write(`${JSON.stringify(record)}\n`));
    this.#last = written.catch(() => undefined); // told to whoever appended; the next record tries again
    return written;
  }

  /** Everything kept, oldest first, as of now. */
  async read(): Promise<CostHistory> {
    await this.#last;
    const limit = this.#maxBytes * 2;
    return parseCostHistory(`${await textOf(this.#older, limit)}\n${await textOf(this.path, limit)}`);
  }

  async #write(line: string): Promise<void> {
    await mkdir(path.dirname(this.path), { recursive: true });
    if ((await sizeOf(this.path)) + Buffer.byteLength(line) > this.#maxBytes) await this.#rotate();
    await appendFile(this.path, line, { mode: 0o600 });
  }

  async #rotate(): Promise<void> {
    try {
      await rename(this.path, this.#older);
    } catch (error) {
      if (!isMissing(error)) throw error; // missing: another window was faster
    }
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Empty when there is no file. Something else may have made it huge: only its start is read. */
async function textOf(file: string, maxBytes: number): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.min(size, maxBytes));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return "";
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
