/** A stretch of a trace that stays at one thing. */
export interface Segment {
  /** A bold title, a heading or a step's name; null without one. */
  readonly title: string | null;
  /** Offsets into the trace. */
  readonly start: number;
  readonly end: number;
}

/** Longer paragraphs are cut where the model turns round ("Wait, …"), or at a sentence's end. */
const longParagraph = 1200;

/**
 * Cuts a trace into what a reader sees as its steps: by titles where it has them (summaries do), else by paragraphs and
 * step marks. Works on layout, not on words, so any language will do. Linear in the length.
 */
export function segmentTrace(trace: string): readonly Segment[] {
  const lines = linesOf(trace);
  const isTitled = lines.filter(({ title }) => title !== null).length >= 2;
  const segments: Segment[] = [];
  let open: { readonly title: string | null; readonly start: number; end: number } | null = null;
  const close = () => {
    if (open !== null) segments.push(...(isTitled ? [open] : splitLong(trace, open)));
    open = null;
  };
  for (const { start, end, title, isBlank, isStep } of lines) {
    if (title !== null || (isStep && !isTitled)) close();
    if (isBlank) {
      // A title over a blank line belongs to the paragraph after it.
      const isTitleOnly = open !== null && open.title !== null && open.end - open.start <= 200;
      if (!isTitled && !isTitleOnly) close();
      continue;
    }
    if (open === null) open = { title, start, end };
    else open.end = end;
  }
  close();
  return segments;
}

/** More are not looked at one by one; who shows or compares segments is bounded by this. */
const maxSegments = 320;

/** At most `maxSegments`: neighbours that begin in the same share of the text become one. */
export function fewSegments(segments: readonly Segment[]): readonly Segment[] {
  if (segments.length <= maxSegments) return segments;
  const share = (segments.at(-1)?.end ?? 0) / maxSegments;
  const groups: Segment[] = [];
  for (const segment of segments) {
    const open = groups.at(-1);
    const isFull = open === undefined || Math.floor(open.start / share) !== Math.floor(segment.start / share);
    if (isFull) groups.push(segment);
    else groups[groups.length - 1] = { ...open, end: segment.end };
  }
  return groups;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly title: string | null;
  readonly isBlank: boolean;
  readonly isStep: boolean;
}

const stepMark =
  /^\s{0,3}(?:(?:step|schritt|étape|paso|passo|шаг|stap)\s*\d{1,3}\b|第\s*[\d一二三四五六七八九十]+\s*步|(?:단계\s*\d|\d+\s*단계)|\d{1,2}[.)]\s)/iu;

function linesOf(trace: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= trace.length;) {
    const found = trace.indexOf("\n", start);
    const end = found === -1 ? trace.length : found;
    // Only a line's head can be a title or a mark: a line may be a megabyte long.
    const head = trace.slice(start, Math.min(end, start + 160));
    const isWhole = end - start <= 160;
    lines.push({
      start,
      end,
      title: isWhole ? titleOf(head) : null,
      isBlank: isWhole && head.trim() === "",
      isStep: stepMark.test(head),
    });
    start = end + 1;
  }
  return lines;
}

function titleOf(line: string): string | null {
  const trimmed = line.trim();
  const bold = /^\*\*([^*]{1,120})\*\*:?$/.exec(trimmed)?.[1] ?? null;
  return bold ?? /^#{1,6}\s+(\S.{0,120})$/.exec(trimmed)?.[1] ?? null;
}

/** Where models turn round inside one paragraph. Only a place to cut: nothing is concluded from the word. */
const turn =
  /(?<=[.!?。！？]\s{0,2})(?=(?:wait|hmm|actually|alternatively|but wait|let me|okay|ok,|moment|warte|aber|attends|mais|espera|等等|不过|待って|그런데)(?![\p{L}]))/giu;

function splitLong(trace: string, { title, start, end }: Segment): readonly Segment[] {
  if (end - start <= longParagraph) return [{ title, start, end }];
  const cuts = [...trace.slice(start, end).matchAll(turn)].map(({ index }) => start + index);
  const segments: Segment[] = [];
  let from = start;
  for (const cut of [...cuts, end]) {
    if (cut - from < 80 && cut !== end) continue;
    if (cut > from) segments.push({ title: from === start ? title : null, start: from, end: cut });
    from = cut;
  }
  return segments;
}
