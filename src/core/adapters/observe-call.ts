import { applyEvents, newAttempt } from "../model/attempt.ts";
import { ProviderError } from "../model/errors.ts";
import type { ProviderFailure } from "../model/errors.ts";
import { isJsonObject, numberAt } from "../model/json.ts";
import type { Attempt } from "../model/session.ts";
import type { Visibility } from "../model/stream-event.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import type { PreparedCall } from "./adapter.ts";
import type { StreamOptions } from "./call.ts";
import { streamCall } from "./call.ts";
import type { CustomProviderSetting } from "./custom-provider.ts";

/** What one small call showed about an endpoint. */
export type Observation =
  | {
      readonly isOk: true;
      readonly answer: string;
      readonly seen: Visibility | null;
      readonly reasoningTokens: number | null;
      readonly attempt: Attempt;
    }
  | { readonly isOk: false; readonly failure: ProviderFailure };

/** @throws the signal's reason when aborted */
export async function observeCall(call: PreparedCall, options: StreamOptions): Promise<Observation> {
  let attempt = newAttempt(1, 0);
  try {
    for await (const events of streamCall(call, options)) attempt = applyEvents(attempt, events, 0);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { isOk: false, failure: error.failure };
  }
  if (attempt.failure !== null) return { isOk: false, failure: attempt.failure };
  const reasoning = attempt.blocks.find((block) => block.type === "reasoning");
  return {
    isOk: true,
    answer: attempt.blocks.flatMap((block) => (block.type === "answer" ? [block.text] : [])).join(""),
    seen: reasoning?.visibility ?? null,
    reasoningTokens: attempt.usage?.output.reasoning ?? null,
    attempt,
  };
}

type Seen = Extract<Observation, { isOk: true }>;

const tagStyles = [
  ["think", /^\s*<think>|<\/think>/],
  ["thinking", /^\s*<thinking>|<\/thinking>/],
  ["kimi", /^\s*◁think▷|◁\/think▷/],
  ["harmony", /<\|channel\|>analysis/],
] as const;

/** The tags between which an answer holds reasoning; null: none. */
export function thinkTagsOf(answer: string): NonNullable<CustomProviderSetting["thinkTags"]> | null {
  return tagStyles.find(([, pattern]) => pattern.test(answer))?.[0] ?? null;
}

/** True when the call shows any sign of reasoning: text, state, a count, or tags in the answer. */
export function hasReasoned(seen: Seen): boolean {
  return seen.seen !== null || (seen.reasoningTokens ?? 0) > 0 || thinkTagsOf(seen.answer) !== null;
}

/** How the endpoint counts reasoning tokens, told from the counters as they came and the length of the answer. */
export function countingOf(seen: Seen): NonNullable<CustomProviderSetting["countsReasoning"]> {
  const { usage } = seen.attempt;
  const reasoning = usage?.output.reasoning ?? null;
  const raw = isJsonObject(usage?.raw) ? usage.raw : {};
  const output = numberAt(raw, "completion_tokens") ?? numberAt(raw, "output_tokens");
  if (reasoning === null || reasoning === 0 || output === null) return "not-reported";
  if (reasoning > output) return "additive";
  const visible = estimateTokens(seen.answer);
  return Math.abs(output - visible) < Math.abs(output - reasoning - visible) ? "additive" : "included";
}
