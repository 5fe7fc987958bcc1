import { lastAttempt } from "../../src/core/model/session.ts";
import type { Step } from "../../src/core/model/session.ts";
import { assertNever } from "../../src/core/model/assert-never.ts";

export type StatusId =
  | "ready"
  | "no-key"
  | "queued"
  | "waiting"
  | "thinking"
  | "answering"
  | "retrying"
  | "done"
  | "budget"
  | "stopped"
  | "cut-off"
  | "refused"
  | "failed"
  | "key-refused";

export interface Status {
  readonly id: StatusId;
  readonly word: string;
  readonly icon: string;
  readonly tone: "muted" | "accent" | "ok" | "warn" | "bad";
  readonly isActive: boolean;
}

/** Where a lane stands, always as icon and word. `step`: the lane's last one; null before its first run. */
export function laneStatus(step: Step | null, hasKey: boolean): Status {
  if (step === null) return hasKey ? statuses.ready : statuses["no-key"];
  const attempt = lastAttempt(step);
  switch (step.status) {
    case "queued":
      return statuses.queued;
    case "running":
      return runningStatus(step);
    case "complete":
      if (attempt?.finish?.reason === "refusal" || attempt?.finish?.reason === "content-filter") return statuses.refused;
      if (attempt?.finish?.reason === "length" || attempt?.finish?.reason === "context") return statuses["cut-off"];
      if (step.attempts.length < 2) return statuses.done;
      return { ...statuses.done, word: `Done, attempt ${attempt?.number ?? step.attempts.length}` };
    case "partial":
      return statuses["cut-off"];
    case "cancelled":
      return statuses.stopped;
    case "budget":
      return statuses.budget;
    case "failed":
      if (step.failure?.kind === "auth") return attempt === null ? statuses["no-key"] : statuses["key-refused"];
      return step.failure?.kind === "refused" ? statuses.refused : statuses.failed;
    default:
      return assertNever(step.status, "step status");
  }
}

function runningStatus(step: Step): Status {
  if (step.wait?.reason === "queue") return statuses.queued;
  if (step.wait?.reason === "retry") return { ...statuses.retrying, word: `Retrying, attempt ${step.wait.nextAttempt}` };
  const block = lastAttempt(step)?.blocks.at(-1);
  if (block === undefined) return statuses.waiting;
  return block.type === "reasoning" ? statuses.thinking : statuses.answering;
}

export const statuses = {
  ready: { id: "ready", word: "Ready", icon: "circle-large", tone: "muted", isActive: false },
  "no-key": { id: "no-key", word: "No key", icon: "key", tone: "warn", isActive: false },
  queued: { id: "queued", word: "Queued", icon: "clockface", tone: "muted", isActive: true },
  waiting: { id: "waiting", word: "Waiting", icon: "clockface", tone: "accent", isActive: true },
  thinking: { id: "thinking", word: "Thinking", icon: "thinking", tone: "accent", isActive: true },
  answering: { id: "answering", word: "Answering", icon: "edit", tone: "accent", isActive: true },
  retrying: { id: "retrying", word: "Retrying", icon: "sync", tone: "warn", isActive: true },
  done: { id: "done", word: "Done", icon: "check", tone: "ok", isActive: false },
  budget: { id: "budget", word: "Stopped by budget", icon: "circle-slash", tone: "warn", isActive: false },
  stopped: { id: "stopped", word: "Stopped", icon: "debug-stop", tone: "muted", isActive: false },
  "cut-off": { id: "cut-off", word: "Cut off", icon: "debug-disconnect", tone: "bad", isActive: false },
  refused: { id: "refused", word: "Refused", icon: "circle-slash", tone: "warn", isActive: false },
  failed: { id: "failed", word: "Failed", icon: "error", tone: "bad", isActive: false },
  "key-refused": { id: "key-refused", word: "Key refused", icon: "error", tone: "bad", isActive: false },
} as const satisfies Record<StatusId, Status>;
