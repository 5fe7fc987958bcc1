import { digest } from "./digest.ts";
import type { CacheRule } from "./simulated-model.ts";

export interface CacheCount {
  readonly readTokens: number;
  readonly writtenTokens: number;
}

/** Prompt prefixes seen before, as providers keep them: the longest one that came already is read, the rest is written. */
export class PrefixCache {
  readonly #seen = new Set<string>();

  /**
   * @param parts the prompt in order (system, then each message), with token counts
   */
  count(model: string, parts: readonly { readonly text: string; readonly tokens: number }[], rule: CacheRule): CacheCount {
    let key = model;
    let tokens = 0;
    let read = 0;
    for (const part of parts) {
      key = digest(`${key}\n${part.text}`);
      tokens += part.tokens;
      if (this.#seen.has(key)) read = tokens;
      else this.#seen.add(key);
    }
    // A bound for a server that runs for days: forgetting everything is what a real cache does after a while, too.
    if (this.#seen.size > 10_000) this.#seen.clear();
    const readTokens = cachedPart(read, rule);
    return { readTokens, writtenTokens: Math.max(0, cachedPart(tokens, rule) - readTokens) };
  }
}

function cachedPart(tokens: number, rule: CacheRule): number {
  return tokens < rule.minTokens ? 0 : Math.floor(tokens / rule.stepTokens) * rule.stepTokens;
}
