import path from "node:path";
import * as vscode from "vscode";
import type { Session } from "../../core/model/session.ts";
import { sessionSuffix, viewType } from "../ids.ts";
import type { BackupFolder } from "./backup-file.ts";
import { LiveSession } from "./live-session.ts";
import { OpenSession } from "./open-session.ts";
import { unreadableHtml } from "./page-html.ts";
import { readText } from "./read-text.ts";
import { SessionDocument } from "./session-document.ts";
import { SessionPanel } from "./session-panel.ts";
import type { PanelServices } from "./session-panel.ts";
import type { RunnerServices } from "./session-runner.ts";

export type DocumentChange = vscode.CustomDocumentEditEvent<OpenSession> | vscode.CustomDocumentContentChangeEvent<OpenSession>;

export interface EditorServices extends Omit<PanelServices, "onDispose" | "onStateChange"> {
  readonly runner: RunnerServices;
  readonly generator: string;
  readonly backups: BackupFolder;
  blankSession(): Session;
  /** Tells VS Code that a document changed: its dirty mark, undo stack and backup follow. */
  documentChanged(change: DocumentChange): void;
  onStateChange(): void;
}

/** How long an editor for a file just saved to may take to open and adopt the session that was saved. */
const handoverMs = 30_000;

/** All session editors of this window, and what VS Code asks about their documents. */
export class SessionEditors {
  readonly #services: EditorServices;
  readonly #sessions = new Set<OpenSession>();
  readonly #panels = new Set<SessionPanel>();
  /** Sessions that are about to be opened: new ones, and those that move to the file they were saved as. */
  readonly #expected = new Map<string, { readonly session: Session } | { readonly live: LiveSession; readonly text: string }>();

  readonly #restored = new Set<string>();
  #isClosing = false;

  constructor(services: EditorServices) {
    this.#services = services;
  }

  /** The page that the reader looks at; null: none. */
  get activePanel(): SessionPanel | null {
    for (const panel of this.#panels) if (panel.isActive) return panel;
    return null;
  }

  get panels(): Iterable<SessionPanel> {
    return this.#panels;
  }

  /** The name of the file that holds this very value; empty when no editor does. */
  fileNameOf(value: Session): string {
    for (const { live, uri } of this.#sessions) if (live.document.session === value) return path.posix.basename(uri.path);
    return "";
  }

  /** Opens a new, unsaved session. Save proposes `name` beside the workspace's files. */
  async openNew(session: Session, name: string): Promise<void> {
    const uri = this.#freeUntitledUri(name);
    this.#expected.set(uri.toString(), { session });
    await vscode.commands.executeCommand("vscode.openWith", uri, viewType);
  }

  async open(uri: vscode.Uri, context: vscode.CustomDocumentOpenContext): Promise<OpenSession> {
    const expected = this.#expected.get(uri.toString());
    this.#expected.delete(uri.toString());
    if (expected !== undefined && "live" in expected)
      return this.#add(uri, expected.live, { diskText: expected.text, unreadable: null });

    const backup = expected === undefined ? await this.#services.backups.read(uri, context.backupId) : null;
    const document = new SessionDocument(expected?.session ?? this.#services.blankSession(), this.#services.generator);
    const live = new LiveSession(document, this.#services.runner);
    const diskText = await readText(uri);
    const text = backup ?? diskText;
    if (text === null) {
      if (uri.scheme !== "untitled") throw new Error(`${uri.fsPath} does not exist any more.`);
      return this.#add(uri, live, { diskText: null, unreadable: null });
    }
    if (backup !== null) this.#restored.add(uri.toString());
    const isReadable = document.load(text);
    const unreadable = isReadable ? null : (document.problems[0]?.message ?? "The file could not be read as a session.");
    return this.#add(uri, live, { diskText, unreadable });
  }

  resolve(session: OpenSession, panel: vscode.WebviewPanel): void {
    // VS Code may not know that this came from a backup; it has to ask for the next one, and before it is closed.
    if (this.#restored.delete(session.uri.toString())) this.#services.documentChanged({ document: session });
    if (session.unreadable !== null) {
      panel.webview.html = unreadableHtml(session.unreadable);
      void this.#offerText(session, session.unreadable); // the page says the same; this only adds a button
      return;
    }
    const added = new SessionPanel(panel, session, {
      ...this.#services,
      onStateChange: () => this.#services.onStateChange(),
      onDispose: (closed) => {
        this.#panels.delete(closed);
        this.#services.onStateChange();
      },
    });
    this.#panels.add(added);
  }

  async saveAs(session: OpenSession, target: vscode.Uri): Promise<void> {
    await session.saveAs(target);
    if (session.unreadable !== null) return;
    const key = target.toString();
    const expected = { live: session.live, text: session.live.document.text() };
    this.#expected.set(key, expected);
    // Without this a copy saved elsewhere and opened much later would show this session instead of the file.
    setTimeout(() => {
      if (this.#expected.get(key) === expected) this.#expected.delete(key);
    }, handoverMs).unref();
  }

  async backup(session: OpenSession): Promise<vscode.CustomDocumentBackup> {
    const { id, discard } = await session.live.backup.start(this.#services.backups.fileFor(session.uri));
    return { id, delete: discard };
  }

  /** VS Code closes: what arrived after the last backup goes into it, then the runs end. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const lives = new Set([...this.#sessions].map((session) => session.live));
    await Promise.allSettled([...lives].map((live) => live.backup.refresh()));
    for (const live of lives) live.runner.stop("shutdown", null);
  }

  #add(
    uri: vscode.Uri,
    live: LiveSession,
    state: { readonly diskText: string | null; readonly unreadable: string | null },
  ): OpenSession {
    const watcher = watch(uri, () => void this.#diskChanged(session));
    const session: OpenSession = new OpenSession(uri, live, state, {
      onDispose: () => {
        watcher?.dispose();
        unlisten();
        this.#sessions.delete(session);
        if (!this.#isClosing && !this.#isOpenElsewhere(live)) live.backup.remove();
      },
    });
    const unlisten = live.listen({
      onChange: () => undefined,
      onEdit: (edit) =>
        this.#services.documentChanged({
          document: session,
          label: edit.label,
          undo: () => edit.undo(),
          redo: () => edit.redo(),
        }),
      onRunProgress: () => this.#services.documentChanged({ document: session }),
      onRunStateChange: () => this.#services.onStateChange(),
    });
    this.#sessions.add(session);
    return session;
  }

  #isOpenElsewhere(live: LiveSession): boolean {
    for (const session of this.#sessions) if (session.live === live) return true;
    return false;
  }

  async #diskChanged(session: OpenSession): Promise<void> {
    try {
      if (await session.diskChanged()) return;
    } catch (error) {
      this.#services.log.warn(`${session.uri.fsPath} changed but could not be read.`, String(error));
      return;
    }
    const name = path.posix.basename(session.uri.path);
    void vscode.window.showWarningMessage(
      `${name} changed on disk while it has unsaved changes here. Save asks before it replaces the file; Revert shows the version on disk.`,
    );
  }

  async #offerText(session: OpenSession, problem: string): Promise<void> {
    const openAsText = "Open as Text";
    const name = path.posix.basename(session.uri.path);
    const answer = await vscode.window.showErrorMessage(`${name} could not be read as a session. ${problem}`, openAsText);
    if (answer === openAsText) await vscode.commands.executeCommand("vscode.openWith", session.uri, "default");
  }

  #freeUntitledUri(name: string): vscode.Uri {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const taken = new Set([...this.#sessions].map((session) => session.uri.toString()));
    for (let number = 1; ; number++) {
      const file = `${name}${number === 1 ? "" : `-${String(number)}`}${sessionSuffix}`;
      const uri = vscode.Uri.from({ scheme: "untitled", path: folder === undefined ? file : path.posix.join(folder.path, file) });
      if (!taken.has(uri.toString()) && !this.#expected.has(uri.toString())) return uri;
    }
  }
}

function watch(uri: vscode.Uri, onChange: () => void): vscode.Disposable | null {
  if (uri.scheme === "untitled") return null;
  const folder = vscode.Uri.joinPath(uri, "..");
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, path.posix.basename(uri.path)));
  watcher.onDidChange(onChange);
  watcher.onDidCreate(onChange);
  return watcher;
}
