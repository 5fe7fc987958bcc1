import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import * as vscode from "vscode";

/** Replaces a file whole or not at all: a full disk or a crash leaves the old one. Other file systems have their own ways. */
export async function writeFileSafely(uri: vscode.Uri, text: string): Promise<void> {
  if (uri.scheme !== "file") {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return;
  }
  // Through a symbolic link, so that the link stays one.
  const target = await realpath(uri.fsPath).catch(() => uri.fsPath);
  const mode = await stat(target).then(
    (facts) => facts.mode,
    () => 0o666,
  );
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
