import { fewSegments, segmentTrace } from "../../src/core/model/segments.ts";
import type { TextStretch, TextView } from "./text-view.ts";
import { heightOf, TracePart } from "./trace-part.ts";

/** Segments this near to the visible part hold their text; others only their height. */
const nearMargin = "1600px";
/** So much is written at once when a trace is shown; it fills what can be seen. */
const writtenAtOnce = 12_000;
/** A trace this long is written whole where its reader must not lose the place. */
const writtenWhole = 60_000;

/**
 * A trace that has ended, as segments that fold. Text is written where the reader is, so a megabyte costs no more than a
 * page; what is out of view keeps its height.
 */
export class SegmentedTrace implements TextView {
  readonly #root: HTMLElement;
  readonly #text: string;
  readonly #observer: IntersectionObserver;
  #parts: readonly TracePart[] | null = null;
  #areFolded = false;
  #answerAt: number | null = null;

  constructor(root: HTMLElement, scroller: HTMLElement, text: string) {
    this.#root = root;
    this.#text = text;
    if (!root.hasChildNodes()) root.style.minBlockSize = `${String(heightOf(text.length))}px`;
    this.#observer = new IntersectionObserver((entries) => this.#follow(entries), { root: scroller, rootMargin: nearMargin });
  }

  get isShown(): boolean {
    return this.#parts !== null;
  }

  /**
   * To be called when it comes into sight for the first time: a hundred long traces are not cut up at once.
   * It takes the place of what its element held.
   * @param from where the reader is: at its start, at its end, or anywhere
   */
  show(from: "start" | "end" | "anywhere" = "start"): readonly TracePart[] {
    if (this.#parts !== null) return this.#parts;
    this.#root.style.minBlockSize = "";
    this.#root.replaceChildren();
    const parts = fewSegments(segmentTrace(this.#text)).map(
      (segment, at) => new TracePart(this.#root, this.#text, segment, at + 1),
    );
    this.#parts = parts;
    const least = from === "end" ? this.#text.length - writtenAtOnce : 0;
    const most = from === "anywhere" ? writtenWhole : writtenAtOnce;
    for (const part of parts) {
      if (from === "end" ? part.segment.end > least : part.segment.start < most) part.fill();
      this.#observer.observe(part.element);
    }
    this.#mark(parts);
    if (this.#areFolded) this.foldAll(true);
    return parts;
  }

  foldAll(areFolded: boolean): void {
    this.#areFolded = areFolded;
    for (const part of this.#parts ?? []) part.fold(areFolded);
  }

  /** Marks the segment that holds this offset; null takes the mark away. */
  markAnswer(offset: number | null): void {
    this.#answerAt = offset;
    this.#mark(this.#parts ?? []);
  }

  /** The toggles that follow or precede the one with the focus. */
  focusNext(step: 1 | -1): void {
    const parts = this.show();
    const at = parts.findIndex(({ element }) => element.contains(document.activeElement));
    parts[at === -1 ? 0 : at + step]?.focus();
  }

  filledParts(): readonly TextStretch[] {
    return (this.#parts ?? []).flatMap(({ body, segment, isFilled }) =>
      isFilled ? [{ element: body, start: segment.start, end: segment.end }] : [],
    );
  }

  reveal(offset: number): TextStretch | null {
    const parts = this.show();
    const part = parts.find(({ segment }) => offset < segment.end) ?? parts.at(-1);
    if (part === undefined) return null;
    part.fold(false);
    part.fill();
    return { element: part.body, start: part.segment.start, end: part.segment.end };
  }

  sourceText(): string {
    return this.#text;
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  #mark(parts: readonly TracePart[]): void {
    const at = this.#answerAt;
    for (const part of parts) part.mark(at !== null && at >= part.segment.start && at < part.segment.end);
  }

  #follow(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const part = this.#parts?.find(({ element }) => element === target);
      // A lane that is not shown at all has no height to keep.
      if (isIntersecting) part?.fill();
      else if (boundingClientRect.height > 0) part?.empty(boundingClientRect.height);
    }
  }
}
