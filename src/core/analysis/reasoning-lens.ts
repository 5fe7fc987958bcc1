import type { ComparedLane, ReasoningLens } from "../model/comparison.ts";
import { lastAttempt, stepAt } from "../model/session.ts";
import type { Attempt, Lane, Session } from "../model/session.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import type { Answer } from "./answer-of.ts";
import { traceOf } from "../model/trace.ts";
import type { Trace } from "../model/trace.ts";
import { answerPlace } from "./answer-place.ts";
import { weighSegments } from "./repeated-checks.ts";
import { segmentTrace } from "../model/segments.ts";
import { percentWords, ratioWords } from "./words.ts";

/** Traces past this are looked at in part: the lens is a picture, not a bill. */
const maxTraceChars = 2_000_000;

/**
 * One lens for each lane that ended and reasoned.
 * @param isPassOrFail answers were checked one by one: those that pass need not be the same, and failing alike is no merit
 */
export function reasoningLenses(
  session: Session,
  lanes: readonly ComparedLane[],
  answers: readonly Answer[],
  isPassOrFail: boolean,
): readonly ReasoningLens[] {
  return lanes.flatMap((result, at) => {
    const lane = session.lanes[at];
    const answer = answers[at];
    const head = lane?.head ?? null;
    const step = head === null ? null : stepAt(session, head);
    const attempt = step === null ? null : lastAttempt(step);
    if (lane === undefined || answer?.state !== "answered" || step === null || attempt === null) return [];
    const trace = traceOf(attempt);
    const hasReasoned = trace !== null || (result.reasoningTokens ?? 0) > 0;
    if (!hasReasoned) return [];
    const cheaper = isPassOrFail && result.agrees !== true ? null : cheaperLane(session.lanes, lanes, lane, result);
    const base = { lane: lane.id, number: result.number, reasoningShare: shareOf(attempt), cheaper };
    const alike = isPassOrFail ? "passes as well" : "gives the same answer";
    return [
      trace === null ? withoutText(base, alike) : withText(base, alike, trace, answer.text, step.input, result.reasoningTokens),
    ];
  });
}

type Base = Pick<ReasoningLens, "lane" | "number" | "reasoningShare" | "cheaper">;

type Alike = "passes as well" | "gives the same answer";

function withoutText(base: Base, alike: Alike): ReasoningLens {
  const nothing = { basis: null, segments: null, checks: null, checkShare: null, answerAt: null, tokensAfter: null };
  return { ...base, ...nothing, finding: cheaperWords(base.cheaper, alike) };
}

function withText(
  base: Base,
  alike: Alike,
  trace: Trace,
  answer: string,
  prompt: string,
  reported: number | null,
): ReasoningLens {
  const { basis } = trace;
  const text = trace.text.slice(0, maxTraceChars);
  const segments = weighSegments(text, segmentTrace(text));
  const checks = segments.filter(({ isCheck }) => isCheck);
  const checked = checks.reduce((sum, { start, end }) => sum + end - start, 0);
  const answerAt = answerPlace(text, answer, prompt);
  const tokens = reported ?? (basis === "raw" ? estimateTokens(text) : null);
  const lens = {
    ...base,
    basis,
    segments: segments.length,
    checks: checks.length,
    checkShare: text.length === 0 ? null : checked / text.length,
    answerAt,
    tokensAfter: answerAt === null || tokens === null ? null : Math.round(tokens * (1 - answerAt)),
  };
  return { ...lens, finding: findingOf(lens, alike) };
}

function shareOf({ usage }: Attempt): number | null {
  const { total = null, reasoning = null } = usage?.output ?? {};
  return total === null || reasoning === null || total <= 0 ? null : Math.min(1, reasoning / total);
}

function cheaperLane(
  lanes: readonly Lane[],
  results: readonly ComparedLane[],
  lane: Lane,
  result: ComparedLane,
): ReasoningLens["cheaper"] {
  const own = result.reasoningTokens;
  if (own === null || own <= 0) return null;
  const same = results.flatMap((other, at) => {
    const peer = lanes[at];
    const isPeer = peer?.provider === lane.provider && peer.wire === lane.wire && peer.model === lane.model;
    const tokens = other.reasoningTokens;
    return isPeer && result.sameAs.includes(other.number) && tokens !== null && tokens * 1.5 <= own
      ? [{ number: other.number, reasoningTokens: tokens, times: own / Math.max(tokens, 1) }]
      : [];
  });
  return same.toSorted((one, other) => one.reasoningTokens - other.reasoningTokens)[0] ?? null;
}

function findingOf(
  { answerAt, checks, checkShare, basis, cheaper }: Omit<ReasoningLens, "finding">,
  alike: Alike,
): string | null {
  const parts: string[] = [];
  const of = basis === "summary" ? "the summary" : "the trace";
  if (answerAt !== null && answerAt <= 0.75) parts.push(`The answer stands at ${percentWords(answerAt)} of ${of}.`);
  if (checks !== null && checks >= 2 && checkShare !== null && checkShare >= 0.15) {
    parts.push(`${checks} parts go over earlier ground, ${percentWords(checkShare)} of its text.`);
  }
  const words = cheaperWords(cheaper, alike);
  if (words !== null) parts.push(words);
  return parts.length === 0 ? null : parts.join(" ");
}

function cheaperWords(cheaper: ReasoningLens["cheaper"], alike: Alike): string | null {
  if (cheaper === null) return null;
  return cheaper.reasoningTokens === 0
    ? `Lane ${cheaper.number} ${alike} without reasoning.`
    : `Lane ${cheaper.number} ${alike} with ${ratioWords(cheaper.times, "less")} reasoning.`;
}
