import type { ProviderId } from "../core/model/ids.ts";
import { sha256 } from "./sha256.ts";

/**
 * Names the account behind a key without giving it away: the same key gives the same name on every machine, so a
 * continuation can tell "same account". Keys are long random strings, so a hash of one cannot be searched back.
 */
export function accountScope(provider: ProviderId, key: string): string {
  return sha256(`switchyard account\n${provider}\n${key}`).slice(0, 16);
}
