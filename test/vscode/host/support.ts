import path from "node:path";
import * as vscode from "vscode";

/** Waits until `probe` gives something; polls, because VS Code has no event for most of what is asked here. */
export async function eventually<T>(
  what: string,
  probe: () => T | null | undefined | false | PromiseLike<T | null | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function activeSessionTab(): vscode.Tab | null {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab?.input instanceof vscode.TabInputCustom && tab.input.viewType === "switchyard.session" ? tab : null;
}

export function uriOf(tab: vscode.Tab): vscode.Uri {
  if (!(tab.input instanceof vscode.TabInputCustom)) throw new Error(`${tab.label} is not a custom editor.`);
  return tab.input.uri;
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error("The tests need a folder.");
  return vscode.Uri.joinPath(folder, path.basename(name));
}

export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

export async function readBack(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
