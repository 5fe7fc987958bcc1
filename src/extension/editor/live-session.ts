import type { ComparisonSettings } from "../../core/model/comparison.ts";
import { defaultComparisonSettings } from "../../core/model/comparison.ts";
import type { SessionChange } from "../../core/model/session-change.ts";
import { BackupKeeper } from "./backup-keeper.ts";
import type { ChangeOrigin, Edit, SessionDocument, UndoableEdit } from "./session-document.ts";
import { SessionRunner } from "./session-runner.ts";
import type { RunnerServices } from "./session-runner.ts";

export interface LiveSessionEvents {
  onChange(change: SessionChange, origin: ChangeOrigin): void;
  /** VS Code puts it on its undo stack. */
  onEdit(edit: UndoableEdit): void;
  /** What a run brought since the last call is worth saving. Not more often than every few seconds. */
  onRunProgress(): void;
  onRunStateChange(): void;
}

/**
 * VS Code postpones its backup by up to two seconds at every change it hears of, so it must not hear of one more often, or
 * it never makes one.
 */
const progressIntervalMs = 3_000;
const backupIntervalMs = 1_000;

/**
 * A session with its runs and its backup. Outlives the editor it was opened in: "Save As" in the middle of a run hands it
 * to the editor of the new file.
 */
export class LiveSession {
  readonly document: SessionDocument;
  readonly runner: SessionRunner;
  readonly backup: BackupKeeper;
  /** Provider and model of rows that the reader added to the matrix without a lane. */
  readonly addedModels: { readonly provider: string; readonly model: string }[] = [];
  /** How answers are compared: the reader's view of them, not part of the file. */
  comparison: ComparisonSettings = defaultComparisonSettings;
  readonly #listeners = new Set<LiveSessionEvents>();
  #holders = 0;
  #timers: readonly NodeJS.Timeout[] = [];
  #hasProgress = false;

  constructor(document: SessionDocument, services: RunnerServices) {
    this.document = document;
    this.runner = new SessionRunner(document, services, () => this.#runStateChanged());
    this.backup = new BackupKeeper(() => document.text());
    document.onChange((change, origin) => {
      this.backup.documentChanged();
      if (origin === "run") this.#hasProgress = true;
      for (const listener of this.#listeners) listener.onChange(change, origin);
    });
  }

  edit(label: string, ...edits: readonly Edit[]): void {
    const edit = this.document.edit(label, ...edits);
    for (const listener of this.#listeners) listener.onEdit(edit);
  }

  compareBy(settings: ComparisonSettings): void {
    this.comparison = settings;
    for (const listener of this.#listeners) listener.onRunStateChange();
  }

  listen(events: LiveSessionEvents): () => void {
    this.#listeners.add(events);
    return () => this.#listeners.delete(events);
  }

  hold(): void {
    this.#holders += 1;
  }

  /** The last to let go ends the runs: nobody could see or save what they bring. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    this.runner.stop("shutdown", null);
    this.#stopTimers();
  }

  #runStateChanged(): void {
    if (this.runner.isRunning && this.#timers.length === 0) {
      this.#timers = [
        setInterval(() => this.#tellProgress(), progressIntervalMs),
        // A backup that cannot be written is VS Code's to report, when it asks for the next one.
        setInterval(() => void this.backup.refresh().catch(() => undefined), backupIntervalMs),
      ];
    }
    if (!this.runner.isRunning) {
      this.#stopTimers();
      this.#tellProgress();
    }
    for (const listener of this.#listeners) listener.onRunStateChange();
  }

  #tellProgress(): void {
    if (!this.#hasProgress) return;
    this.#hasProgress = false;
    for (const listener of this.#listeners) listener.onRunProgress();
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }
}
