import * as vscode from "vscode";
import type { FoundSecret } from "../../core/session/secrets.ts";
import { Refusal } from "../refusal.ts";
import type { LiveSession } from "./live-session.ts";
import { readText } from "./read-text.ts";
import { SecretGuard } from "./secret-guard.ts";
import type { SecretAnswer } from "./secret-guard.ts";
import { writeFileSafely } from "./write-file.ts";

export interface OpenSessionEvents {
  onDispose(session: OpenSession): void;
}

/** One document as VS Code knows it: an address and the session behind it. */
export class OpenSession implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly live: LiveSession;
  /** What could not be read at all; the editor then only says so, and a save writes nothing. */
  readonly unreadable: string | null;
  readonly #events: OpenSessionEvents;
  readonly #unlisten: () => void;
  readonly #secrets: SecretGuard;
  #diskText: string | null;
  #isDirty = false;

  constructor(
    uri: vscode.Uri,
    live: LiveSession,
    state: { readonly diskText: string | null; readonly unreadable: string | null },
    events: OpenSessionEvents,
  ) {
    this.uri = uri;
    this.live = live;
    this.unreadable = state.unreadable;
    this.#diskText = state.diskText;
    this.#events = events;
    this.#secrets = new SecretGuard((found) => askAboutSecrets(uri, found));
    live.hold();
    this.#unlisten = live.document.onChange((_, origin) => {
      this.#isDirty = origin !== "reset";
    });
  }

  get isDirty(): boolean {
    return this.#isDirty;
  }

  dispose(): void {
    this.#unlisten();
    this.live.release();
    this.#events.onDispose(this);
  }

  /** @throws Refusal when the file must not or should not be overwritten. */
  async save(): Promise<void> {
    this.#refuseLossySave();
    const onDisk = await readText(this.uri);
    if (onDisk !== null && this.#diskText !== null && onDisk !== this.#diskText && !(await mayOverwrite(this.uri))) {
      throw new Refusal(
        "The file was not saved: it changed on disk.",
        "Use Revert to see the version on disk, or Save As to keep both.",
      );
    }
    const text = await this.#textToSave();
    await writeFileSafely(this.uri, text);
    this.#diskText = text;
    this.#isDirty = false;
  }

  async saveAs(target: vscode.Uri): Promise<void> {
    if (this.unreadable !== null) {
      // A copy of a damaged file is the damaged file: nothing in it may get lost.
      await vscode.workspace.fs.copy(this.uri, target, { overwrite: true });
      return;
    }
    await writeFileSafely(target, await this.#textToSave());
  }

  async revert(): Promise<void> {
    const text = await readText(this.uri);
    if (text === null) return; // untitled, or deleted meanwhile: there is nothing to go back to
    this.live.runner.stop("user", null);
    await this.live.runner.settled();
    this.#diskText = text;
    this.live.document.load(text);
  }

  /** Takes over what another program wrote, unless that would lose something. True when it was taken over. */
  async diskChanged(): Promise<boolean> {
    const text = await readText(this.uri);
    if (text === null || text === this.#diskText) return true;
    if (this.#isDirty || this.live.runner.isRunning) return false;
    this.#diskText = text;
    this.live.document.load(text);
    return true;
  }

  /** What is written, and from then on shown. A run still needs its session as it is, so then only the file is redacted. */
  async #textToSave(): Promise<string> {
    const text = this.live.document.text();
    const checked = await this.#secrets.check(text);
    if (checked !== text && !this.live.runner.isRunning) this.live.document.load(checked);
    return checked;
  }

  #refuseLossySave(): void {
    if (this.unreadable !== null) {
      throw new Refusal("The file was left as it is: it could not be read as a session.", "Open it as text to repair it.");
    }
    const reason = this.live.document.readOnlyReason;
    if (reason !== null)
      throw new Refusal(`The file was left as it is. ${reason}`, "Use Save As to write what could be read to a new file.");
  }
}

async function mayOverwrite(uri: vscode.Uri): Promise<boolean> {
  const name = uri.path.split("/").at(-1) ?? uri.path;
  const overwrite = "Overwrite";
  const answer = await vscode.window.showWarningMessage(
    `${name} changed on disk since it was opened here.`,
    { modal: true, detail: "Saving now replaces what is on disk by what this editor shows." },
    overwrite,
  );
  return answer === overwrite;
}

async function askAboutSecrets(uri: vscode.Uri, found: readonly FoundSecret[]): Promise<SecretAnswer> {
  const name = uri.path.split("/").at(-1) ?? uri.path;
  const places = found.slice(0, 5).map(({ path, kind }) => `${kind} at ${path}`);
  if (found.length > places.length) places.push(`and ${String(found.length - places.length)} more`);
  const [redact, saveAnyway] = ["Redact", "Save Anyway"];
  const answer = await vscode.window.showWarningMessage(
    `${name} would hold what looks like a secret.`,
    { modal: true, detail: `${places.join("\n")}\n\nRedact puts a mark in its place.` },
    redact,
    saveAnyway,
  );
  return answer === redact ? "redact" : answer === saveAnyway ? "save" : "cancel";
}
