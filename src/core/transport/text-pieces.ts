import { frameTooLong } from "./frame-error.ts";
import { maxFrameChars } from "./framer.ts";

/** The unfinished frame as the pieces it came in: joined once, so a long frame in tiny reads stays linear. */
export class TextPieces {
  #pieces: string[] = [];
  #length = 0;

  add(piece: string): void {
    if (piece === "") return;
    this.#length += piece.length;
    if (this.#length > maxFrameChars) throw frameTooLong();
    this.#pieces.push(piece);
  }

  /** Everything held and the last piece, which most often is all there is. */
  joinedWith(last: string): string {
    if (this.#length === 0 && last.length <= maxFrameChars) return last;
    this.add(last);
    return this.take();
  }

  /** Everything held, which is then forgotten. */
  take(): string {
    const text = this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    return text;
  }
}
