import * as vscode from "vscode";
import type { OpenSession } from "../editor/open-session.ts";

/** The same file in VS Code's text editor. What is not saved comes along: as a text of its own, or after a save. */
export async function reopenAsText({ uri, isDirty, live }: OpenSession): Promise<void> {
  if (uri.scheme === "untitled") return showUnsaved(live.document.text());
  if (isDirty) {
    const [save, onDisk] = ["Save and Reopen", "Show Unsaved Text"];
    const answer = await vscode.window.showWarningMessage(
      "This session has changes that are not saved.",
      { modal: true, detail: "The text editor shows the file on disk." },
      save,
      onDisk,
    );
    if (answer === onDisk) return showUnsaved(live.document.text());
    if (answer !== save) return;
    if ((await vscode.workspace.save(uri)) === undefined) return; // VS Code has said why
  }
  await vscode.commands.executeCommand("workbench.action.reopenTextEditor");
}

async function showUnsaved(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "json", content });
  await vscode.window.showTextDocument(document);
}
