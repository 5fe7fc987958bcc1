import type { Effort } from "../../src/core/model/effort.ts";
import type { Assertion, SameRule } from "../../src/core/model/comparison.ts";
import type { Lane, Session, Step } from "../../src/core/model/session.ts";
import { newAttempt } from "../../src/core/model/attempt.ts";
import { noUsage } from "../../src/core/model/usage.ts";

/** One model over its tiers, with what is known about its answers. */
export interface Sweep {
  readonly name: string;
  readonly prompt: string;
  readonly tiers: readonly SweptTier[];
  /** The tiers below the top whose answer is the top's answer, as a person sees it. Empty: saving changes the answer. */
  readonly keeps: readonly Effort[];
  readonly same?: SameRule;
  readonly assertion?: Assertion;
}

export interface SweptTier {
  readonly effort: Effort;
  /** One answer a run. Null: the run ended without one. */
  readonly answers: readonly (string | null)[];
  readonly reasoningTokens?: number;
  /** The reasoning's own text, where the model shows it. */
  readonly trace?: string;
  /** An exact price; null for simulated and local models. */
  readonly usd?: string | null;
}

/** The session such a sweep leaves behind: one lane a run. */
export function sessionOf({ prompt, tiers }: Pick<Sweep, "prompt" | "tiers">, model = "swept"): Session {
  const lanes: Lane[] = [];
  const steps: Record<string, Step> = {};
  tiers.forEach((tier, place) => {
    const reasoning = tier.reasoningTokens ?? 60 * 3 ** place;
    for (const answer of tier.answers) {
      const id = `l-${lanes.length + 1}`;
      const step = `s-${lanes.length + 1}`;
      lanes.push(laneOf(id, step, model, tier.effort));
      steps[step] = stepOf({ id: step, lane: id, prompt, tier, answer, reasoning, model });
    }
  });
  const prompted = { system: "", user: prompt, variables: {} };
  return { id: "x-1", title: "", createdAt: "2026-11-22T12:00:00.000Z", prompt: prompted, lanes, steps };
}

function laneOf(id: string, head: string, model: string, effort: Effort): Lane {
  return { id, provider: "simulator", wire: null, model, effort, maxOutputTokens: null, wantsSummary: true, head };
}

interface StepParts {
  readonly id: string;
  readonly lane: string;
  readonly prompt: string;
  readonly tier: SweptTier;
  readonly answer: string | null;
  readonly reasoning: number;
  readonly model: string;
}

function stepOf({ id, lane, prompt, tier, answer, reasoning, model }: StepParts): Step {
  const visible = Math.ceil((answer ?? "").length / 4);
  const durationMs = 400 + (reasoning + visible) * 10;
  const trace = tier.trace ?? "";
  const usd = tier.usd ?? null;
  return {
    id,
    parent: null,
    lane,
    status: answer === null ? "partial" : "complete",
    startedAt: "2026-11-22T12:00:00.000Z",
    durationMs,
    input: prompt,
    system: "",
    origin: { provider: "simulator", wire: "openai-chat", model, accountScope: null, prefixDigest: null, isSimulated: true },
    effort: { requested: tier.effort, sent: null, sentLabel: "", outcome: "exact", note: null },
    maxOutputTokens: null,
    attempts: [
      {
        ...newAttempt(1, 0),
        status: "completed",
        blocks: [
          { type: "reasoning", visibility: trace === "" ? "omitted" : "raw", text: trace, estimatedTokens: null, isOpen: false },
          { type: "answer", channel: "answer", text: answer ?? "", isOpen: false },
        ],
        usage: { ...noUsage, output: { total: reasoning + visible, reasoning, visible }, source: "reported" },
        finish: { reason: "stop", raw: "stop" },
      },
    ],
    wait: null,
    failure: null,
    cost: usd === null ? null : { usd, basis: "computed", reason: null, rows: [] },
  };
}
