import { malformedFrame } from "./frame-error.ts";
import type { Frame, Framer } from "./framer.ts";
import { TextPieces } from "./text-pieces.ts";

/**
 * Each element of one top-level JSON array as soon as it is complete (Gemini without `alt=sse`). A top-level object is
 * one frame: that is how these APIs send an error. Finds boundaries only; whether an element is JSON is the wire's to say.
 */
export function createJsonArrayFramer(): Framer {
  const decoder = new TextDecoder();
  const scanner = new ElementScanner();
  return {
    push: (bytes, into) => scanner.scan(decoder.decode(bytes, { stream: true }), into),
    // An element that never closed cannot be read, so nothing is left to deliver.
    end: (into) => scanner.scan(decoder.decode(), into),
  };
}

/** Characters that end a run outside strings, and inside them. */
const structure = /["[\]{},]/g;
const stringEnd = /["\\]/g;

class ElementScanner {
  readonly #element = new TextPieces();
  /** Null until the first character shows what the body is. */
  #root: "array" | "object" | null = null;
  /** Open brackets within the element. */
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isDone = false;

  scan(text: string, into: Frame[]): void {
    let from = this.#enterRoot(text);
    /** Where the part of the element begins that is not yet in the pieces. */
    let start = from;
    while (from < text.length && !this.#isDone) {
      if (this.#isInString) {
        from = this.#skipString(text, from);
        continue;
      }
      structure.lastIndex = from;
      const found = structure.exec(text);
      if (found === null) break;
      from = found.index + 1;
      if (this.#isBoundary(found[0])) {
        // A closing bracket of the element belongs to it; a comma or the array's own end does not.
        const isOwnBracket = found[0] === "}" || (found[0] === "]" && !this.#isDone);
        this.#element.add(text.slice(start, isOwnBracket ? from : found.index));
        this.#deliver(into);
        start = from;
      }
    }
    if (!this.#isDone) this.#element.add(text.slice(start));
  }

  #enterRoot(text: string): number {
    if (this.#root !== null) return 0;
    const first = text.search(/[^\s\uFEFF]/);
    if (first === -1) return text.length;
    const character = text[first];
    if (character === "{") {
      this.#root = "object";
      return first;
    }
    if (character !== "[") throw malformedFrame("The response is neither a JSON array nor a JSON object.");
    this.#root = "array";
    return first + 1;
  }

  #skipString(text: string, from: number): number {
    if (this.#isEscaped) {
      this.#isEscaped = false;
      return from + 1;
    }
    stringEnd.lastIndex = from;
    const found = stringEnd.exec(text);
    if (found === null) return text.length;
    if (found[0] === "\\") this.#isEscaped = true;
    else this.#isInString = false;
    return found.index + 1;
  }

  /** Follows one structural character; true when an element ends with it. */
  #isBoundary(character: string): boolean {
    switch (character) {
      case '"':
        this.#isInString = true;
        return false;
      case "{":
      case "[":
        this.#depth += 1;
        return false;
      case ",":
        return this.#depth === 0;
      default:
        if (this.#depth === 0) {
          this.#isDone = true;
          return true;
        }
        this.#depth -= 1;
        if (this.#depth === 0 && this.#root === "object") this.#isDone = true;
        return this.#depth === 0;
    }
  }

  #deliver(into: Frame[]): void {
    const data = this.#element.take().trim();
    if (data !== "") into.push({ event: null, data, isException: false });
  }
}
