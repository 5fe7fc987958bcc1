/** This far from view a group's layout is given back; nearer, it is ready before it can be scrolled to. */
const keptMargin = "2400px";

/**
 * A full group of paragraphs that changes no more: skipped while out of view, and far out of view its layout is given back,
 * which takes some thirty times the memory of its text. Its height stays, so nothing moves.
 */
export function settle(group: HTMLElement): void {
  group.classList.add("settled");
  observerFor(group.closest(".trace, .lanes") ?? document).observe(group);
}

const observers = new WeakMap<Element | Document, IntersectionObserver>();

function observerFor(scroller: Element | Document): IntersectionObserver {
  const existing = observers.get(scroller);
  if (existing !== undefined) return existing;
  const made = new IntersectionObserver(follow, { root: scroller, rootMargin: keptMargin });
  observers.set(scroller, made);
  return made;
}

function follow(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    if (!(target instanceof HTMLElement)) continue;
    // A lane that is not shown at all has no height to keep.
    if (!isIntersecting && boundingClientRect.height === 0) continue;
    target.style.blockSize = isIntersecting ? "" : `${String(boundingClientRect.height)}px`;
    target.classList.toggle("released", !isIntersecting);
  }
}
