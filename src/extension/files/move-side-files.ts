import * as vscode from "vscode";
import { sideFileName } from "../../core/session/side-file.ts";
import { sessionSuffix } from "../ids.ts";

/** Side files stay beside their sessions. One that stands there already is left alone. @throws when the disk does not take it */
export async function moveSideFiles(files: vscode.FileRenameEvent["files"]): Promise<void> {
  for (const { oldUri, newUri } of files) {
    if (!isSession(oldUri) || !isSession(newUri)) continue;
    const [from, to] = [oldUri, newUri].map((uri) => uri.with({ path: sideFileName(uri.path) }));
    if (from === undefined || to === undefined || !(await exists(from)) || (await exists(to))) continue;
    await vscode.workspace.fs.rename(from, to, { overwrite: false });
  }
}

function isSession(uri: vscode.Uri): boolean {
  return uri.path.endsWith(sessionSuffix);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
