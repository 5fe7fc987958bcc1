import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "../../../src/extension/ids.ts";
import { activeSessionTab, closeAll, eventually, uriOf, workspaceFile, writeText } from "./support.ts";

describe("commands", () => {
  afterEach(closeAll);

  it("are all registered once the extension is active", async () => {
    await vscode.commands.executeCommand("switchyard.newComparison");
    const registered = await vscode.commands.getCommands(true);
    for (const id of Object.values(commandIds)) assert.ok(registered.includes(id), id);
  });

  it("open a new comparison as an unsaved document with a name to save it under", async () => {
    await vscode.commands.executeCommand("switchyard.newComparison");
    const tab = await eventually("the session editor opens", () => activeSessionTab());
    assert.equal(uriOf(tab).scheme, "untitled");
    assert.match(uriOf(tab).path, /comparison(-\d+)?\.reasoning\.json$/);
    assert.equal(tab.isDirty, false);
  });

  it("open several new comparisons beside each other", async () => {
    await vscode.commands.executeCommand("switchyard.newComparison");
    const first = await eventually("the first opens", () => activeSessionTab());
    await vscode.commands.executeCommand("switchyard.newComparison");
    const second = await eventually("the second opens", () => {
      const tab = activeSessionTab();
      return tab !== null && uriOf(tab).toString() !== uriOf(first).toString() && tab;
    });
    assert.notEqual(uriOf(second).path, uriOf(first).path);
  });

  it("take a 5 MB file as prompt", async () => {
    const uri = workspaceFile("large.md");
    await writeText(uri, "All work and no play. ".repeat(240_000));
    await vscode.commands.executeCommand("switchyard.compareSelection", uri);
    const tab = await eventually("the session editor opens", () => activeSessionTab());
    assert.match(uriOf(tab).path, /large\.reasoning\.json$/);
  });

  it("open a sample by its id", async () => {
    await vscode.commands.executeCommand("switchyard.openSample", "first-thought");
    await eventually("the session editor opens", () => activeSessionTab());
  });

  it("answer with advice, not with a fault, when no session editor is open", async () => {
    await vscode.commands.executeCommand("switchyard.run");
    await vscode.commands.executeCommand("switchyard.stop");
  });
});
