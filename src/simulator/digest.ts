import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { JsonValue } from "../core/model/json.ts";

/** sha256 of UTF-8 text as lower-case hex. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What opaque state is bound to: tools, and everything that was said before it, whatever the order of keys. */
export class Prefix {
  #digest: string;

  /** @param frame what stands before the conversation: system text, tools, format */
  constructor(frame: JsonValue) {
    this.#digest = digest(canonicalize(frame) ?? "");
  }

  add(said: JsonValue): void {
    this.#digest = digest(this.#digest + (canonicalize(said) ?? ""));
  }

  /** Of all that was added so far. */
  get digest(): string {
    return this.#digest;
  }
}

/** A number in [0, 1) that depends on nothing but the text: chance that can be repeated. */
export function fractionOf(text: string): number {
  return Number.parseInt(digest(text).slice(0, 12), 16) / 2 ** 48;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits that depend on nothing but the seed: ids and padding. */
export function lettersOf(seed: string, length: number): string {
  let text = "";
  for (let round = 0; text.length < length; round += 1) {
    for (const byte of createHash("sha256").update(`${seed}#${round}`).digest()) text += letters[byte % letters.length] ?? "";
  }
  return text.slice(0, length);
}
