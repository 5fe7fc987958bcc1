/** Hands out a fixed number of slots in order of asking. */
export interface Limiter {
  /** Resolves with the function that gives the slot back (calling it twice is harmless), or rejects with the signal's reason. */
  acquire(signal: AbortSignal): Promise<() => void>;
}

// Not p-queue: a lane holds its slot over many awaits and gives it back while it waits for a retry; that is a semaphore.
export function createLimiter(slots: number): Limiter {
  let free = Math.max(1, slots);
  const waiting = new Set<() => void>();

  function slot(): () => void {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const [next] = waiting;
      if (next === undefined) free += 1;
      else next();
    };
  }

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        if (free > 0) {
          free -= 1;
          resolve(slot());
          return;
        }
        const onFree = (): void => {
          waiting.delete(onFree);
          signal.removeEventListener("abort", onAbort);
          resolve(slot());
        };
        const onAbort = (): void => {
          waiting.delete(onFree);
          reject(signal.reason);
        };
        waiting.add(onFree);
        signal.addEventListener("abort", onAbort, { once: true });
      });
    },
  };
}

/**
 * A slot of each limiter, taken in order: pass the narrow one first, so that a lane waiting for its provider does not
 * hold a place that another provider's lane could use.
 */
export async function acquireAll(limiters: readonly Limiter[], signal: AbortSignal): Promise<() => void> {
  const releases: (() => void)[] = [];
  const releaseAll = (): void => {
    for (const release of releases) release();
  };
  try {
    for (const limiter of limiters) releases.push(await limiter.acquire(signal));
  } catch (error) {
    releaseAll();
    throw error;
  }
  return releaseAll;
}
