import * as vscode from "vscode";
import type { Session } from "../../core/model/session.ts";
import { decodeSession } from "../../core/session/codec.ts";
import { askAboutSecrets } from "../editor/ask-about-secrets.ts";
import type { LiveSession } from "../editor/live-session.ts";
import { SecretGuard } from "../editor/secret-guard.ts";
import { Refusal } from "../refusal.ts";

export interface CleanSession {
  readonly session: Session;
  /** What was found and left in by choice, or taken out. */
  readonly secrets: "none" | "redacted" | "kept";
}

/**
 * The session as it may leave the editor: nothing runs in it, and secrets are in it only if the reader said so.
 * @throws Refusal when the reader would rather not go on
 */
export async function cleanSession(live: LiveSession, target: vscode.Uri): Promise<CleanSession> {
  let hasAsked = false;
  const guard = new SecretGuard(
    (found) => {
      hasAsked = true;
      return askAboutSecrets(target, found);
    },
    () => live.runner.knownKeys(),
  );
  const text = live.document.text();
  const checked = await guard.check(text);
  const { session } = decodeSession(checked);
  if (session === null) throw new Refusal("The session could not be read back, so nothing was written.", "Save it first.");
  return { session, secrets: !hasAsked ? "none" : checked === text ? "kept" : "redacted" };
}

export function secretsText(secrets: CleanSession["secrets"]): string {
  switch (secrets) {
    case "none":
      return "No secret was found in it.";
    case "redacted":
      return "Secrets were replaced by marks.";
    case "kept":
      return "What looked like a secret is in it, as you chose.";
  }
}

/** Beside the session's file, or in the workspace. */
export function placeBeside(document: vscode.Uri, name: string): vscode.Uri {
  const folder =
    document.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(document, "..");
  return folder === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name);
}

/** `run.reasoning.json` is `run`. */
export function stemOf(document: vscode.Uri): string {
  return (document.path.split("/").at(-1) ?? "session").replace(/(\.reasoning)?\.json$/, "");
}
