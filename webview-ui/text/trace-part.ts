import type { Segment } from "../../src/core/model/segments.ts";
import { segmentName } from "../../src/core/model/trace.ts";
import { TraceWriter } from "./trace-writer.ts";

/** One segment of a trace: its text, or only its height, or folded to its name. */
export class TracePart {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  readonly segment: Segment;
  readonly #text: string;
  readonly #toggle: HTMLButtonElement;
  readonly #name: string;
  #line: HTMLElement | null = null;
  #mark: HTMLElement | null = null;
  isFilled = false;

  constructor(root: HTMLElement, text: string, segment: Segment, number: number) {
    this.#text = text;
    this.segment = segment;
    this.#name = segmentName(text, segment);
    this.element = document.createElement("section");
    this.element.className = "segment";
    this.body = document.createElement("div");
    this.body.className = "segment-body";
    this.body.style.minBlockSize = `${String(heightOf(segment.end - segment.start))}px`;
    this.#toggle = document.createElement("button");
    this.#toggle.tabIndex = -1;
    this.#toggle.setAttribute("aria-expanded", "true");
    this.#toggle.setAttribute("aria-label", `Segment ${String(number)}: ${this.#name}`);
    this.#toggle.title = "Fold this segment";
    this.#toggle.addEventListener("click", () => this.fold(this.#line === null));
    this.#toggle.className = "segment-toggle codicon codicon-chevron-down";
    this.element.append(this.#toggle, this.body);
    root.append(this.element);
  }

  fill(): void {
    if (this.isFilled || this.#line !== null) return;
    this.isFilled = true;
    this.body.style.minBlockSize = "";
    new TraceWriter(this.body).append(this.#text.slice(this.segment.start, this.segment.end));
  }

  focus(): void {
    this.#toggle.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** The answer stands here for the first time. */
  mark(hasAnswer: boolean): void {
    this.element.classList.toggle("has-answer", hasAnswer);
    this.#mark?.remove();
    this.#mark = null;
    if (!hasAnswer) return;
    this.#mark = document.createElement("span");
    this.#mark.className = "answer-mark codicon codicon-target";
    this.#mark.title = "The final answer stands here for the first time";
    this.#mark.setAttribute("role", "img");
    this.#mark.setAttribute("aria-label", this.#mark.title);
    this.element.prepend(this.#mark);
  }

  /** @param height as it is now, in pixels: measuring it here would lay out the page for each segment */
  empty(height: number): void {
    if (!this.isFilled || this.#line !== null) return;
    this.body.style.minBlockSize = `${String(height)}px`;
    this.body.replaceChildren();
    this.isFilled = false;
  }

  fold(isFolded: boolean): void {
    if (isFolded === (this.#line !== null)) return;
    this.#toggle.setAttribute("aria-expanded", String(!isFolded));
    this.#toggle.title = isFolded ? "Unfold this segment" : "Fold this segment";
    this.element.classList.toggle("folded", isFolded);
    this.#toggle.classList.toggle("codicon-chevron-down", !isFolded);
    this.#toggle.classList.toggle("codicon-chevron-right", isFolded);
    if (!isFolded) {
      this.#line?.remove();
      this.#line = null;
      this.fill();
      return;
    }
    const line = document.createElement("p");
    line.className = "segment-name";
    line.textContent = this.#name;
    line.addEventListener("click", () => this.fold(false));
    this.element.append(line);
    this.#line = line;
  }
}

/** About how tall so many characters will be: 52 a line of 18 pixels. Right to the line only once they are written. */
export function heightOf(characters: number): number {
  return Math.ceil(characters / 52) * 18;
}
