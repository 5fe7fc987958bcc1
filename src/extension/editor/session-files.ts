import type * as vscode from "vscode";
import { joinTexts, sideFileName, splitText } from "../../core/session/side-file.ts";
import { filePlaces } from "../settings.ts";
import { readText } from "./read-text.ts";
import { writeFileSafely } from "./write-file.ts";

/*
 * A session on disk is one file, or two when the reader keeps opaque state or raw reasoning beside it. Everything else works on
 * one text that has all of it.
 */

/** Null when there is no such file. */
export async function readSessionText(uri: vscode.Uri): Promise<string | null> {
  const text = await readText(uri);
  if (text === null) return null;
  // Whatever keeps it from being read, the session itself opens.
  return joinTexts(text, await readText(sideFileOf(uri)).catch(() => null));
}

/**
 * Writes the session's text as the settings want it: whole, apart, or without some of it. The side file comes first, so that a
 * session never refers to what is not there.
 * @returns what a read gives from now on
 * @throws Refusal when the disk does not take it
 */
export async function writeSessionText(uri: vscode.Uri, text: string): Promise<string> {
  const written = splitText(text, filePlaces(uri));
  if (written.side !== null) await writeFileSafely(sideFileOf(uri), written.side);
  await writeFileSafely(uri, written.text);
  return joinTexts(written.text, written.side);
}

function sideFileOf(uri: vscode.Uri): vscode.Uri {
  return uri.with({ path: sideFileName(uri.path) });
}
