import type { Block } from "../model/block.ts";
import type { HandoffBlock, HandoffMode } from "../model/handoff.ts";
import type { Attempt, Step } from "../model/session.ts";
import { lastAttempt } from "../model/session.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import { isWholeCall } from "./history.ts";
import type { BlockRule, Decision, Rule } from "./rules.ts";
import { blockRules } from "./rules.ts";

interface StepDecision {
  readonly rule: Rule;
  readonly mode: HandoffMode;
  /** A brief that already stands in the conversation holds this step's reasoning. */
  readonly isBriefed: boolean;
}

/** What becomes of each block of a step, once it is decided whether the step goes natively. */
export function decideBlocks(step: Step, decision: StepDecision): readonly HandoffBlock[] {
  const attempt = lastAttempt(step);
  if (attempt === null) return [];
  const tokens = reasoningTokens(attempt);
  return attempt.blocks.map((block, index) => ({
    step: step.id,
    block: index,
    type: block.type,
    ...decideBlock(block, decision),
    tokens: tokens[index] ?? null,
  }));
}

function decideBlock(block: Block, { rule, mode, isBriefed }: StepDecision): Decision {
  if (rule.outcome === "native") {
    return block.type === "reasoning"
      ? { outcome: "native", rule: rule.id, reason: rule.sentence }
      : by("native", "with-its-state");
  }
  if (mode === "nothing") return by("dropped", "not-sent");
  switch (block.type) {
    case "answer":
      return block.text.trim() === "" ? by("dropped", "empty-answer") : by("answer-only", "plain-text");
    case "tool-call":
      return isWholeCall(block) ? by("answer-only", "plain-text") : by("dropped", "cut-call");
    case "reasoning": {
      if (isBriefed && mode !== "answers") return by("brief", "already-briefed");
      const lost: Decision = { outcome: "dropped", rule: rule.id, reason: rule.sentence };
      if (rule.outcome === "dropped") return lost;
      if (mode === "native") return { ...lost, reason: `${rule.sentence} ${blockRules["not-in-brief-mode"]}` };
      if (block.text.trim() === "") return { ...lost, reason: `${rule.sentence} ${blockRules["nothing-readable"]}` };
      return { outcome: "brief", rule: rule.id, reason: rule.sentence };
    }
  }
}

function by(outcome: Decision["outcome"], rule: BlockRule): Decision {
  return { outcome, rule, reason: blockRules[rule] };
}

/** The reported count, shared out by text; without one an estimate of what can be read. */
function reasoningTokens(attempt: Attempt): readonly (number | null)[] {
  const seen = attempt.blocks.map((block) =>
    block.type === "reasoning" ? (block.text === "" ? block.estimatedTokens : estimateTokens(block.text)) : null,
  );
  const reported = attempt.usage?.output.reasoning ?? null;
  if (reported === null) return seen;
  const places = attempt.blocks.filter((block) => block.type === "reasoning").length;
  const sum = seen.reduce<number>((total, count) => total + (count ?? 0), 0);
  return attempt.blocks.map((block, index) => {
    if (block.type !== "reasoning") return null;
    return Math.round(reported * (sum === 0 ? 1 / places : (seen[index] ?? 0) / sum));
  });
}
