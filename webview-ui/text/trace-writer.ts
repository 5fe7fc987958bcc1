import { settle } from "./settled.ts";

/** Text nodes and paragraphs stay short, so that appending to one and laying it out again stays cheap. */
const longestParagraph = 4_000;
/** Paragraphs are kept in groups; one that is full and out of view is neither laid out nor painted. */
const groupSize = 12;

/**
 * Writes arriving reasoning into an element as paragraphs: text only, never markup. A line that is only `**bold**` is how
 * providers title the parts of a summary and becomes a heading.
 */
export class TraceWriter {
  readonly #root: HTMLElement;
  #paragraph: { readonly element: HTMLElement; readonly text: Text } | null = null;
  #hasPendingBreak = false;
  #group: HTMLElement | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  append(text: string): void {
    let from = 0;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", from)) {
      this.#write(text.slice(from, at));
      this.#endLine();
      from = at + 1;
    }
    this.#write(text.slice(from));
  }

  #write(piece: string): void {
    if (piece === "" || piece === "\r") return;
    if (this.#hasPendingBreak) this.#paragraph?.text.appendData("\n");
    this.#hasPendingBreak = false;
    for (let rest = piece; rest !== "";) {
      const paragraph = (this.#paragraph ??= this.#begin(""));
      const room = longestParagraph - paragraph.text.length;
      if (rest.length <= room) {
        paragraph.text.appendData(rest);
        return;
      }
      const space = rest.lastIndexOf(" ", Math.max(0, room));
      const end = space > 0 ? space + 1 : Math.max(0, room);
      paragraph.text.appendData(rest.slice(0, end));
      rest = rest.slice(end);
      this.#paragraph = this.#begin("continued");
    }
  }

  #endLine(): void {
    if (this.#paragraph === null) return;
    if (this.#hasPendingBreak) {
      this.#paragraph = null;
      this.#hasPendingBreak = false;
      return;
    }
    const title = /^\*\*([^*\n]+)\*\*\s*$/.exec(this.#paragraph.text.data)?.[1];
    if (title !== undefined) {
      const heading = document.createElement("h5");
      heading.textContent = title;
      this.#paragraph.element.replaceWith(heading);
      this.#paragraph = null;
      return;
    }
    this.#hasPendingBreak = true;
  }

  #begin(className: string) {
    const element = document.createElement("p");
    element.className = className;
    const text = document.createTextNode("");
    element.append(text);
    if (this.#group === null || this.#group.childElementCount >= groupSize) {
      if (this.#group !== null) settle(this.#group);
      this.#group = document.createElement("div");
      this.#group.className = className === "" ? "group" : `group ${className}`;
      this.#root.append(this.#group);
    }
    this.#group.append(element);
    return { element, text };
  }
}
