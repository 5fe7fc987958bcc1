import { guardSecrets } from "../core/session/guard-secrets.ts";
import { environmentKeys } from "../host/known-keys.ts";
import { sha256 } from "../host/sha256.ts";
import { report } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The text of a session as it may be written: with marks in the places of secrets, each named on standard error.
 * @param where the file it goes to, or what it is
 */
export function guarded(text: string, where: string, terminal: Terminal): string {
  const guard = guardSecrets(text, { known: environmentKeys(terminal.environment), sha256 });
  for (const { path, kind } of guard.found) {
    report(
      terminal,
      `${where}: what looks like a secret (${kind}) at ${path} was replaced by a mark. Revoke it if it was shared.`,
    );
  }
  return guard.redacted();
}
