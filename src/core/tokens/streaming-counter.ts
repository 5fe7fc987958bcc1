import type { TokenCounter } from "./token-counter.ts";

/** Text is cut into tokens only up to a place where no token can cross; the rest waits for more. */
const waitCharacters = 256;
/** A run without any such place (base64, CJK) is cut anyway, which can be wrong by one token a cut. */
const longestWait = 4096;

/**
 * An exact counter for text that arrives in pieces. What has arrived but cannot be cut yet is counted with each reading, so
 * a reading is exact at any moment and costs at most a few hundred characters.
 */
export class StreamingCounter {
  readonly #counter: TokenCounter;
  #settled = 0;
  #waiting = "";

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  add(text: string): void {
    this.#waiting += text;
    while (this.#waiting.length > waitCharacters) {
      const cut = cutPlace(this.#waiting);
      if (cut === 0) return;
      this.#settled += this.#counter.count(this.#waiting.slice(0, cut));
      this.#waiting = this.#waiting.slice(cut);
    }
  }

  get tokens(): number {
    return this.#settled + (this.#waiting === "" ? 0 : this.#counter.count(this.#waiting));
  }
}

/** Before a space that a letter follows: byte-pair tokenizers begin a new piece there. 0: there is no such place yet. */
function cutPlace(text: string): number {
  const end = Math.min(text.length - 1, longestWait);
  for (let at = end - 1; at > 0; at -= 1) {
    if (text.charCodeAt(at) === 0x20 && isLetter(text.charCodeAt(at + 1)) && !isSpace(text.charCodeAt(at - 1))) return at;
  }
  return text.length > longestWait ? longestWait : 0;
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
