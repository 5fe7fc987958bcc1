import { runInNewContext } from "node:vm";
import type { Bounded, Outcome } from "../core/analysis/bounded.ts";

/** Long enough for a megabyte, short enough that nothing seems to hang. */
const limitMs = 250;

/**
 * Stops work that does not end by itself. The time limit of `vm` interrupts whatever runs beneath it, regular
 * expressions included; nothing of the outside is evaluated in it.
 */
export const bounded: Bounded = <T>(work: () => T): Outcome<T> => {
  let result: Outcome<T> = { isDone: false };
  try {
    runInNewContext("run()", { run: () => void (result = { isDone: true, value: work() }) }, { timeout: limitMs });
  } catch (error) {
    // The error is made in the other context, so it is no instance of this one's Error.
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
    if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { isDone: false };
    throw error;
  }
  return result;
};
