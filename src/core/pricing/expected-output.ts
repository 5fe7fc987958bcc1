import type { Effort } from "../model/effort.ts";
import { promptTraits, unknownTraits } from "./prompt-traits.ts";
import type { PromptTraits } from "./prompt-traits.ts";

export interface OutputQuestion {
  readonly effort: Effort;
  /** The last user text; null: not known. */
  readonly prompt: string | null;
  readonly hasTools: boolean;
}

/** The natural logarithm of the output tokens, reasoning included, that a response to this takes in the middle. */
export function expectedLog(question: OutputQuestion): number {
  return outputFeatures(question).reduce((sum, feature, i) => sum + feature * (weights[i] ?? 0), 0) + levelLog(question.effort);
}

export function expectedTokens(question: OutputQuestion): number {
  return Math.max(1, Math.round(Math.exp(expectedLog(question))));
}

/** What the weights belong to, in their order; also what `npm run fit:forecast` fits them on. */
export function outputFeatures({ effort, prompt, hasTools }: OutputQuestion): readonly number[] {
  const { characters, asksShort, asksLong, isProblem }: PromptTraits = prompt === null ? unknownTraits : promptTraits(prompt);
  const level = levelOf(effort);
  const reasons = level !== "none";
  return [
    1,
    reasons,
    Math.min(8, Math.log(characters + 1)),
    asksShort,
    asksLong,
    isProblem,
    hasTools,
    reasons && isProblem,
    reasons && hasTools,
  ].map(Number);
}

/** Fitted to half of the recorded prompts (2026-11-22), told apart by a digest; the bench prints how the other half falls. */
const weights: readonly number[] = [0.85, 1.72, 0.62, -0.16, 0.58, 0.66, 0.22, -0.51, -0.12];

/**
 * How far a response lies from the middle, as logarithms: one in fourteen lies below, one in fourteen above. Of responses to
 * prompts that the weights were not fitted to, within the fitted half. A prompt that is not known makes it wider.
 */
export const outputSpread = { low: -1.63, high: 1.99, unknownPrompt: 1.3 } as const;

/** What a level adds, as a logarithm. By hand: of each level but the middle one too few responses were recorded. */
export function levelLog(effort: Effort): number {
  if (effort === "xhigh" || effort === "max") return levelLogs[effort];
  if (typeof effort !== "string" && effort.budgetTokens > 32_000) return levelLogs.xhigh;
  return levelLogs[levelOf(effort)];
}

const levelLogs = {
  none: 0,
  low: Math.log(0.55),
  middle: 0,
  high: Math.log(1.5),
  xhigh: Math.log(3.5),
  max: Math.log(7),
} as const;

type Level = "none" | "low" | "middle" | "high";

/** A budget stands for the level that would think about as long; models seldom use one up. */
function levelOf(effort: Effort): Level {
  if (typeof effort !== "string") return effort.budgetTokens <= 2048 ? "low" : effort.budgetTokens <= 12_000 ? "middle" : "high";
  switch (effort) {
    case "none":
      return "none";
    case "minimal":
    case "low":
      return "low";
    case "medium":
    case "default":
      return "middle";
    case "high":
    case "xhigh":
    case "max":
      return "high";
  }
}

/** The share of output that was reasoning in recorded responses: the lower quarter, the middle, the upper quarter. */
export function reasoningShare(effort: Effort): { readonly low: number; readonly likely: number; readonly high: number } {
  return shares[levelOf(effort)];
}

const shares = {
  none: { low: 0, likely: 0, high: 0 },
  low: { low: 0, likely: 0.5, high: 0.85 },
  middle: { low: 0.5, likely: 0.7, high: 0.9 },
  high: { low: 0.65, likely: 0.8, high: 0.9 },
} as const satisfies Record<Level, object>;
