import type { Effort } from "../model/effort.ts";
import { promptTraits, unknownTraits } from "./prompt-traits.ts";
import type { PromptTraits } from "./prompt-traits.ts";

export interface OutputQuestion {
  readonly effort: Effort;
  /** The last user text; null: not known. */
  readonly prompt: string | null;
  readonly hasTools: boolean;
  /** Of the whole request: what stands before the prompt (system text, tools, earlier turns). Absent or null: not known. */
  readonly inputTokens?: number | null;
}

/** The natural logarithm of the output tokens, reasoning included, that a response to this takes in the middle. */
export function expectedLog(question: OutputQuestion): number {
  return outputFeatures(question).reduce((sum, feature, i) => sum + feature * (weights[i] ?? 0), 0) + levelLog(question.effort);
}

export function expectedTokens(question: OutputQuestion): number {
  return Math.max(1, Math.round(Math.exp(expectedLog(question))));
}

/** What the weights belong to, in their order; also what `npm run fit:forecast` fits them on. */
export function outputFeatures({ effort, prompt, hasTools, inputTokens }: OutputQuestion): readonly number[] {
  const { characters, asksExact, asksLong, isProblem }: PromptTraits = prompt === null ? unknownTraits : promptTraits(prompt);
  const reasons = levelOf(effort) !== "none";
  return [
    1,
    reasons,
    Math.min(8, Math.log(characters + 1)),
    asksExact,
    asksLong,
    isProblem,
    hasTools,
    reasons && isProblem,
    reasons && hasTools,
    reasons && asksExact,
    prompt === null ? 0 : contextOf(inputTokens ?? null, characters),
  ].map(Number);
}

/** How much longer the request is than its prompt, as a logarithm: answers in the middle of something are longer. */
function contextOf(inputTokens: number | null, characters: number): number {
  if (inputTokens === null) return 0;
  return Math.min(4, Math.max(0, Math.log((inputTokens + 50) / (characters / 4 + 50))));
}

/** Fitted to half of the recorded prompts (2026-11-22), told apart by a digest; the bench prints how the other half falls. */
const weights: readonly number[] = [1.26, 1.9, 0.48, -1.07, 0.38, 0.27, -0.17, -0.28, -0.18, -0.83, 0.12];

/**
 * How far a response lies from the middle, as logarithms: one in sixteen lies below, one in sixteen above, a prompt that was
 * recorded often counting less. Of responses to prompts that the weights were not fitted to, within the fitted half. A
 * spread for each kind of prompt would be narrower there and fail outside. A prompt that is not known makes it wider.
 */
export const outputSpread = { low: -1.49, high: 1.55, unknownPrompt: 1.3 } as const;

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
