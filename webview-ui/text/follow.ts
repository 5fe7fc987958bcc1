import { signal } from "@preact/signals";
import type { Signal } from "@preact/signals";

/** Keeps a scroller at its end while text arrives, until the reader scrolls up. All followers share one frame, so the page is laid out once. */
export class Follower {
  readonly isFollowing: Signal<boolean> = signal(true);
  readonly #scroller: HTMLElement;

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller;
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
  }

  /** Text was added. */
  grew(): void {
    if (!this.isFollowing.peek()) return;
    due.add(this.#scroller);
    if (due.size === 1) requestAnimationFrame(scrollAll);
  }

  resume(): void {
    this.isFollowing.value = true;
    this.grew();
  }

  dispose(): void {
    due.delete(this.#scroller);
    this.#scroller.removeEventListener("scroll", this.#onScroll);
  }

  readonly #onScroll = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    // While an own scroll is due the position is behind on purpose.
    if (due.has(this.#scroller)) return;
    this.isFollowing.value = scrollHeight - clientHeight - scrollTop < 24;
  };
}

const due = new Set<HTMLElement>();

function scrollAll(): void {
  const targets = [...due].map((scroller) => ({ scroller, top: scroller.scrollHeight }));
  due.clear();
  for (const { scroller, top } of targets) scroller.scrollTop = top;
}
