/**
 * Runs work that someone else's input decides (a regular expression, a schema with patterns) for a short time only.
 * A port: stopping running code takes the host. What the work throws is thrown.
 */
export type Bounded = <T>(work: () => T) => Outcome<T>;

export type Outcome<T> = { readonly isDone: true; readonly value: T } | { readonly isDone: false };
