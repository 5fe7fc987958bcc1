import { batch, computed, signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { LaneId } from "../../src/core/model/ids.ts";
import { lastAttempt } from "../../src/core/model/session.ts";
import { findMatches, mostMatches, patternOf } from "../text/find-matches.ts";
import type { FindMatch, FindQuery, FindSource } from "../text/find-matches.ts";
import { paint, showMatch } from "../text/find-highlights.ts";
import type { TextViews } from "../text/text-view.ts";
import { addressOf } from "./text-feeds.ts";
import type { Store } from "./store.ts";
import type { ViewState } from "./view-state.ts";

export type FindScope = "all" | "reasoning" | "answer";

export interface LaneCount {
  readonly lane: LaneId;
  readonly number: number;
  readonly matches: number;
}

/** Searching all reasoning and answers of all lanes, whether they are drawn or not. */
export class FindState {
  readonly query = signal<FindQuery>({ text: "", isCaseSensitive: false });
  readonly scope = signal<FindScope>("all");
  readonly matches = signal<readonly FindMatch[]>([]);
  /** Place in `matches`; -1 before the reader went to one. */
  readonly current = signal(-1);
  /** What `matches` are of; another query than the current one: it is still being searched. */
  readonly searched = signal<FindQuery | null>(null);
  readonly counts: ReadonlySignal<readonly LaneCount[]>;
  readonly #store: Store;
  readonly #view: ViewState;
  readonly #views: TextViews;
  #isPaintDue = false;
  #search = new AbortController();

  constructor(store: Store, view: ViewState, views: TextViews) {
    this.#store = store;
    this.#view = view;
    this.#views = views;
    this.counts = computed(() => {
      const byLane = new Map<LaneId, number>();
      for (const { source } of this.matches.value) byLane.set(source.lane, (byLane.get(source.lane) ?? 0) + 1);
      return store.lanes.value.flatMap(({ id }, at) => {
        const matches = byLane.get(id) ?? 0;
        return matches === 0 ? [] : [{ lane: id, number: at + 1, matches }];
      });
    });
  }

  /** Too many to count them all. */
  get isCut(): boolean {
    return this.matches.value.length === mostMatches;
  }

  /** Searches again, from where the reader is. */
  async search(): Promise<void> {
    this.#search.abort();
    const search = (this.#search = new AbortController());
    const query = this.query.peek();
    const before = this.matches.peek()[this.current.peek()];
    const matches = await findMatches(this.#sources(), query, search.signal, nextTask);
    if (search.signal.aborted) return;
    batch(() => {
      this.searched.value = query;
      this.matches.value = matches;
      this.current.value = before === undefined ? -1 : matches.findIndex((match) => isSame(match, before));
    });
    this.repaint();
  }

  /** To the next or previous match; around the end it goes on at the beginning. */
  go(step: 1 | -1): void {
    const { length } = this.matches.peek();
    if (length === 0) return;
    const at = this.current.peek();
    this.#goTo(at === -1 ? (step === 1 ? this.#firstFrom() : length - 1) : (at + step + length) % length);
  }

  /** To the first match in a lane. */
  goToLane(lane: LaneId): void {
    const at = this.matches.peek().findIndex(({ source }) => source.lane === lane);
    if (at !== -1) this.#goTo(at);
  }

  /** Marks what is drawn. Cheap; called when text has been drawn. */
  repaint(): void {
    const pattern = this.#view.isFinding.peek() ? patternOf(this.query.peek()) : null;
    const addresses = new Set(this.matches.peek().map(({ source }) => source.address));
    paint(
      pattern,
      [...addresses].flatMap((address) => this.#views.get(address) ?? []),
    );
  }

  /** Text was drawn that may hold matches. */
  repaintSoon(): void {
    if (!this.#view.isFinding.peek() || this.#isPaintDue) return;
    this.#isPaintDue = true;
    requestAnimationFrame(() => {
      this.#isPaintDue = false;
      this.repaint();
    });
  }

  close(): void {
    this.#search.abort();
    this.searched.value = null;
    this.#view.isFinding.value = false;
    paint(null, []);
  }

  /** The first match in the lane the reader is in, or after it. */
  #firstFrom(): number {
    const lanes = this.#store.lanes.peek().map(({ id }) => id);
    const from = lanes.indexOf(this.#view.currentLane.peek() ?? "");
    return Math.max(
      0,
      this.matches.peek().findIndex(({ source }) => lanes.indexOf(source.lane) >= from),
    );
  }

  #goTo(at: number): void {
    const match = this.matches.peek()[at];
    const pattern = patternOf(this.query.peek());
    if (match === undefined || pattern === null) return;
    const { lane, kind, address } = match.source;
    batch(() => {
      this.current.value = at;
      this.#view.currentLane.value = lane;
      this.#view.showLanes();
      if (kind === "reasoning") this.#view.openReasoning(lane);
    });
    // The lane may have to be drawn first.
    requestAnimationFrame(() => {
      const view = this.#views.get(address);
      if (view === null) return;
      showMatch(view, match.start, pattern, lane);
      this.repaint();
    });
  }

  #sources(): readonly FindSource[] {
    const scope = this.scope.peek();
    return this.#store.lanes.peek().flatMap(({ id, head }) => {
      const step = head === null ? null : this.#store.latestStep(head);
      const attempt = step === null ? null : lastAttempt(step);
      if (step === null || attempt === null) return [];
      return attempt.blocks.flatMap((block, index): readonly FindSource[] => {
        if (block.type === "tool-call" || block.text === "") return [];
        if (scope !== "all" && scope !== block.type) return [];
        const address = addressOf({ step: step.id, attempt: attempt.number, block: index });
        return [{ lane: id, address, kind: block.type, text: block.text }];
      });
    });
  }
}

function isSame(one: FindMatch, other: FindMatch): boolean {
  return one.source.address === other.source.address && one.start === other.start;
}

/** After the browser had its turn. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
