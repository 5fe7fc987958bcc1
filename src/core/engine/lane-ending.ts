import type { Cost } from "../model/cost.ts";
import type { ProviderFailure } from "../model/errors.ts";
import type { ProviderId } from "../model/ids.ts";
import type { StepStatus } from "../model/session.ts";
import { deadlineFailure, stopReasonOf } from "./failures.ts";

/** How a step ends. */
export interface LaneEnding {
  readonly status: Exclude<StepStatus, "queued" | "running">;
  readonly failure: ProviderFailure | null;
  readonly cost: Cost | null;
}

/** A lane that was stopped ends as what stopped it, whatever else was about to be said. */
export function endingOf(signal: AbortSignal, otherwise: LaneEnding, provider: ProviderId): LaneEnding {
  if (!signal.aborted) return otherwise;
  const { cost } = otherwise;
  switch (stopReasonOf(signal)) {
    case "budget":
      return { status: "budget", failure: null, cost };
    case "deadline":
      return { status: "failed", failure: deadlineFailure(provider), cost };
    case "user":
    case "shutdown":
      return { status: "cancelled", failure: null, cost };
  }
}
