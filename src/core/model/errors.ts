import type { JsonValue } from "./json.ts";

export const errorKinds = [
  "auth",
  "permission",
  "not-found",
  "invalid-request",
  "context-overflow",
  "refused",
  "quota",
  "rate-limited",
  "overloaded",
  "server",
  "network",
  "timeout",
  "stream-truncated",
  "malformed-response",
  "continuation-rejected",
  "unsupported",
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** What went wrong with a provider, as plain data: shown, stored and compared. Holds no key, header value or prompt. */
export interface ProviderFailure {
  readonly kind: ErrorKind;
  /** What happened, to what: a sentence for the reader. */
  readonly message: string;
  /** What to do next: a sentence for the reader. */
  readonly advice: string;
  readonly provider: string;
  /** HTTP status; null when no response came or the error arrived inside a 200 stream. */
  readonly status: number | null;
  /** The provider's own code or type (`insufficient_quota`, `overloaded_error`); null when it gave none. */
  readonly code: string | null;
  readonly requestId: string | null;
  /** The server's own word on when to try again, milliseconds; null when it gave none. */
  readonly retryAfterMs: number | null;
  /** The server's explicit word on whether to retry (`x-should-retry`); null when it gave none. */
  readonly shouldRetry: boolean | null;
  /** The provider's error object with secrets removed, for "Copy details". */
  readonly raw: JsonValue;
}

type FailureWords = Pick<ProviderFailure, "kind" | "message" | "advice" | "provider">;

/** A failure of which no response tells, or only what is given beside the words. */
export function newFailure(known: FailureWords & Partial<ProviderFailure>): ProviderFailure {
  return { status: null, code: null, requestId: null, retryAfterMs: null, shouldRetry: null, raw: null, ...known };
}

/** Thrown below the lane; above it only `failure` travels. */
export class ProviderError extends Error {
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure, options?: { readonly cause?: unknown }) {
    super(failure.message, options);
    this.name = "ProviderError";
    this.failure = failure;
  }
}

/** Why an AbortSignal fired. Everything that cancels carries one of these as its reason. */
export type StopReason = "user" | "budget" | "deadline" | "shutdown";

export class StopError extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`Stopped: ${reason}`);
    this.name = "StopError";
    this.reason = reason;
  }
}
