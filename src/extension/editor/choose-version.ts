import path from "node:path";
import * as vscode from "vscode";
import { decodeSession } from "../../core/session/codec.ts";
import { diffMarkdown } from "../../core/session/diff-markdown.ts";
import { diffSessions } from "../../core/session/diff.ts";
import type { SessionDifference } from "../../core/session/diff.ts";
import { summariseDifferences } from "../../core/session/summarise-differences.ts";
import { viewType } from "../ids.ts";
import type { ReadOnlyDocuments } from "../read-only-documents.ts";
import type { OpenSession, VersionChoice } from "./open-session.ts";

const choices = { merge: "Merge", compare: "Compare", mine: "Keep Mine", theirs: "Take Theirs" } as const;

/** Before a save: the file is not what this session was read from. Comparing writes nothing; the next save asks again. */
export async function chooseVersion(session: OpenSession, onDisk: string, documents: ReadOnlyDocuments): Promise<VersionChoice> {
  const differences = differencesOf(session, onDisk);
  const what = differences === null ? "It cannot be read as a session." : summariseDifferences(differences).join("\n");
  const answer = await vscode.window.showWarningMessage(
    `${nameOf(session)} changed on disk since it was opened here.`,
    {
      modal: true,
      detail: `From the version on disk to yours:\n${what}\n\nMerge keeps the lanes and steps of both. Keep Mine replaces the version on disk, Take Theirs drops yours.`,
    },
    choices.merge,
    choices.compare,
    choices.mine,
    choices.theirs,
  );
  switch (answer) {
    case choices.merge:
      return "merge";
    case choices.mine:
      return "mine";
    case choices.theirs:
      return "theirs";
    case choices.compare:
      await compareVersions(session, onDisk, documents);
      void offerVersions(session, onDisk, documents); // stays beside the comparison until it is answered
      return "cancel";
    case undefined:
      return "cancel";
  }
}

/** Another program wrote the file while it has changes here. Nothing happens until one is chosen; a save asks, too. */
export async function offerVersions(session: OpenSession, onDisk: string, documents: ReadOnlyDocuments): Promise<void> {
  const answer = await vscode.window.showWarningMessage(
    `${nameOf(session)} changed on disk while it has unsaved changes here.`,
    choices.compare,
    choices.merge,
    choices.mine,
    choices.theirs,
  );
  switch (answer) {
    case choices.compare:
      await compareVersions(session, onDisk, documents);
      return offerVersions(session, onDisk, documents);
    case choices.merge:
      return session.merge(onDisk);
    case choices.mine:
      session.keepMine(onDisk);
      return;
    case choices.theirs:
      // Only VS Code's own command takes the mark of unsaved changes away.
      await vscode.commands.executeCommand("vscode.openWith", session.uri, viewType);
      await vscode.commands.executeCommand("workbench.action.files.revert");
      return;
    case undefined:
      return;
  }
}

/** The texts side by side, and what they mean beside it. */
async function compareVersions(session: OpenSession, onDisk: string, documents: ReadOnlyDocuments): Promise<void> {
  const name = nameOf(session);
  const differences = differencesOf(session, onDisk);
  if (differences !== null) await documents.showMarkdown(`${name}: what changed.md`, diffMarkdown(differences));
  await documents.showDifference(
    `${name}: on disk ↔ here`,
    documents.add("on disk.json", onDisk),
    documents.add("here.json", session.live.document.text()),
  );
}

/** Null: what is on disk is no session. */
function differencesOf(session: OpenSession, onDisk: string): readonly SessionDifference[] | null {
  const before = decodeSession(onDisk).session;
  return before === null ? null : diffSessions(before, session.live.document.session);
}

function nameOf(session: OpenSession): string {
  return path.posix.basename(session.uri.path);
}
