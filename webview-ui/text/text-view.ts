/** A stretch of a text's element and the source it was made from. */
export interface TextStretch {
  readonly element: HTMLElement;
  /** Offsets into the source. */
  readonly start: number;
  readonly end: number;
}

/** A block's text on the page, as searching needs it. */
export interface TextView {
  readonly sourceText: () => string;
  /** What of it is in the document now. */
  readonly filledParts: () => readonly TextStretch[];
  /** Writes and unfolds the place of this offset. */
  readonly reveal: (offset: number) => TextStretch | null;
}

/** Every block's text that is on the page, by the block's address. */
export class TextViews {
  readonly #views = new Map<string, TextView>();

  add(address: string, view: TextView): () => void {
    this.#views.set(address, view);
    return () => {
      if (this.#views.get(address) === view) this.#views.delete(address);
    };
  }

  get(address: string): TextView | null {
    return this.#views.get(address) ?? null;
  }
}

/** A view whose text is all there, in one element. */
export function wholeView(element: HTMLElement, sourceText: () => string): TextView {
  const whole = () => ({ element, start: 0, end: sourceText().length });
  return { sourceText, filledParts: () => [whole()], reveal: whole };
}

/** Places of a pattern in the text nodes of an element, in order, at most `most`. */
export function rangesIn(element: HTMLElement, pattern: RegExp, most: number): readonly Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    for (const match of node.data.matchAll(pattern)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      ranges.push(range);
      if (ranges.length === most) return ranges;
    }
  }
  return ranges;
}
