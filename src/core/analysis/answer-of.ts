import { isEnded, lastAttempt } from "../model/session.ts";
import type { Step } from "../model/session.ts";

/** Longer answers are compared by their first and last half of this: what decides stands at the ends. */
const maxAnswerChars = 400_000;

export type Answer =
  | { readonly state: "answered"; readonly text: string }
  | { readonly state: "no-answer" | "running" | "not-run"; readonly reason: string | null };

/** What a step answered: the words meant for the reader, no commentary between tool calls, no refusal, nothing cut off. */
export function answerOf(step: Step | null): Answer {
  if (step === null) return { state: "not-run", reason: null };
  if (!isEnded(step)) return { state: "running", reason: null };
  if (step.status !== "complete") return { state: "no-answer", reason: endings[step.status] };
  const attempt = lastAttempt(step);
  if (attempt?.finish?.reason === "length") return { state: "no-answer", reason: "It ran into its output limit." };
  const blocks = attempt?.blocks ?? [];
  const text = blocks.flatMap((block) => (block.type === "answer" && block.channel === "answer" ? [block.text] : [])).join("");
  if (text.trim() !== "") return { state: "answered", text: bounded(text.trim()) };
  const isRefused = blocks.some((block) => block.type === "answer" && block.channel === "refusal");
  const calls = blocks.some((block) => block.type === "tool-call");
  return { state: "no-answer", reason: isRefused ? "It refused." : calls ? "It called tools instead." : "Its answer is empty." };
}

const endings = {
  queued: null,
  running: null,
  complete: null,
  partial: "Its answer was cut off.",
  failed: "It failed.",
  cancelled: "It was stopped.",
  budget: "A budget stopped it.",
} satisfies Record<Step["status"], string | null>;

function bounded(text: string): string {
  return text.length <= maxAnswerChars ? text : text.slice(0, maxAnswerChars / 2) + text.slice(-maxAnswerChars / 2);
}
