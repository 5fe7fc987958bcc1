import type { Frame, Framer } from "./framer.ts";
import { TextPieces } from "./text-pieces.ts";

/** One JSON value a line. Blank lines are keep-alives. */
export function createNdjsonFramer(): Framer {
  const decoder = new TextDecoder();
  /** The beginning of a line whose end has not come. */
  const pending = new TextPieces();

  function split(text: string, into: Frame[]): void {
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      deliver(pending.joinedWith(text.slice(from, end)), into);
      from = end + 1;
    }
    pending.add(text.slice(from));
  }

  return {
    push: (bytes, into) => split(decoder.decode(bytes, { stream: true }), into),
    end(into) {
      split(decoder.decode(), into);
      deliver(pending.take(), into);
    },
  };
}

function deliver(line: string, into: Frame[]): void {
  const data = line.trim();
  if (data !== "") into.push({ event: null, data, isException: false });
}
