/** Text this near to the visible part is drawn as if it were seen, so that scrolling never meets a gap. */
const margin = "240px";

type Listener = (isSeen: boolean) => void;

/**
 * Tells whether an element can be seen, at once when that changes. Until the browser has said so for the first time it
 * counts as seen. All elements of a scroller share one observer.
 */
export function watchSight(element: Element, listener: Listener): () => void {
  const scroller = element.closest(".lanes") ?? document;
  const sight = sights.get(scroller) ?? newSight(scroller);
  sight.listeners.set(element, listener);
  sight.observer.observe(element);
  return () => {
    sight.listeners.delete(element);
    sight.observer.unobserve(element);
  };
}

interface Sight {
  readonly observer: IntersectionObserver;
  readonly listeners: WeakMap<Element, Listener>;
}

const sights = new WeakMap<Element | Document, Sight>();

function newSight(root: Element | Document): Sight {
  const listeners = new WeakMap<Element, Listener>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    { root, rootMargin: margin },
  );
  const sight = { observer, listeners };
  sights.set(root, sight);
  return sight;
}
