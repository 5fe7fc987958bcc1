/** Text may be drawn this often; more is not read, and eight lanes have to share two processors. */
const shortestWaitMs = 48;
/** Drawing takes at most a tenth of the time: an expensive block is drawn less often. */
const share = 10;

/** Collects arriving text and hands it on at a pace that follows what drawing it costs. */
export function paced(draw: (text: string) => void): { readonly add: (text: string) => void; readonly cancel: () => void } {
  let pending = "";
  let waitMs = shortestWaitMs;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    timer = null;
    const text = pending;
    pending = "";
    const begin = performance.now();
    draw(text);
    waitMs = Math.max(shortestWaitMs, (performance.now() - begin) * share);
  };
  return {
    add: (text) => {
      pending += text;
      timer ??= setTimeout(flush, waitMs);
    },
    cancel: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
