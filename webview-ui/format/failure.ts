import { lastAttempt } from "../../src/core/model/session.ts";
import type { Step } from "../../src/core/model/session.ts";
import type { ErrorKind, ProviderFailure } from "../../src/core/model/errors.ts";
import { durationText, plural } from "./numbers.ts";

export type FailureAction = "add-key" | "replace-key" | "run-again";

/** What a reader is told when a lane did not end well: what happened, to what, what to do; details last; one main action. */
export interface FailureCard {
  readonly tone: "bad" | "warn" | "plain";
  readonly icon: string;
  readonly title: string;
  readonly text: string;
  /** A word on what was not done; small, below the actions. */
  readonly aside: string | null;
  readonly main: FailureAction;
  readonly others: readonly FailureAction[];
  readonly details: string | null;
  readonly code: string | null;
}

export function failureCard(step: Step, providerLabel: string): FailureCard | null {
  switch (step.status) {
    case "failed":
      return failed(step, providerLabel);
    case "partial":
      return cutOff(step);
    case "budget":
      return {
        ...plain,
        tone: "warn",
        icon: "circle-slash",
        title: "Stopped by the budget.",
        text: said(step.failure?.message, arrivedLine(step)),
      };
    case "queued":
    case "running":
    case "complete":
    case "cancelled":
      return null;
  }
}

const plain = { others: [], aside: null, details: null, code: null, main: "run-again" } as const;

function failed(step: Step, providerLabel: string): FailureCard {
  const failure = step.failure;
  if (failure === null) return { ...plain, tone: "bad", icon: "error", title: "The lane failed.", text: "No reason was given." };
  const isKeyMatter = failure.kind === "auth";
  const hasRun = step.attempts.length > 0;
  if (isKeyMatter && !hasRun) {
    return {
      ...plain,
      tone: "warn",
      icon: "key",
      title: `${providerLabel} has no key.`,
      text: "Nothing was sent. The key goes to VS Code’s secret storage.",
      main: "add-key",
      others: ["run-again"],
    };
  }
  return {
    tone: "bad",
    icon: "error",
    title: failure.message,
    text: said(arrivedLine(step), failure.advice),
    aside: isKeyMatter ? "Not tried again: another try would fail the same way." : null,
    main: isKeyMatter ? "replace-key" : "run-again",
    others: isKeyMatter ? ["run-again"] : [],
    details: detailsText(step, failure),
    code: failure.code,
  };
}

function cutOff(step: Step): FailureCard {
  const failure = step.failure;
  return {
    ...plain,
    tone: "bad",
    icon: "debug-disconnect",
    title: failure?.message ?? "The stream ended before it was finished.",
    text: said("This is not a whole answer.", arrivedLine(step), failure?.advice),
    details: failure === null ? null : detailsText(step, failure),
    code: failure?.code ?? null,
  };
}

function arrivedLine(step: Step): string {
  const hasText = step.attempts.some((attempt) => attempt.blocks.length > 0);
  return hasText ? "What arrived is kept." : "";
}

function said(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined && sentence !== "").join(" ");
}

function detailsText(step: Step, failure: ProviderFailure): string {
  const attempt = lastAttempt(step);
  const status = failure.status === null ? kindWords[failure.kind] : String(failure.status);
  const totalMs = attempt?.timing.totalMs ?? null;
  const after = totalMs === null ? "" : ` after ${durationText(totalMs)}`;
  const tries = step.attempts.length > 1 ? `, ${plural(step.attempts.length, "attempt")}` : "";
  return `${status}${after}${tries}`;
}

/** Error kinds in words, for one line: `overloaded (503) after 2.1 s`. */
export const kindWords = {
  auth: "key refused",
  permission: "not allowed",
  "not-found": "not found",
  "invalid-request": "request refused",
  "context-overflow": "too long for the model",
  refused: "refused",
  quota: "quota used up",
  "rate-limited": "rate limited",
  overloaded: "overloaded",
  server: "server error",
  network: "network error",
  timeout: "timed out",
  "stream-truncated": "stream cut",
  "malformed-response": "response not understood",
  "continuation-rejected": "continuation refused",
  unsupported: "not supported",
} as const satisfies Record<ErrorKind, string>;
