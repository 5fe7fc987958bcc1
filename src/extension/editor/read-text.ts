import * as vscode from "vscode";

/** Null when there is no such file. */
export async function readText(uri: vscode.Uri): Promise<string | null> {
  if (uri.scheme === "untitled") return null;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return null;
    throw error;
  }
}
