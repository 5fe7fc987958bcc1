/**
 * What a server takes as the id of a call. `short`: at most 64 characters (OpenAI). `plain`: letters, digits, `_` and `-`
 * as well (Anthropic, Bedrock). `nine`: exactly nine letters and digits (Mistral).
 */
export type ToolCallIdRule = "short" | "plain" | "nine";

/**
 * Ids of one request's calls, as this server takes them. Other providers give longer ones with other characters, or the
 * same ones in each turn (`call_0`); an id that fits and is new stays as it is, so a provider's own always does.
 * One object a request: results name the latest call of their id.
 */
export class ToolCallIds {
  readonly #rule: ToolCallIdRule;
  readonly #sent = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(rule: ToolCallIdRule) {
    this.#rule = rule;
  }

  /** The id to send for a call that is written anew. */
  forCall(id: string): string {
    let fitting = fit(id, this.#rule);
    for (let nth = 2; this.#taken.has(fitting); nth += 1) fitting = fit(`${id}_${nth}`, this.#rule);
    return this.#keep(id, fitting);
  }

  /** A call that goes back verbatim, as its item holds it. */
  forReplay(id: string): string {
    return this.#keep(id, id);
  }

  forResult(id: string): string {
    return this.#sent.get(id) ?? fit(id, this.#rule);
  }

  #keep(id: string, sent: string): string {
    this.#sent.set(id, sent);
    this.#taken.add(sent);
    return sent;
  }
}

function fit(id: string, rule: ToolCallIdRule): string {
  switch (rule) {
    case "nine":
      return /^[a-zA-Z0-9]{9}$/.test(id) ? id : mark(id, 9);
    case "plain":
      return shortened(id.replace(/[^a-zA-Z0-9_-]/g, "_"), id);
    case "short":
      return shortened(id, id);
  }
}

/** The head stays readable; the mark keeps ids apart that differ only further on. */
function shortened(text: string, id: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 10)}_${mark(id, 9)}`;
}

const maxLength = 64;
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits that depend on the text alone (FNV-1a, twice with different starts: 64 bits). */
function mark(text: string, length: number): string {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i += 1) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193) >>> 0;
    high = Math.imul(high ^ text.charCodeAt(i), 0x85ebca6b) >>> 0;
  }
  let value = BigInt(low) * 2n ** 32n + BigInt(high);
  let letters = "";
  for (let i = 0; i < length; i += 1) {
    letters += alphabet.charAt(Number(value % BigInt(alphabet.length)));
    value /= BigInt(alphabet.length);
  }
  return letters;
}
