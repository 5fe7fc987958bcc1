import * as vscode from "vscode";
import { registerSessionEditor } from "./editor/register-session-editor.ts";
import type { DocumentChange } from "./editor/session-editors.ts";
import { tellOfRestart } from "./editor/tell-of-restart.ts";
import { hostProblem } from "./host-version.ts";
import { commandIds, sessionSuffix } from "./ids.ts";
import { lazy } from "./lazy.ts";
import type { Workbench } from "./workbench.ts";

/*
 * Wires only. Activation registers names; everything else is in a bundle of its own that the first command or editor loads.
 */

let startedWorkbench: () => Promise<Workbench> | null = () => null;

export function activate(context: vscode.ExtensionContext): void {
  const problem = hostProblem(process.versions.node);
  if (problem !== null) throw new Error(problem); // VS Code shows it, once
  const changed = new vscode.EventEmitter<DocumentChange>();
  const workbench = lazy(async () => {
    const { createWorkbench } = await import("./create-workbench.ts");
    return createWorkbench(context, (change) => changed.fire(change));
  });
  startedWorkbench = workbench.started;
  context.subscriptions.push(
    changed,
    tellOfRestart(() => workbench.started() !== null),
    vscode.workspace.onDidRenameFiles(async ({ files }) => {
      if (files.some(({ oldUri }) => oldUri.path.endsWith(sessionSuffix))) await (await workbench.get()).renamed(files);
    }),
    registerSessionEditor(async () => (await workbench.get()).editors, changed.event),
    ...Object.values(commandIds).map((id) =>
      vscode.commands.registerCommand(id, async (argument: unknown, others: unknown) =>
        (await workbench.get()).run(id, argument, others),
      ),
    ),
  );
}

export async function deactivate(): Promise<void> {
  const workbench = await startedWorkbench();
  workbench?.close();
}
