import type { Random } from "../model/clock.ts";
import type { ErrorKind, ProviderFailure } from "../model/errors.ts";
import type { RunOptions } from "./engine.ts";

export type RetryDecision =
  | { readonly type: "retry"; readonly delayMs: number; readonly serverAskedMs: number | null }
  /** `why`: a sentence for the reader where the stop is not plain from the failure itself; else null. */
  | { readonly type: "stop"; readonly why: string | null };

const firstDelayMs = 500;
const longestOwnDelayMs = 8_000;

/** Statuses worth another try whatever the kind says about them (provider-matrix section 5). */
const retryableStatuses: ReadonlySet<number> = new Set([408, 409, 424, 429, 529]);

/** What one more try can change. `depends`: the status decides. */
const worthRetrying = {
  auth: "never",
  permission: "never",
  "not-found": "never",
  "invalid-request": "depends",
  "context-overflow": "never",
  refused: "never",
  // A spent quota or plan limit (fatal 429s) does not come back within any pause we would wait.
  quota: "never",
  "rate-limited": "yes",
  overloaded: "yes",
  server: "yes",
  network: "yes",
  timeout: "yes",
  "stream-truncated": "yes",
  "malformed-response": "never",
  "continuation-rejected": "never",
  unsupported: "never",
} as const satisfies Record<ErrorKind, "never" | "yes" | "depends">;

/**
 * Whether a failed attempt is followed by another, and after which pause. The server's word counts first: its explicit
 * no, its explicit pause; without one, exponential from 0.5 s to 8 s with jitter.
 * @param attempt the number of the attempt that failed, from 1
 */
export function decideRetry(
  failure: ProviderFailure,
  attempt: number,
  options: Pick<RunOptions, "maxRetries" | "maxRetryDelayMs">,
  random: Random,
): RetryDecision {
  if (!isRetryable(failure)) return { type: "stop", why: null };
  const { retryAfterMs } = failure;
  if (retryAfterMs !== null && retryAfterMs > options.maxRetryDelayMs) {
    return {
      type: "stop",
      why: `The provider asks to wait ${seconds(retryAfterMs)}, longer than the ${seconds(options.maxRetryDelayMs)} a lane waits. Run it again after that.`,
    };
  }
  if (attempt > options.maxRetries) return { type: "stop", why: triedOften(attempt) };
  if (retryAfterMs !== null) return { type: "retry", delayMs: Math.max(0, retryAfterMs), serverAskedMs: retryAfterMs };
  const ceiling = Math.min(firstDelayMs * 2 ** (attempt - 1), longestOwnDelayMs, options.maxRetryDelayMs);
  return { type: "retry", delayMs: Math.round(ceiling * (0.5 + random() / 2)), serverAskedMs: null };
}

function isRetryable(failure: ProviderFailure): boolean {
  const worth = worthRetrying[failure.kind];
  if (worth === "never" || failure.shouldRetry === false) return false;
  if (worth === "yes" || failure.shouldRetry === true) return true;
  return failure.status !== null && (retryableStatuses.has(failure.status) || failure.status >= 500);
}

function triedOften(attempt: number): string | null {
  return attempt > 1 ? `Tried ${attempt} times.` : null;
}

function seconds(ms: number): string {
  if (ms < 120_000) return `${Math.ceil(ms / 100) / 10} s`;
  if (ms < 7_200_000) return `${Math.ceil(ms / 60_000)} minutes`;
  return `${Math.ceil(ms / 3_600_000)} hours`;
}
