import type { Session } from "../model/session.ts";
import type { Residue } from "./residue.ts";

/** What a file turned out to hold. Never throws for bad input: a problem says where, what, and the rest is still read. */
export interface DecodeResult {
  /** Null when nothing could be read at all. */
  readonly session: Session | null;
  readonly problems: readonly Problem[];
  /** What this version does not understand; hand it to `encodeSession` so that a save keeps it. */
  readonly residue: Residue | null;
  /** Set when saving could destroy something: the file is damaged or of a newer major version. */
  readonly readOnlyReason: string | null;
  /** Of all but the steps, as the file states it; null when it states none. `changedParts` compares. */
  readonly digest: string | null;
}

export interface Problem {
  readonly severity: "error" | "warning";
  /** Where, as keys from the file's root: `steps.s-1.attempts.0.usage`. Empty: the file as a whole. */
  readonly path: string;
  readonly message: string;
}
