import type { CDPSession } from "playwright-core";

/** At most this many times the text that is held, beyond what the page took before the run. */
const mostTimesText = 4;
/** Of less text than this the fixed costs of a run are the most; five minutes hold about 4 MB. */
const enoughTextBytes = 2 * 1024 * 1024;
/** Beyond the text itself the heap may end this much above its first reading. */
const flatShare = 0.1;

export interface MemoryReading {
  /** Of the page's JavaScript heap, after a forced collection. */
  readonly heapBytes: number;
  /** Of the browser's own objects for the page: nodes, styles, observers. */
  readonly nodeBytes: number;
  readonly textBytes: number;
}

/** The page and VS Code's window share one heap in the browser, so readings are compared, never taken for the page's own. */
export async function readMemory(devtools: CDPSession, textBytes: number): Promise<MemoryReading> {
  await devtools.send("HeapProfiler.collectGarbage");
  const usage = await devtools.send("Runtime.getHeapUsage");
  return { heapBytes: usage.usedSize, nodeBytes: usage.embedderHeapUsedSize, textBytes };
}

/** @param before read with the page open and nothing run */
export function memoryVerdict(
  before: MemoryReading,
  readings: readonly MemoryReading[],
): { readonly lines: readonly string[]; readonly isMet: boolean } {
  const first = readings[0];
  const last = readings.at(-1);
  if (first === undefined || last === undefined) return { lines: ["memory  no reading"], isMet: false };
  const grown = last.heapBytes - before.heapBytes;
  const times = grown / last.textBytes;
  const beyondText = last.heapBytes - last.textBytes - (first.heapBytes - first.textBytes);
  const share = beyondText / first.heapBytes;
  const isJudged = last.textBytes >= enoughTextBytes;
  const isHeld = !isJudged || times <= mostTimesText;
  const verdict = isJudged ? (isHeld ? "met" : "missed") : "too little text to judge, run with --minutes 5";
  const isFlat = share <= flatShare;
  return {
    lines: [
      `memory  ${megabytes(last.textBytes)} of text held in ${megabytes(grown)} more heap: ${times.toFixed(1)} × the text (target ≤ ${String(mostTimesText)}): ${verdict}`,
      `        beyond the text ${signed(beyondText)} since the first reading, ${(share * 100).toFixed(1)} % (target ≤ ${String(flatShare * 100)} %): ${isFlat ? "flat" : "not flat"}`,
    ],
    isMet: isHeld && isFlat,
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function signed(bytes: number): string {
  return `${bytes < 0 ? "−" : "+"}${megabytes(Math.abs(bytes))}`;
}
