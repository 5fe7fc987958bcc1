import { watchSight } from "./sight.ts";

/** Text is drawn 25 times a second; more is not read. */
const beatMs = 40;
/** Text that nobody sees is drawn this often, so that scrollbars and searching keep up. */
const unseenRestMs = 1_000;
/** Expensive blocks are drawn less often: drawing takes at most about a quarter of the time, all views together. */
const restFactor = 4;
/** One beat draws no longer than this and no more views than this; who is left comes first in the next beat. */
const longestBeatMs = 6;
const viewsInBeat = 4;

export interface Paced {
  readonly add: (text: string) => void;
  /** Draws what is left, at once: nothing more will come. */
  readonly flush: () => void;
  readonly cancel: () => void;
}

interface Writer {
  readonly draw: (text: string) => void;
  pending: string[];
  notBefore: number;
  isSeen: boolean;
}

/** In the order of their turn. */
const waiting = new Set<Writer>();
let timer: ReturnType<typeof setTimeout> | null = null;

/**
 * Collects arriving text and hands it on at a pace that follows what drawing it costs and whether it is seen.
 * @param place where the text will appear: out of view it is drawn now and then, and at once when it comes into view
 */
export function paced(place: Element, draw: (text: string) => void): Paced {
  const writer: Writer = { draw, pending: [], notBefore: 0, isSeen: true };
  const flush = () => {
    if (waiting.has(writer)) drawPending(writer);
  };
  const stopWatching = watchSight(place, (isSeen) => {
    writer.isSeen = isSeen;
    if (isSeen) flush();
  });
  return {
    add: (text) => {
      writer.pending.push(text);
      waiting.add(writer);
      timer ??= setTimeout(beat, beatMs);
    },
    flush,
    cancel: () => {
      stopWatching();
      waiting.delete(writer);
    },
  };
}

function beat(): void {
  timer = null;
  const now = performance.now();
  const due = [...waiting].filter(({ notBefore }) => notBefore <= now);
  const seen = due.filter(({ isSeen }) => isSeen);
  // One at a time of those that nobody sees: a second's text of all of them would be one long frame.
  const unseen = due.filter(({ isSeen }) => !isSeen).slice(0, 1);
  for (const writer of [...seen.slice(0, viewsInBeat), ...unseen]) {
    if (performance.now() - now > longestBeatMs) break;
    drawPending(writer);
  }
  if (waiting.size > 0) timer = setTimeout(beat, beatMs);
}

function drawPending(writer: Writer): void {
  const writers = waiting.size;
  waiting.delete(writer);
  const text = writer.pending.join("");
  writer.pending = [];
  const begin = performance.now();
  writer.draw(text);
  const end = performance.now();
  writer.notBefore = writer.isSeen ? end + (end - begin) * restFactor * writers : end + unseenRestMs;
}
