import * as vscode from "vscode";
import { viewType } from "../ids.ts";
import type { OpenSession } from "./open-session.ts";
import type { DocumentChange, SessionEditors } from "./session-editors.ts";

/** Registers the session editor without loading it: VS Code's first question does that. */
export function registerSessionEditor(
  editors: () => Promise<SessionEditors>,
  changed: vscode.Event<DocumentChange>,
): vscode.Disposable {
  const provider: vscode.CustomEditorProvider<OpenSession> = {
    onDidChangeCustomDocument: changed,
    openCustomDocument: async (uri, context) => (await editors()).open(uri, context),
    resolveCustomEditor: async (document, panel) => (await editors()).resolve(document, panel),
    saveCustomDocument: async (document) => (await editors()).save(document),
    saveCustomDocumentAs: async (document, target) => (await editors()).saveAs(document, target),
    revertCustomDocument: async (document) => (await editors()).revert(document),
    backupCustomDocument: async (document) => (await editors()).backup(document),
  };
  return vscode.window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true });
}
