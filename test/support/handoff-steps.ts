import { createHash } from "node:crypto";
import { createRegistry } from "../../src/core/adapters/registry.ts";
import { prefixDigest } from "../../src/core/engine/prefix-digest.ts";
import type { HandoffQuestion } from "../../src/core/handoff/plan-handoff.ts";
import { newAttempt } from "../../src/core/model/attempt.ts";
import type { AnswerBlock, Block, OpaqueState, ReasoningBlock } from "../../src/core/model/block.ts";
import type { WireId } from "../../src/core/model/ids.ts";
import type { JsonValue } from "../../src/core/model/json.ts";
import type { Message } from "../../src/core/model/model-request.ts";
import type { Step } from "../../src/core/model/session.ts";
import { simulatorProvider } from "../../src/simulator/provider.ts";

export const registry = createRegistry({ extra: [simulatorProvider] });

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export interface StepParts {
  readonly id?: string;
  readonly provider: string;
  readonly wire: WireId;
  readonly model: string;
  readonly input?: string;
  readonly system?: string;
  readonly blocks?: readonly Block[];
  readonly opaque?: readonly OpaqueState[];
  readonly items?: readonly JsonValue[];
  readonly account?: string | null;
  readonly effort?: Step["effort"]["requested"];
  readonly status?: Step["status"];
  /** What stood before the answer when it was made; left out: the system text and the input. */
  readonly prefix?: readonly Message[];
  readonly handoff?: Step["handoff"];
}

export const thought: ReasoningBlock = {
  type: "reasoning",
  visibility: "summary",
  text: "The ball costs 0.05, because 1.05 + 0.05 = 1.10.",
  estimatedTokens: null,
  isOpen: false,
};
export const answer: AnswerBlock = { type: "answer", channel: "answer", text: "The ball costs $0.05.", isOpen: false };

/** A step that ended well: it thought, it answered, and it holds its sealed state. */
export function endedStep(parts: StepParts): Step {
  const { id = "s1", input = "What does the ball cost?", system = "", status = "complete" } = parts;
  const attempt = {
    ...newAttempt(1, 0),
    status: status === "complete" ? ("completed" as const) : ("truncated" as const),
    blocks: parts.blocks ?? [thought, answer],
    opaque: parts.opaque ?? [{ kind: "signature" as const, block: 0, data: "c2VhbA==", format: "unknown" }],
    items: parts.items ?? [{ type: "item" }],
  };
  const prefix = parts.prefix ?? [{ role: "user", text: input }];
  return {
    id,
    parent: null,
    lane: "l1",
    status,
    startedAt: "2026-11-22T00:00:00.000Z",
    durationMs: 1,
    input,
    system,
    origin: {
      provider: parts.provider,
      wire: parts.wire,
      model: parts.model,
      accountScope: parts.account === undefined ? "org-a" : parts.account,
      prefixDigest: prefixDigest({ system, tools: [], messages: prefix }, sha256),
      isSimulated: false,
    },
    effort: { requested: parts.effort ?? "high", sent: null, sentLabel: "high", outcome: "exact", note: null },
    maxOutputTokens: null,
    attempts: [attempt],
    wait: null,
    failure: null,
    cost: null,
    ...(parts.handoff === undefined ? {} : { handoff: parts.handoff }),
  };
}

/** A question about one path and one target, `auto`, same account and effort. */
export function handoffQuestion(
  path: readonly Step[],
  target: { readonly provider: string; readonly wire?: WireId; readonly model: string },
  more: Partial<HandoffQuestion> = {},
): HandoffQuestion {
  return {
    path,
    adapter: registry.adapterFor({ wire: null, ...target }),
    accountScope: "org-a",
    effort: "high",
    mode: "auto",
    input: "And the bat?",
    toolResults: [],
    tools: [],
    briefTokens: null,
    briefText: null,
    sha256,
    ...more,
  };
}
