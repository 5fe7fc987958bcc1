import type { ComparisonSettings } from "./comparison.ts";
import type { Cost } from "./cost.ts";
import type { ProviderFailure } from "./errors.ts";
import type { StepId } from "./ids.ts";
import type { MeterReading } from "./live-meter.ts";
import type { Lane, LedgerEntry, Prompt, Session, Step, StepStatus, Wait } from "./session.ts";
import type { StreamEvent } from "./stream-event.ts";

/**
 * Everything that can happen to a session, as data. The host applies these, sends the same ones to the page,
 * and both hold the same state because both use `reduceSession`.
 */
export type SessionChange =
  // Structural edits: undoable, made by the reader.
  | { readonly type: "title-set"; readonly title: string }
  | { readonly type: "prompt-set"; readonly prompt: Prompt }
  | { readonly type: "lanes-set"; readonly lanes: readonly Lane[] }
  | { readonly type: "step-removed"; readonly step: StepId }
  | { readonly type: "comparison-set"; readonly comparison: ComparisonSettings }
  /** Paid beside the steps. */
  | { readonly type: "ledger-added"; readonly entry: LedgerEntry }
  // A run: made by the engine.
  /** The step begins and becomes its lane's head. */
  | { readonly type: "step-start"; readonly step: Step }
  | { readonly type: "step-wait"; readonly step: StepId; readonly wait: Wait }
  /** `at`: milliseconds after the step's start. Clears the wait. */
  | {
      readonly type: "attempt-start";
      readonly step: StepId;
      readonly number: number;
      readonly at: number;
      /** The output limit of this attempt, where a budget made it lower than the step's. */
      readonly maxOutputTokens?: number;
    }
  /** Events of the running attempt; `at`: milliseconds after the attempt's start. May be empty: the first bytes came. */
  | { readonly type: "attempt-events"; readonly step: StepId; readonly at: number; readonly events: readonly StreamEvent[] }
  /** What the running attempt has cost so far, by estimate; a few times a second. */
  | { readonly type: "attempt-cost"; readonly step: StepId; readonly cost: Cost }
  /** What the running attempt has used so far, a few times a second; the last one settles it by the provider's final count. */
  | { readonly type: "attempt-meter"; readonly step: StepId; readonly meter: MeterReading }
  | {
      readonly type: "attempt-end";
      readonly step: StepId;
      readonly status: "completed" | "failed" | "truncated" | "stopped";
      readonly at: number;
      readonly failure: ProviderFailure | null;
      readonly cost: Cost | null;
    }
  | {
      readonly type: "step-end";
      readonly step: StepId;
      readonly status: Exclude<StepStatus, "queued" | "running">;
      /** Milliseconds after the step's start. */
      readonly at: number;
      readonly failure: ProviderFailure | null;
      readonly cost: Cost | null;
    }
  /** Everything at once: undo, revert, a file that changed on disk. */
  | { readonly type: "session-set"; readonly session: Session };
