/** Time, as the core may see it. Injected, so tests own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `callback` once after `ms`; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** Chance, injected: a number in [0, 1). */
export type Random = () => number;

/** New short ids, unique within a session, with a letter that says what they are: `s-3kq9…`. */
export type NewId = (prefix: "s" | "l" | "x") => string;
