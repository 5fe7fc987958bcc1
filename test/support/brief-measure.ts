import { makeBrief } from "../../src/core/handoff/make-brief.ts";
import { listedValue } from "../../src/core/handoff/print-brief.ts";
import { splitSentences } from "../../src/core/handoff/sentences.ts";
import { valuesOf } from "../../src/core/handoff/values.ts";
import { estimateTokens } from "../../src/core/model/token-estimate.ts";

export interface Trace {
  readonly id: string;
  readonly prompt: string;
  readonly reasoning: string;
  readonly answer: string;
}

/** How many of the values that trace and final answer share survive, by way of shortening. */
export interface Measure {
  readonly id: string;
  readonly traceTokens: number;
  readonly values: number;
  readonly kept: Readonly<Record<Method, number>>;
  readonly contentTokens: number;
}

export const methods = ["brief", "last", "first", "sampled"] as const;
export type Method = (typeof methods)[number];

export type Count = (text: string) => number;

/**
 * The bound is on what is chosen; the frame (tags, the sentence that says what it is, the goal) is the same few tokens for
 * every brief and is not part of it. The baselines get the same room, without a frame.
 */
export function measureBrief(trace: Trace, share: number, leastTokens = 0, count: Count = estimateTokens): Measure | null {
  const inTrace = new Set(splitSentences(trace.reasoning).flatMap(valuesOf));
  const wanted = [...new Set(splitSentences(trace.answer).flatMap(valuesOf))].filter((value) => inTrace.has(value));
  if (wanted.length === 0) return null;
  const traceTokens = count(trace.reasoning);
  const room = Math.max(leastTokens, Math.ceil(traceTokens * share));
  const text = briefWithin(trace, room, count);
  const chars = Math.ceil(trace.reasoning.length * (room / traceTokens));
  const texts: Readonly<Record<Method, string>> = {
    brief: text,
    last: trace.reasoning.slice(-chars),
    first: trace.reasoning.slice(0, chars),
    sampled: sampled(trace.reasoning, chars),
  };
  const kept = (method: Method): number => wanted.filter((value) => texts[method].includes(value)).length;
  return {
    id: trace.id,
    traceTokens,
    values: wanted.length,
    kept: { brief: kept("brief"), last: kept("last"), first: kept("first"), sampled: kept("sampled") },
    contentTokens: count(text),
  };
}

/** A brief is bounded by the estimate; held to another count, it is asked for less until it fits that one. */
function briefWithin(trace: Trace, room: number, count: Count): string {
  const source = { prompt: trace.prompt, steps: [{ id: "s1", reasoning: trace.reasoning, answer: trace.answer }] };
  for (let asked = room; asked > 0; asked = Math.floor(asked * 0.95 - 0.01)) {
    const brief = makeBrief(source, asked);
    const parts = [...brief.entries.map(({ text }) => text), brief.values.map(listedValue).join(" ")];
    const text = parts.filter((part) => part !== "").join("\n");
    if (count(text) <= room) return text;
  }
  return "";
}

/** Ten pieces, evenly spread. */
function sampled(text: string, chars: number): string {
  const pieces = 10;
  const size = Math.ceil(chars / pieces);
  return Array.from({ length: pieces }, (_, i) => {
    const at = Math.floor((i * text.length) / pieces);
    return text.slice(at, at + size);
  }).join("\n");
}
