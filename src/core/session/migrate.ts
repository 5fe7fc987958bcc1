import type { JsonObject } from "../model/json.ts";
import { stringAt } from "../model/json.ts";

/** One rung: what a file of version `from` must become to be one of version `to`. Loses nothing: unknown keys are kept. */
export interface Migration {
  readonly from: string;
  readonly to: string;
  readonly change: (file: JsonObject) => JsonObject;
}

export interface Migrated {
  readonly file: JsonObject;
  /** The version it had; null when nothing had to be done. */
  readonly from: string | null;
}

/**
 * Every version that was ever published, oldest first, up to the one before this. Version 1.0 is the first, so there is none
 * yet; a change of the format that older readers would misunderstand adds a rung and a file of the old version to the tests.
 */
const migrations: readonly Migration[] = [];

/** Climbs from the file's version to the present one. Files of versions that are not on the ladder are left as they are. */
export function migrate(file: JsonObject, ladder: readonly Migration[] = migrations): Migrated {
  const from = stringAt(file, "version");
  let current = file;
  // A rung leads up, so there are at most as many steps as rungs, whatever a forged file claims.
  for (const { from: version, to, change } of ladder) {
    if (stringAt(current, "version") === version) current = { ...change(current), version: to };
  }
  return { file: current, from: current === file ? null : from };
}
