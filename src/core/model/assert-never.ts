/** Closes a `switch` over a union: the compiler reports a missing case, and a foreign value fails loudly. */
export function assertNever(value: never, what: string): never {
  throw new TypeError(`Unknown ${what}: ${JSON.stringify(value)}`);
}
