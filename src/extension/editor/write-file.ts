import path from "node:path";
import * as vscode from "vscode";
import { describeWriteFailure, replaceFile } from "../../host/replace-file.ts";
import { Refusal } from "../refusal.ts";

/**
 * Writes a file whole or not at all, as far as its file system allows.
 * @throws Refusal that says what to do when the disk does not take it
 */
export async function writeFileSafely(uri: vscode.Uri, text: string): Promise<void> {
  try {
    if (uri.scheme === "file") await replaceFile(uri.fsPath, text);
    else await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text)); // it has its own ways
  } catch (error) {
    const failure = describeWriteFailure(error);
    if (failure === null) throw error;
    throw new Refusal(`${path.posix.basename(uri.path)} was not written: ${failure.message}.`, failure.advice, { cause: error });
  }
}
