import { newFailure } from "../model/errors.ts";
import type { ProviderFailure } from "../model/errors.ts";
import type { Attempt, Session, Step } from "../model/session.ts";
import { isEnded } from "../model/session.ts";

/**
 * The session as a file may hold it: nothing is running in a file. A running step becomes `partial` with all that arrived,
 * a queued one `cancelled`. This is what a backup in mid-run contains, so a crash leaves checkpoints, not ghosts.
 */
export function settleSession(session: Session): Session {
  const isSettled = Object.values(session.steps).every(isEnded);
  if (isSettled) return session;
  return { ...session, steps: Object.fromEntries(Object.entries(session.steps).map(([id, step]) => [id, settleStep(step)])) };
}

function settleStep(step: Step): Step {
  if (isEnded(step)) return step;
  if (step.attempts.length === 0) return { ...step, status: "cancelled", wait: null };
  const failure = interrupted(step.origin.provider);
  return {
    ...step,
    status: "partial",
    wait: null,
    failure,
    attempts: step.attempts.map((attempt) => settleAttempt(attempt, failure)),
  };
}

function settleAttempt(attempt: Attempt, failure: ProviderFailure): Attempt {
  if (attempt.status !== "running") return attempt;
  return {
    ...attempt,
    status: "truncated",
    blocks: attempt.blocks.map((block) => ({ ...block, isOpen: false })),
    finish: { reason: "truncated", raw: null },
    failure,
  };
}

function interrupted(provider: string): ProviderFailure {
  return newFailure({
    kind: "stream-truncated",
    message: "The run was interrupted: the editor closed before the answer was finished.",
    advice: "Run the lane again for a whole answer.",
    provider,
  });
}
