import * as vscode from "vscode";
import type { BackupFile } from "./backup-keeper.ts";

/** A backup where VS Code wants it. The folder is VS Code's to choose and may not exist yet. */
export class BackupFileOnDisk implements BackupFile {
  readonly id: string;
  readonly #destination: vscode.Uri;

  constructor(destination: vscode.Uri) {
    this.#destination = destination;
    this.id = destination.toString();
  }

  async write(text: string): Promise<void> {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(this.#destination, ".."));
    await vscode.workspace.fs.writeFile(this.#destination, new TextEncoder().encode(text));
  }

  async remove(): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#destination);
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError && error.code === "FileNotFound")) throw error;
    }
  }
}
