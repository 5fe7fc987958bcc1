import type { Beat, Bytes } from "./wires/simulated-wire.ts";

/** Where the bytes go and what time it is: a socket and the clock, or a test's own. */
export interface Outlet {
  now(): number;
  /** Resolves after `ms`, at once when the client has left. */
  wait(ms: number): Promise<void>;
  /** Resolves when the client can take more. */
  write(bytes: Bytes): Promise<void>;
  readonly isClosed: boolean;
}

export interface Pace {
  readonly tokensPerSecond: number;
  /** 1: as real ones; 2: twice as fast; 0: without any wait. */
  readonly speed: number;
  /** Sent into silences longer than this; null: nothing. */
  readonly keepAlive: Bytes | null;
  readonly keepAliveMs: number;
}

/**
 * Writes beats when they are due. Each beat has its place on one time line, so late timers do not add up; beats that are
 * due together leave in one write, as tokens do in real traffic.
 */
export async function writePaced(beats: Iterable<Beat>, outlet: Outlet, pace: Pace): Promise<void> {
  const msPerToken = pace.speed === 0 ? 0 : 1000 / pace.tokensPerSecond / pace.speed;
  const startedAt = outlet.now();
  let dueMs = 0;
  let pending: Bytes[] = [];
  const flush = async () => {
    const together = joined(pending);
    pending = [];
    if (together.length > 0) await outlet.write(together);
  };
  for (const beat of beats) {
    if (outlet.isClosed) return;
    dueMs += beat.tokens * msPerToken;
    let waitMs = startedAt + dueMs - outlet.now();
    if (waitMs >= 1) await flush();
    while (waitMs >= 1 && !outlet.isClosed) {
      const isLong = pace.keepAlive !== null && waitMs > pace.keepAliveMs;
      await outlet.wait(isLong ? pace.keepAliveMs : waitMs);
      if (isLong && pace.keepAlive !== null) await outlet.write(pace.keepAlive);
      waitMs = startedAt + dueMs - outlet.now();
    }
    pending.push(beat.bytes);
    // Without waits nothing would ever be flushed: keep memory flat and let other requests in.
    if (pending.length >= maxPending) await flush();
  }
  await flush();
}

const maxPending = 32;

function joined(pieces: readonly Bytes[]): Bytes {
  const texts = pieces.filter((piece) => typeof piece === "string");
  if (texts.length === pieces.length) return texts.join("");
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}
