/** Text this near to the visible part is drawn as if it were seen, so that scrolling never meets a gap. */
const margin = "240px";

type Listener = (isSeen: boolean) => void;

/**
 * Tells whether an element can be seen, at once when that changes. Until the browser has said so for the first time it
 * counts as seen. All elements of a scroller share one observer, and an element may have several listeners: each block of a
 * trace watches the trace.
 */
export function watchSight(element: Element, listener: Listener): () => void {
  const scroller = element.closest(".lanes") ?? document;
  const sight = sights.get(scroller) ?? newSight(scroller);
  const watched = sight.watched.get(element) ?? new Set<Listener>();
  watched.add(listener);
  sight.watched.set(element, watched);
  // Observed anew, the browser says how it is now; it says nothing to who comes second otherwise.
  sight.observer.unobserve(element);
  sight.observer.observe(element);
  return () => {
    watched.delete(listener);
    if (watched.size > 0) return;
    sight.watched.delete(element);
    sight.observer.unobserve(element);
  };
}

/** What the browser said last of a watched element; of one that nobody watched nothing is known: it counts as seen. */
export function isInSight(element: Element): boolean {
  return !unseen.has(element);
}

interface Sight {
  readonly observer: IntersectionObserver;
  readonly watched: WeakMap<Element, Set<Listener>>;
}

const sights = new WeakMap<Element | Document, Sight>();
const unseen = new WeakSet<Element>();

function newSight(root: Element | Document): Sight {
  const watched = new WeakMap<Element, Set<Listener>>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) unseen.delete(target);
        else unseen.add(target);
        for (const listener of watched.get(target) ?? []) listener(isIntersecting);
      }
    },
    { root, rootMargin: margin },
  );
  const sight = { observer, watched };
  sights.set(root, sight);
  return sight;
}
