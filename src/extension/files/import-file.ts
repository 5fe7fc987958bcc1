import path from "node:path";
import * as vscode from "vscode";
import { FormatError } from "../../core/session/formats/format.ts";
import { importSession } from "../../core/session/formats/formats.ts";
import type { Imported } from "../../core/session/formats/formats.ts";
import { fileBounds } from "../../core/session/bounds.ts";
import { fileNameOf } from "../new-session.ts";
import { Refusal } from "../refusal.ts";
import type { Workbench } from "../workbench.ts";
import { lossSummary, showLosses } from "./show-losses.ts";

/** Opens somebody else's file as an unsaved session, and tells what a session has no place for. */
export async function importFile(workbench: Workbench, given: vscode.Uri | null): Promise<void> {
  const uri = given ?? (await chooseFile());
  if (uri === null) return;
  const name = path.posix.basename(uri.path);
  const imported = await read(uri, name, workbench);
  await workbench.editors.openNew(imported.session, fileNameOf(name.replace(/\.[a-z]+$/i, ""), "imported"));
  const { format, because, losses } = imported;
  const what = `${name} was read as ${format.label}${because === null ? "" : `, because ${because}`}.`;
  if (losses.length === 0) {
    void vscode.window.showInformationMessage(`${what} Nothing was lost.`);
    return;
  }
  const show = "Show What Was Left Out";
  const message = `${what} ${String(losses.length)} things have no place in a session: ${firstLine(lossSummary(losses))}`;
  const answer = await vscode.window.showInformationMessage(message, show);
  if (answer === show) await showLosses(workbench.documents, `Not taken from ${name}`, losses);
}

async function chooseFile(): Promise<vscode.Uri | null> {
  const picked = await vscode.window.showOpenDialog({
    title: "Import a conversation, log or trace as a session",
    openLabel: "Import",
    filters: { Conversations: ["json", "jsonl", "eval", "log", "txt"], "All files": ["*"] },
  });
  return picked?.[0] ?? null;
}

async function read(uri: vscode.Uri, name: string, { make }: Workbench): Promise<Imported> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > fileBounds.maxChars * 4) throw new Refusal(`${name} is too large to be read.`, "Import a part of it.");
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  try {
    return importSession(text, { name, from: null, now: new Date(make.now()).toISOString(), newId: make.newId });
  } catch (error) {
    if (error instanceof FormatError) throw new Refusal(error.message, error.advice);
    throw error;
  }
}

function firstLine(summary: string): string {
  const [first = "", ...others] = summary.split("\n");
  return others.length === 0 ? `${first.slice(2)}.` : `${first.slice(2)}, …`;
}
