import canonicalize from "canonicalize";
import type { ChangeSink, EngineDependencies, LaneJob, Run, RunOptions, StartRun } from "../engine/engine.ts";
import type { NewId } from "../model/clock.ts";
import type { HandoffMode } from "../model/handoff.ts";
import type { LaneId } from "../model/ids.ts";
import type { Lane, Session, Step } from "../model/session.ts";
import { lastAttempt, stepAt } from "../model/session.ts";
import type { HandoffPlan, HandoffQuestion } from "./plan-handoff.ts";
import { planHandoff } from "./plan-handoff.ts";
import { continuationJob } from "./run-continuation.ts";

/** The ways of continuing that are held against each other. */
export const proofModes = ["native", "brief", "answers", "nothing"] as const satisfies readonly HandoffMode[];
export type ProofMode = (typeof proofModes)[number];

export interface ProofArm {
  readonly mode: ProofMode;
  readonly plan: HandoffPlan;
  readonly lane: Lane;
  /** The arm that sends the very same request: this one is not sent again. Null: it is sent. */
  readonly sameAs: ProofMode | null;
}

export interface ProofVerdict {
  readonly mode: ProofMode;
  readonly sameAs: ProofMode | null;
  readonly step: Step | null;
  readonly answer: string;
  /** Null: there is no assertion, or no answer to judge. */
  readonly isPassed: boolean | null;
}

/** Plans one continuation four ways. Each arm is a lane of its own; arms that come to the same request share one. */
export function planProof(lane: Lane, question: HandoffQuestion, newId: NewId): readonly ProofArm[] {
  const seen = new Map<string, ProofMode>();
  return proofModes.map((mode) => {
    const plan = planHandoff({ ...question, mode });
    const request = canonicalize([plan.system, plan.messages, plan.tools]) ?? mode;
    const sameAs = seen.get(request) ?? null;
    if (sameAs === null) seen.set(request, mode);
    return { mode, plan, lane: { ...lane, id: newId("l") }, sameAs };
  });
}

/** Sends the arms side by side; what happens is changes like those of any run. */
export function runProof(
  arms: readonly ProofArm[],
  question: HandoffQuestion,
  run: {
    readonly start: StartRun;
    readonly dependencies: EngineDependencies;
    readonly options: RunOptions;
    readonly sink: ChangeSink;
  },
): Run {
  const jobs = arms
    .filter(({ sameAs }) => sameAs === null)
    .map(({ lane, plan, mode }): LaneJob =>
      continuationJob({ lane, question: { ...question, mode }, allowsFallback: false }, plan),
    );
  return run.start(run.dependencies, jobs, run.options, run.sink);
}

/** Judges each arm by the reader's assertion on its answer. */
export function judgeProof(
  arms: readonly ProofArm[],
  session: Session,
  assertion: ((answer: string) => boolean) | null,
): readonly ProofVerdict[] {
  const laneOf = (mode: ProofMode): LaneId | null => arms.find((arm) => arm.mode === mode)?.lane.id ?? null;
  return arms.map(({ mode, sameAs }) => {
    const lane = session.lanes.find(({ id }) => id === laneOf(sameAs ?? mode));
    const step = lane === undefined || lane.head === null ? null : stepAt(session, lane.head);
    const answer = step === null ? "" : answerOf(step);
    return { mode, sameAs, step, answer, isPassed: assertion === null || answer === "" ? null : assertion(answer) };
  });
}

function answerOf(step: Step): string {
  const blocks = lastAttempt(step)?.blocks ?? [];
  return blocks.flatMap((block) => (block.type === "answer" && block.channel === "answer" ? [block.text] : [])).join("");
}
