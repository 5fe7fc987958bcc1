import type { ProviderId } from "../core/model/ids.ts";
import { sha256 } from "./sha256.ts";

/** Shorter keys are words somebody chose for a server of their own: whoever guesses one could tell by its hash. */
const minKeyChars = 16;

/**
 * Names the account behind a key without giving it away: the same key gives the same name on every machine, so a
 * continuation can tell "same account". Keys are long random strings, so a hash of one cannot be searched back; null for one
 * that is not long enough.
 */
export function accountScope(provider: ProviderId, key: string): string | null {
  if (key.length < minKeyChars) return null;
  return sha256(`switchyard account\n${provider}\n${key}`).slice(0, 16);
}
