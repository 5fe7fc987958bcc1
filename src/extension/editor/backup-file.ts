import * as vscode from "vscode";
import { sha256 } from "../../host/sha256.ts";
import type { BackupFile } from "./backup-keeper.ts";
import { readText } from "./read-text.ts";
import { writeFileSafely } from "./write-file.ts";

/** Where backups of unsaved sessions are: one file for each document, named after its address. */
export class BackupFolder {
  readonly #folder: vscode.Uri;
  readonly #isOwn: boolean;

  /** @param storage the workspace's; null: an empty window, which shares `fallback` with all other empty windows. */
  constructor(storage: vscode.Uri | undefined, fallback: vscode.Uri) {
    this.#isOwn = storage !== undefined;
    this.#folder = vscode.Uri.joinPath(storage ?? fallback, "backups");
  }

  fileFor(document: vscode.Uri): BackupFile {
    return new BackupOnDisk(this.#uriFor(document), this.#folder);
  }

  /**
   * What was not saved when VS Code last closed. VS Code names the backup if it remembers it; if not, one that is there was
   * not discarded by its reader either, because closing a document removes its backup. Null: there is none.
   */
  async read(document: vscode.Uri, backupId: string | undefined): Promise<string | null> {
    if (backupId !== undefined) return readText(vscode.Uri.parse(backupId));
    return this.#isOwn ? readText(this.#uriFor(document)) : null;
  }

  #uriFor(document: vscode.Uri): vscode.Uri {
    const window = this.#isOwn ? "" : vscode.env.sessionId;
    return vscode.Uri.joinPath(this.#folder, `${sha256(`${window}${document.toString()}`).slice(0, 24)}.json`);
  }
}

class BackupOnDisk implements BackupFile {
  readonly id: string;
  readonly #uri: vscode.Uri;
  readonly #folder: vscode.Uri;

  constructor(uri: vscode.Uri, folder: vscode.Uri) {
    this.#uri = uri;
    this.#folder = folder;
    this.id = uri.toString();
  }

  async write(text: string): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.#folder);
    await writeFileSafely(this.#uri, text);
  }

  async remove(): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#uri);
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError && error.code === "FileNotFound")) throw error;
    }
  }
}
