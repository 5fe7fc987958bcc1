import { mergeDeltas } from "../core/model/attempt.ts";
import type { StepId } from "../core/model/ids.ts";
import type { SessionChange } from "../core/model/session-change.ts";
import type { StreamEvent } from "../core/model/stream-event.ts";

type EventsChange = Extract<SessionChange, { type: "attempt-events" }>;

/**
 * Collects changes until they are sent, joining the deltas of each step: a batch of eight lanes at 200 deltas a second
 * is then eight changes a frame. The merged list reduces to exactly the state the single changes would give.
 */
export class ChangeBatch {
  #changes: SessionChange[] = [];
  /** Where the last mergeable change of a step stands. Changes of different steps' events commute; nothing else may be crossed. */
  readonly #open = new Map<StepId, number>();

  get isEmpty(): boolean {
    return this.#changes.length === 0;
  }

  add(change: SessionChange): void {
    if (change.type !== "attempt-events") {
      this.#open.clear();
      this.#changes.push(change);
      return;
    }
    const at = this.#open.get(change.step);
    const earlier = at === undefined ? undefined : this.#changes[at];
    if (at !== undefined && earlier?.type === "attempt-events" && setsFirstByte(earlier) && isMergeable(change)) {
      this.#changes[at] = { ...earlier, events: [...earlier.events, ...change.events] };
      return;
    }
    this.#open.set(change.step, this.#changes.length);
    this.#changes.push(change);
  }

  /** Everything collected, merged; the batch is empty afterwards. */
  take(): readonly SessionChange[] {
    const taken = this.#changes.map((change) =>
      change.type === "attempt-events" ? { ...change, events: mergeDeltas(change.events) } : change,
    );
    this.clear();
    return taken;
  }

  clear(): void {
    this.#changes = [];
    this.#open.clear();
  }
}

/** The first event of a kind sets a time in the attempt, so only events that set none may move to an earlier `at`. */
function isMergeable(change: EventsChange): boolean {
  return change.events.every((event) => !timed.has(event.type));
}

/**
 * Whether it marks the first byte whatever is added to it. Warnings alone do not mark it, so what follows must keep its
 * own time; an empty change does, but would not with warnings added.
 */
function setsFirstByte(change: EventsChange): boolean {
  return change.events.some((event) => event.type !== "warning");
}

const timed: ReadonlySet<StreamEvent["type"]> = new Set<StreamEvent["type"]>([
  "reasoning-start",
  "answer-start",
  "tool-call-start",
]);
