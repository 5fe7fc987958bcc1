/** A string or number of a JSON text, and where it stands. */
export interface JsonToken {
  /** Keys from the root; elements of an array have their array's path. */
  readonly path: readonly string[];
  /** As it is written: a string without its quotes, escapes not undone. */
  readonly raw: string;
  readonly isString: boolean;
}

/**
 * Rewrites the values of a JSON text and nothing else: white space, order and escapes stay as they were sent, which parsing
 * and writing again would lose. Takes JSON in pieces that end between tokens; what is no JSON passes through.
 */
export class JsonRewriter {
  readonly #replace: (token: JsonToken) => string;
  /** Open objects by their current key; null: an array. */
  #open: (string | null)[] = [];
  #isKey = false;

  /** @param replace gives what to write in the token's place, in the same form */
  constructor(replace: (token: JsonToken) => string) {
    this.#replace = replace;
  }

  rewrite(text: string): string {
    return text.replaceAll(tokenPattern, (token) => this.#token(token));
  }

  /** The next piece begins a text of its own. */
  reset(): void {
    this.#open = [];
    this.#isKey = false;
  }

  #token(token: string): string {
    switch (token) {
      case "{":
        this.#open.push("");
        this.#isKey = true;
        return token;
      case "[":
        this.#open.push(null);
        this.#isKey = false;
        return token;
      case "}":
      case "]":
        this.#open.pop();
        this.#isKey = false;
        return token;
      case ",":
        this.#isKey = this.#open.at(-1) !== null && this.#open.length > 0;
        return token;
      default:
        return token.startsWith('"') ? this.#string(token) : this.#value(token, false);
    }
  }

  #string(token: string): string {
    const raw = token.slice(1, -1);
    if (!this.#isKey) return `"${this.#value(raw, true)}"`;
    this.#isKey = false;
    this.#open[this.#open.length - 1] = raw;
    return token;
  }

  #value(raw: string, isString: boolean): string {
    return this.#replace({ path: this.#open.filter((key) => key !== null), raw, isString });
  }
}

const tokenPattern = /"(?:[^"\\]|\\.)*"|[{}[\],]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
