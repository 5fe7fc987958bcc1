import type { Session } from "../../src/core/model/session.ts";
import type { Store } from "./store.ts";

/** The session with its steps as of their last change of state: the store's own value changes only with its structure. */
export function wholeSession(store: Store): Session | null {
  const session = store.session.value;
  if (session === null) return null;
  const steps = Object.fromEntries(Object.entries(session.steps).map(([id, step]) => [id, store.step(id).value ?? step]));
  return { ...session, steps };
}
