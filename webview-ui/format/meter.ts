import type { Block } from "../../src/core/model/block.ts";
import { lastAttempt } from "../../src/core/model/session.ts";
import type { Attempt, Step } from "../../src/core/model/session.ts";
import { unmeasured } from "./numbers.ts";
import type { Measure } from "./numbers.ts";

/** One lane's figures, each with where it comes from. Times are of the last attempt, in milliseconds after its start. */
export interface MeterView {
  readonly input: Measure;
  readonly reasoning: Measure;
  readonly answer: Measure;
  readonly total: Measure;
  readonly perSecond: Measure;
  readonly firstByteMs: number | null;
  readonly firstReasoningMs: number | null;
  readonly firstAnswerMs: number | null;
  readonly endMs: number | null;
  /** Whether the reader gets to see the reasoning that is counted. */
  readonly isReasoningHidden: boolean;
  readonly isLive: boolean;
}

/** Largest token count and time over all lanes, stepped, so bars compare across lanes and rarely rescale. */
export interface Scale {
  readonly tokens: number;
  readonly timeMs: number;
}

export const emptyMeter: MeterView = {
  input: unmeasured,
  reasoning: unmeasured,
  answer: unmeasured,
  total: unmeasured,
  perSecond: unmeasured,
  firstByteMs: null,
  firstReasoningMs: null,
  firstAnswerMs: null,
  endMs: null,
  isReasoningHidden: false,
  isLive: false,
};

/** Estimated tokens of a block of the last attempt. Injected: a running count must not start over on every tick. */
export type BlockCounter = (block: Block, index: number) => number;

/** @param elapsedMs since the step's start, for what still runs */
export function meterView(step: Step, elapsedMs: number, count: BlockCounter): MeterView {
  const attempt = lastAttempt(step);
  const isLive = step.status === "running";
  if (attempt === null) return { ...emptyMeter, endMs: isLive ? elapsedMs : null, isLive };
  if (step.wait !== null) return { ...emptyMeter, endMs: elapsedMs, isLive };
  const input = attempt.usage?.input.total ?? null;
  const counts = outputCounts(attempt, count);
  const { firstByteMs, firstReasoningMs, firstAnswerMs } = attempt.timing;
  const isReasoningHidden = attempt.blocks.every((block) => block.type !== "reasoning" || !isShown(block));
  // Hidden reasoning is announced when it is over: the time until then is when it was made.
  const madeFromMs = isReasoningHidden ? firstByteMs : (firstReasoningMs ?? firstAnswerMs ?? firstByteMs);
  const endMs = attempt.timing.totalMs ?? (isLive ? Math.max(0, elapsedMs - attempt.startedAtMs) : step.durationMs);
  return {
    input: measured(input),
    reasoning: counts.reasoning,
    answer: counts.answer,
    total: counts.output.value === null && attempt.blocks.length > 0 ? unmeasured : wholeOf(input, counts.output),
    perSecond: rate(counts.output, madeFromMs, endMs),
    firstByteMs,
    firstReasoningMs,
    firstAnswerMs,
    endMs,
    isReasoningHidden,
    isLive,
  };
}

interface OutputCounts {
  readonly reasoning: Measure;
  readonly answer: Measure;
  readonly output: Measure;
}

/** Reported counts once the attempt has ended; until then, and for a stream that was cut, what can be estimated. */
function outputCounts(attempt: Attempt, count: BlockCounter): OutputCounts {
  const estimated = estimatedCounts(attempt.blocks, count);
  const reported = attempt.status === "completed" ? attempt.usage?.output : undefined;
  if (reported === undefined || (reported.total === null && reported.visible === null)) return estimated;
  const reasoning = reported.reasoning === null ? estimated.reasoning : measured(reported.reasoning);
  const answer = reported.visible === null ? estimated.answer : measured(reported.visible);
  const output = reported.total === null ? sum([reasoning, answer]) : measured(reported.total);
  return { reasoning, answer, output };
}

function estimatedCounts(blocks: readonly Block[], count: BlockCounter): OutputCounts {
  let reasoning: number | null = null;
  let answer: number | null = null;
  for (const [index, block] of blocks.entries()) {
    if (block.type === "reasoning") {
      // A summary's length says nothing about what was thought; only raw text and the provider's own count do.
      const counted = block.estimatedTokens ?? (block.visibility === "raw" ? count(block, index) : null);
      if (counted !== null) reasoning = (reasoning ?? 0) + counted;
    } else {
      answer = (answer ?? 0) + count(block, index);
    }
  }
  const parts = [estimate(reasoning), estimate(answer)];
  const isUncounted = reasoning === null && blocks.some((block) => block.type === "reasoning");
  // Without the reasoning a total and a speed would be wrong, not rough.
  return { reasoning: estimate(reasoning), answer: estimate(answer), output: isUncounted ? unmeasured : sum(parts) };
}

function rate(output: Measure, fromMs: number | null, endMs: number | null): Measure {
  if (output.value === null || fromMs === null || endMs === null || endMs - fromMs < 50) return unmeasured;
  return { value: output.value / ((endMs - fromMs) / 1000), basis: output.basis };
}

/** A total that misses its input is an estimate at best. */
function wholeOf(input: number | null, output: Measure): Measure {
  const total = sum([measured(input), output]);
  return input === null ? { ...total, basis: "estimate" } : total;
}

/** Of what is known; as uncertain as its parts. Null only when nothing is known. */
function sum(parts: readonly Measure[]): Measure {
  const known = parts.filter((part) => part.value !== null);
  if (known.length === 0) return unmeasured;
  const value = known.reduce((total, part) => total + (part.value ?? 0), 0);
  const isEstimate = known.some((part) => part.basis === "estimate");
  return { value, basis: isEstimate ? "estimate" : "exact" };
}

function isShown(block: Block): boolean {
  return block.type === "reasoning" && (block.visibility === "raw" || block.visibility === "summary");
}

function measured(value: number | null): Measure {
  return { value, basis: "exact" };
}

function estimate(value: number | null): Measure {
  return { value, basis: "estimate" };
}
