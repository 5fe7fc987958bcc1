import * as vscode from "vscode";
import type { OpenSession } from "../editor/open-session.ts";
import { Refusal } from "../refusal.ts";
import { readOnlyReason } from "../workbench.ts";

/** Its title: what reports, the cost history and a merge call it. The file keeps its name. */
export async function renameSession({ live }: OpenSession): Promise<void> {
  const reason = readOnlyReason(live);
  if (reason !== null) throw new Refusal(reason, "Nothing was changed.");
  const title = await vscode.window.showInputBox({
    title: "Rename Session",
    prompt: "The title of the session; its file keeps its name",
    value: live.document.session.title,
  });
  if (title !== undefined && title.trim() !== live.document.session.title)
    live.edit("Rename session", { type: "title-set", title: title.trim() });
}
