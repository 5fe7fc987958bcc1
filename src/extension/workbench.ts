import * as vscode from "vscode";
import type { Costs } from "./costs/costs.ts";
import type { Connections } from "./connections.ts";
import type { Continuations } from "./editor/continuations.ts";
import type { LiveSession } from "./editor/live-session.ts";
import type { SessionEditors } from "./editor/session-editors.ts";
import type { GitSetup } from "./files/set-up-git.ts";
import type { CommandId } from "./ids.ts";
import type { SessionMaker } from "./new-session.ts";
import type { ReadOnlyDocuments } from "./read-only-documents.ts";

/** What commands and editors share. Everything heavy hangs on this; `extension.ts` makes it at the first use. */
export interface Workbench {
  readonly log: vscode.LogOutputChannel;
  readonly connections: Connections;
  readonly editors: SessionEditors;
  readonly documents: ReadOnlyDocuments;
  readonly costs: Costs;
  readonly continuations: Continuations;
  readonly git: GitSetup;
  readonly make: SessionMaker;
  /** Written into files: name and version. */
  readonly generator: string;
  run(command: CommandId, argument: unknown, others: unknown): Promise<void>;
  /** Sessions have other names now. */
  renamed(files: vscode.FileRenameEvent["files"]): Promise<void>;
  /** VS Code closes. */
  close(): void;
}

/** Why a session can be looked at but neither changed nor run; null: it can. */
export function readOnlyReason(live: LiveSession): string | null {
  if (!vscode.workspace.isTrusted) {
    return "This folder is in Restricted Mode: sessions can be read, not changed or run. Trust the folder to work with them.";
  }
  return live.document.readOnlyReason;
}
