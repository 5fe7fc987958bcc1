import * as vscode from "vscode";
import type { OpenSession } from "../editor/open-session.ts";
import { compareWith, showWhatChanged } from "../files/compare-with.ts";
import { exportAs } from "../files/export-as.ts";
import { renameSession } from "../files/rename-session.ts";
import { importFile } from "../files/import-file.ts";
import { reopenAsText } from "../files/reopen-as-text.ts";
import { shareACopy } from "../files/share-copy.ts";
import { sessionSuffix } from "../ids.ts";
import type { CommandId } from "../ids.ts";
import { Refusal } from "../refusal.ts";
import type { Workbench } from "../workbench.ts";
import type { Command } from "./command.ts";

/** What can be done with a session as a file. */
export const fileCommands = {
  "switchyard.reopenAsText": async (workbench) => reopenAsText(activeSession(workbench)),
  "switchyard.compareWith": async (workbench, argument, others) =>
    compareWith(workbench, uriOf(argument) ?? activeFile(workbench), urisOf(others)),
  "switchyard.showWhatChanged": async (workbench) => showWhatChanged(workbench),
  "switchyard.shareCopy": async (workbench) => shareACopy(workbench, activeSession(workbench)),
  "switchyard.exportAs": async (workbench) => exportAs(workbench, activeSession(workbench)),
  "switchyard.importFile": async (workbench, argument) => importFile(workbench, uriOf(argument)),
  "switchyard.reviewSecrets": async (workbench, argument) => sessionAt(workbench, uriOf(argument)).reviewSecrets(),
  "switchyard.renameSession": async (workbench) => renameSession(activeSession(workbench)),
  "switchyard.setUpGit": async (workbench, argument) => workbench.git.setUp(uriOf(argument) ?? activeFile(workbench)),
} satisfies Partial<Record<CommandId, Command>>;

function activeSession({ editors }: Workbench): OpenSession {
  const session = editors.activePanel?.session ?? null;
  if (session !== null) return session;
  throw new Refusal("No session editor is active.", `Open a ${sessionSuffix} file first.`);
}

/** @param uri null: the session that is shown */
function sessionAt(workbench: Workbench, uri: vscode.Uri | null): OpenSession {
  return (uri === null ? null : workbench.editors.sessionAt(uri)) ?? activeSession(workbench);
}

/** The session that is shown, as session or as text. */
function activeFile(workbench: Workbench): vscode.Uri {
  const text = vscode.window.activeTextEditor?.document.uri;
  if (workbench.editors.activePanel === null && text?.path.endsWith(sessionSuffix) === true) return text;
  return activeSession(workbench).uri;
}

/** What a menu hands over: a file of the explorer, or an entry of the source control view. */
function uriOf(argument: unknown): vscode.Uri | null {
  if (argument instanceof vscode.Uri) return argument;
  const isEntry = typeof argument === "object" && argument !== null && "resourceUri" in argument;
  return isEntry && argument.resourceUri instanceof vscode.Uri ? argument.resourceUri : null;
}

/** All that are selected in the explorer, in their order. */
function urisOf(others: unknown): readonly vscode.Uri[] {
  return Array.isArray(others) ? others.filter((each) => each instanceof vscode.Uri) : [];
}
