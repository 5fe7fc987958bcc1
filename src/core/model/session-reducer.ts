import { applyEvents, newAttempt } from "./attempt.ts";
import { assertNever } from "./assert-never.ts";
import type { ComparisonSettings } from "./comparison.ts";
import type { StepId } from "./ids.ts";
import { ledgerEntry } from "./ledger-entry.ts";
import { withTools } from "./offered-tools.ts";
import type { SessionChange } from "./session-change.ts";
import type { Attempt, Session, Step } from "./session.ts";
import { stepAt } from "./session.ts";

/**
 * The session after one change. Pure, shares everything untouched. A change that names an unknown step, or an attempt
 * that is not running, leaves the session as it is: late events of a removed step must not bring it back.
 */
export function reduceSession(session: Session, change: SessionChange): Session {
  switch (change.type) {
    case "title-set":
      return { ...session, title: change.title };
    case "prompt-set":
      return { ...session, prompt: change.prompt };
    case "lanes-set":
      return { ...session, lanes: change.lanes };
    case "comparison-set":
      return setComparison(session, change.comparison);
    case "ledger-added":
      return { ...session, ledger: [...(session.ledger ?? []), change.entry] };
    case "session-set":
      return change.session;
    case "step-removed":
      return removeStep(session, change.step);
    case "step-start":
      return startStep(session, change.step);
    case "step-wait":
      return updateStep(session, change.step, (step) => ({ ...step, wait: change.wait }));
    case "attempt-start":
      return updateStep(session, change.step, (step) => ({
        ...step,
        status: "running",
        wait: null,
        maxOutputTokens: change.maxOutputTokens ?? step.maxOutputTokens,
        attempts: [...step.attempts, newAttempt(change.number, change.at)],
      }));
    case "attempt-events":
      return updateAttempt(session, change.step, (attempt) => applyEvents(attempt, change.events, change.at));
    case "attempt-cost":
      return updateAttempt(session, change.step, (attempt) => ({ ...attempt, cost: change.cost }));
    case "attempt-meter":
      return updateAttempt(session, change.step, (attempt) => ({ ...attempt, meter: change.meter }));
    case "attempt-end":
      return updateAttempt(session, change.step, (attempt) => ({
        ...attempt,
        status: change.status,
        timing: { ...attempt.timing, totalMs: change.at },
        blocks: attempt.blocks.map((block) => (block.isOpen ? { ...block, isOpen: false } : block)),
        failure: change.failure ?? attempt.failure,
        cost: change.cost,
      }));
    case "step-end":
      return updateStep(session, change.step, (step) => ({
        ...step,
        status: change.status,
        durationMs: change.at,
        wait: null,
        failure: change.failure,
        cost: change.cost,
      }));
    default:
      return assertNever(change, "session change");
  }
}

/** The way that fits is what an absent choice means, so that undoing a choice leaves nothing behind. */
function setComparison(session: Session, comparison: ComparisonSettings): Session {
  if (comparison.same !== "auto" || comparison.assertion !== null) return { ...session, comparison };
  const { comparison: _, ...rest } = session;
  return rest;
}

function startStep(session: Session, step: Step): Session {
  return {
    ...session,
    lanes: session.lanes.map((lane) => (lane.id === step.lane ? { ...lane, head: step.id } : lane)),
    steps: { ...session.steps, [step.id]: step },
  };
}

/** Lanes that stood on the step fall back to its parent, and its children hang on that parent too. What it cost stays known. */
function removeStep(session: Session, id: StepId): Session {
  const removed = stepAt(session, id);
  if (removed === null) return session;
  const steps: Record<StepId, Step> = {};
  for (const [key, step] of Object.entries(session.steps)) {
    if (key !== id) steps[key] = step.parent === id ? afterRemoved(step, removed) : step;
  }
  const lanes = session.lanes.map((lane) => (lane.head === id ? { ...lane, head: removed.parent } : lane));
  const { cost } = removed;
  if (cost === null) return { ...session, lanes, steps };
  const entry = ledgerEntry({ id, what: "removed-step", of: id, cost }, removed);
  return { ...session, lanes, steps, ledger: [...(session.ledger ?? []), entry] };
}

/** It follows the step before, and offers what the removed one had brought along. */
function afterRemoved(step: Step, { parent, tools }: Step): Step {
  return { ...step, parent, ...(tools === undefined ? {} : { tools: withTools(tools, step.tools ?? []) }) };
}

function updateStep(session: Session, id: StepId, change: (step: Step) => Step): Session {
  const step = stepAt(session, id);
  if (step === null) return session;
  return { ...session, steps: { ...session.steps, [id]: change(step) } };
}

function updateAttempt(session: Session, id: StepId, change: (attempt: Attempt) => Attempt): Session {
  return updateStep(session, id, (step) => {
    const attempt = step.attempts.at(-1);
    if (attempt === undefined || attempt.status !== "running") return step;
    return { ...step, attempts: [...step.attempts.slice(0, -1), change(attempt)] };
  });
}
