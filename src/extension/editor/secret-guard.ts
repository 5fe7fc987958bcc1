import { guardSecrets } from "../../core/session/guard-secrets.ts";
import type { FoundSecret } from "../../core/session/secrets.ts";
import { sha256 } from "../../host/sha256.ts";
import { Refusal } from "../refusal.ts";

export type SecretAnswer = "redact" | "save" | "cancel";

/** Stands before every save: a file that goes into git must not carry a key along unasked. Knows no VS Code. */
export class SecretGuard {
  readonly #ask: (found: readonly FoundSecret[]) => Promise<SecretAnswer>;
  readonly #knownKeys: () => Promise<readonly string[]>;
  /** What the reader wants saved as it is, so that auto save does not ask again and again. */
  readonly #accepted = new Set<string>();

  constructor(
    ask: (found: readonly FoundSecret[]) => Promise<SecretAnswer>,
    knownKeys: () => Promise<readonly string[]> = () => Promise.resolve([]),
  ) {
    this.#ask = ask;
    this.#knownKeys = knownKeys;
  }

  /**
   * @param text of a session's file
   * @returns the text to write: the same, or one with marks in the places of secrets
   * @throws Refusal when the reader would rather not save
   */
  async check(text: string): Promise<string> {
    const guarded = guardSecrets(text, { known: await this.#knownKeys(), sha256 });
    const { found } = guarded;
    if (found.every((secret) => this.#accepted.has(keyOf(secret)))) return text;
    switch (await this.#ask(found)) {
      case "redact":
        return guarded.redacted();
      case "save":
        for (const secret of found) this.#accepted.add(keyOf(secret));
        return text;
      case "cancel":
        throw new Refusal("The file was not saved: it would hold a secret.", "Save again and choose Redact, or edit the text.");
    }
  }
}

function keyOf({ path, kind }: FoundSecret): string {
  return `${path} ${kind}`;
}
