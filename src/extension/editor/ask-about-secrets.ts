import path from "node:path";
import * as vscode from "vscode";
import type { FoundSecret } from "../../core/session/secrets.ts";
import type { SecretAnswer } from "./secret-guard.ts";

/** @param uri of the file that would be written */
export async function askAboutSecrets(uri: vscode.Uri, found: readonly FoundSecret[]): Promise<SecretAnswer> {
  const places = found.slice(0, 5).map(({ path, kind }) => `${kind} at ${path}`);
  if (found.length > places.length) places.push(`and ${String(found.length - places.length)} more`);
  const [redact, saveAnyway] = ["Redact", "Save Anyway"];
  const answer = await vscode.window.showWarningMessage(
    `${path.posix.basename(uri.path)} would hold what looks like a secret.`,
    { modal: true, detail: `${places.join("\n")}\n\nRedact puts a mark in its place.` },
    redact,
    saveAnyway,
  );
  return answer === redact ? "redact" : answer === saveAnyway ? "save" : "cancel";
}
