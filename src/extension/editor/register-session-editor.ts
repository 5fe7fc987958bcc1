import * as vscode from "vscode";
import { viewType } from "../ids.ts";
import { Refusal } from "../refusal.ts";
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
    saveCustomDocument: (document) => withAdvice(document.save()),
    saveCustomDocumentAs: async (document, target) => withAdvice((await editors()).saveAs(document, target)),
    revertCustomDocument: (document) => withAdvice(document.revert()),
    backupCustomDocument: async (document) => (await editors()).backup(document),
  };
  return vscode.window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true });
}

/** VS Code shows an error's message and nothing else of it. */
async function withAdvice(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`${error.message} ${error.advice}`, { cause: error });
  }
}
