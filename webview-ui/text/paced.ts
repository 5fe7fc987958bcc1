/** Text is drawn 25 times a second, for all views in the same frame; more is not read, and eight lanes share two processors. */
const beatMs = 40;
/** All drawing together takes about a quarter of the time: expensive blocks are drawn less often, the more so the more there are. */
const restFactor = 4;
/** One beat draws no longer than this; the views that are left come first in the next. */
const longestBeatMs = 8;

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
}

const waiting = new Set<Writer>();
let timer: ReturnType<typeof setTimeout> | null = null;

/** Collects arriving text and hands it on at a pace that follows what drawing it costs. */
export function paced(draw: (text: string) => void): Paced {
  const writer: Writer = { draw, pending: [], notBefore: 0 };
  return {
    add: (text) => {
      writer.pending.push(text);
      waiting.add(writer);
      timer ??= setTimeout(beat, beatMs);
    },
    flush: () => {
      if (waiting.has(writer)) drawPending(writer);
    },
    cancel: () => waiting.delete(writer),
  };
}

function beat(): void {
  timer = null;
  const now = performance.now();
  let isCutShort = false;
  for (const writer of waiting) {
    if (writer.notBefore > now) continue;
    isCutShort = performance.now() - now > longestBeatMs;
    if (isCutShort) break;
    drawPending(writer);
  }
  if (waiting.size > 0) timer = setTimeout(beat, isCutShort ? longestBeatMs : beatMs);
}

function drawPending(writer: Writer): void {
  const writers = waiting.size;
  waiting.delete(writer);
  const text = writer.pending.join("");
  writer.pending = [];
  const begin = performance.now();
  writer.draw(text);
  const end = performance.now();
  writer.notBefore = end + (end - begin) * restFactor * writers;
}
