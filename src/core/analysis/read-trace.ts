import { fewSegments, segmentTrace } from "../model/segments.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import type { TraceSide } from "../model/trace-diff.ts";
import type { Trace } from "../model/trace.ts";
import { weighSegments } from "./repeated-checks.ts";
import type { WeighedSegment } from "./repeated-checks.ts";
import { segmentTerms } from "./trace-terms.ts";
import type { SegmentTerms } from "./trace-terms.ts";

export interface NumberedTrace {
  /** The lane's, from 1. */
  readonly number: number;
  readonly trace: Trace;
}

/** One side with all that comparing it needs. */
export interface ReadTrace {
  readonly text: string;
  readonly side: TraceSide;
  readonly segments: readonly WeighedSegment[];
  readonly terms: readonly SegmentTerms[];
}

/** Longer traces are compared as far as this; the diff says so. */
const maxTraceChars = 2_000_000;

/** Cuts a trace and reads what its segments hold. */
export function readTrace({ number, trace }: NumberedTrace): ReadTrace {
  const text = trace.text.slice(0, maxTraceChars);
  const segments = fewSegments(segmentTrace(text));
  const isCut = text.length < trace.text.length;
  return {
    text,
    side: { number, basis: trace.basis, segments, tokens: estimateTokens(text), isCut },
    segments: weighSegments(text, segments),
    terms: segments.map((segment) => segmentTerms(text, segment)),
  };
}
