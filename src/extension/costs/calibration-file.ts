import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { CalibrationState, CalibrationStore } from "../../core/tokens/calibration.ts";
import { readCalibration } from "../../core/tokens/read-calibration.ts";
import { replaceFile } from "../../host/replace-file.ts";

export interface CalibrationFileOptions {
  readonly folder: string;
  /** False: nothing is read from disk or written to it; what this window learns it forgets. */
  readonly isEnabled: () => boolean;
  /** Calls back once after `ms`. */
  readonly schedule: (ms: number, callback: () => void) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Many responses can end at once. */
const writeDelayMs = 2_000;

/**
 * What responses taught about counting each model's tokens: ratios and speeds, never text. One small file for all windows;
 * each writes what it learnt itself over what the others wrote.
 */
export class CalibrationFile implements CalibrationStore {
  readonly path: string;
  readonly #options: CalibrationFileOptions;
  #state: CalibrationState = {};
  #learnt = new Set<string>();
  #isWaiting = false;
  #last: Promise<void> = Promise.resolve();

  constructor(options: CalibrationFileOptions) {
    this.#options = options;
    this.path = path.join(options.folder, "meter-calibration.json");
  }

  read(): CalibrationState {
    return this.#state;
  }

  write(state: CalibrationState): void {
    for (const [key, entry] of Object.entries(state)) if (this.#state[key] !== entry) this.#learnt.add(key);
    this.#state = state;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#options.schedule(writeDelayMs, () => {
      this.#isWaiting = false;
      this.save().catch(this.#options.onFailure);
    });
  }

  /** Takes what earlier windows learnt. Missing: nothing was. */
  async load(): Promise<void> {
    if (!this.#options.isEnabled()) return;
    this.#state = this.#merged(await this.#onDisk());
  }

  /** One after the other. Rejects when it could not be written; the next response tries again. */
  save(): Promise<void> {
    const saved = this.#last.then(() => this.#save());
    this.#last = saved.catch(() => undefined); // told to whoever asked for it
    return saved;
  }

  async #save(): Promise<void> {
    if (!this.#options.isEnabled() || this.#learnt.size === 0) return;
    this.#state = this.#merged(await this.#onDisk());
    const learnt = this.#learnt;
    this.#learnt = new Set();
    try {
      await mkdir(path.dirname(this.path), { recursive: true });
      await replaceFile(this.path, `${JSON.stringify(this.#state)}\n`);
    } catch (error) {
      for (const key of learnt) this.#learnt.add(key);
      throw error;
    }
  }

  #merged(disk: CalibrationState): CalibrationState {
    const own = Object.entries(this.#state).filter(([key]) => this.#learnt.has(key));
    return { ...disk, ...Object.fromEntries(own) };
  }

  async #onDisk(): Promise<CalibrationState> {
    try {
      const text = await readFile(this.path, "utf8");
      return text.length > maxChars ? {} : readCalibration(text);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
      throw error;
    }
  }
}

/** Five hundred models are far below; anything larger is not ours. */
const maxChars = 500_000;
