import { rangesIn } from "./text-view.ts";
import type { TextView } from "./text-view.ts";

/** Ranges cost layout; more than this many are not drawn at once. */
const mostPainted = 2_000;

const all = new Highlight();
const current = new Highlight();
CSS.highlights.set("find", all);
CSS.highlights.set("find-current", current);
current.priority = 1;

/** Marks every place of the pattern in what is drawn; null takes all marks away. */
export function paint(pattern: RegExp | null, views: readonly TextView[]): void {
  all.clear();
  if (pattern === null) {
    current.clear();
    return;
  }
  for (const view of views) {
    for (const { element } of view.filledParts()) {
      for (const range of rangesIn(element, pattern, mostPainted - all.size)) all.add(range);
      if (all.size >= mostPainted) return;
    }
  }
}

/**
 * Brings the match at an offset of the source into sight. The drawn text has no Markdown signs, so it is found by counting:
 * the third match of the source is the third of what was made from it.
 */
export function showMatch(view: TextView, offset: number, pattern: RegExp, lane: string): void {
  const stretch = view.reveal(offset);
  if (stretch === null) return;
  const before = view.sourceText().slice(stretch.start, offset);
  const count = [...before.matchAll(pattern)].length;
  const ranges = rangesIn(stretch.element, pattern, count + 1);
  const range = ranges[count] ?? ranges.at(-1);
  const column = document.querySelector(`.lane[data-lane="${CSS.escape(lane)}"]`);
  column?.scrollIntoView({ block: "nearest", inline: "nearest" });
  current.clear();
  const place = range?.startContainer.parentElement ?? stretch.element;
  const group = place.closest<HTMLElement>(".group.released");
  group?.classList.remove("released");
  group?.style.removeProperty("block-size");
  // Out of view, text is not laid out; asking for the place of its element makes it so.
  place.scrollIntoView({ block: "center", inline: "nearest" });
  if (range === undefined) return;
  current.add(range);
  centre(range, place);
}

/** A paragraph may be taller than what shows it: its line goes to the middle of every scroller around it. */
function centre(range: Range, place: Element): void {
  const { top, height } = range.getBoundingClientRect();
  const scroller = place.closest(".trace, .lanes");
  if (scroller === null || height === 0) return;
  const box = scroller.getBoundingClientRect();
  if (top < box.top + 40 || top + height > box.bottom - 24) scroller.scrollBy({ top: top - box.top - box.height / 2 });
}
