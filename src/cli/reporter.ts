import type { Comparison } from "../core/model/comparison.ts";
import type { Forecast } from "../core/model/forecast.ts";
import type { SessionChange } from "../core/model/session-change.ts";
import type { Session } from "../core/model/session.ts";
import type { ExitCode } from "./usage-error.ts";

/** Shows a run as it happens and when it is over. */
export interface Reporter {
  /** Before anything is sent. */
  onForecast(forecast: Forecast): void;
  /** @param session after the change */
  onChange(change: SessionChange, session: Session): void;
  finish(outcome: RunOutcome): void;
}

export interface RunOutcome {
  readonly session: Session;
  readonly exitCode: ExitCode;
  readonly status: "completed" | "failed" | "budget" | "interrupted";
  readonly durationMs: number;
  /** Sum over the lanes whose cost is known, and what a judge cost; null when none is. */
  readonly knownUsd: string | null;
  /** What simulated lanes would have cost at prices of the reader's own: no money; null when none has a price. */
  readonly simulatedUsd: string | null;
  readonly savedTo: string | null;
  /** Null with a single lane and nothing asserted. */
  readonly comparison: Comparison | null;
}
