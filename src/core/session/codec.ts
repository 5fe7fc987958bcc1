import { isJsonObject, isWithinDepth } from "../model/json.ts";
import type { JsonObject } from "../model/json.ts";
import type { Session } from "../model/session.ts";
import { fileBounds } from "./bounds.ts";
import type { DecodeResult } from "./decode-result.ts";
import { toFileValue } from "./encode.ts";
import { sealed } from "./integrity.ts";
import type { Sha256 } from "./integrity.ts";
import { migrate } from "./migrate.ts";
import { parseJsonText } from "./parse-json.ts";
import { readFileValue, unreadable } from "./read-file-value.ts";
import type { Residue } from "./residue.ts";
import { withResidue } from "./residue.ts";
import { settleSession } from "./settle.ts";
import { putTogether, textOf } from "./side-file.ts";

export interface EncodeOptions {
  readonly generator: string;
  readonly residue: Residue | null;
  /** Left out: the file is written without digests. */
  readonly sha256?: Sha256;
}

/** The exact text of a session's file: the same session gives the same bytes. */
export function encodeSession(session: Session, options: EncodeOptions): string {
  return textOf(fileValue(session, options));
}

function fileValue(session: Session, { generator, residue, sha256 }: EncodeOptions): JsonObject {
  const settled = settleSession(session);
  const value = withResidue(toFileValue(settled, generator), residue);
  if (!isJsonObject(value)) throw new TypeError("The value of a session's file is an object.");
  return sha256 === undefined ? value : sealed(value, settled, residue, sha256);
}

/** @param sideText of the file that stands beside it; null when there is none */
export function decodeSession(text: string, sideText: string | null = null): DecodeResult {
  if (text.length > fileBounds.maxChars) {
    return unreadable(`The file has ${String(text.length)} characters; at most ${String(fileBounds.maxChars)} are read.`);
  }
  const parsed = parseJsonText(text);
  if (parsed.value === null || !isJsonObject(parsed.value)) {
    return unreadable(parsed.damage ?? "The file does not hold a JSON object. A session starts with { and has a format key.");
  }
  if (!isWithinDepth(parsed.value, fileBounds.maxDepth)) {
    return unreadable(`The file is nested deeper than ${String(fileBounds.maxDepth)} levels, which no session is.`);
  }
  const { file } = migrate(parsed.value);
  const together = putTogether(file, sideText !== null && sideText.length <= fileBounds.maxChars ? sideText : null);
  return readFileValue(together.file, { damage: parsed.damage, side: together.problem });
}
