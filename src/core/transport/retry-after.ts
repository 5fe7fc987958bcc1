import type { JsonValue } from "../model/json.ts";
import { arrayAt, isJsonObject, stringAt } from "../model/json.ts";

/** The server's own word on trying again; null where it said nothing usable. */
export interface RetryWord {
  readonly retryAfterMs: number | null;
  readonly shouldRetry: boolean | null;
}

/**
 * Reads it from wherever providers put it, the most explicit first. Rate-limit headers count only where they say that
 * nothing remains: some servers fill them with -1 and 0 (provider-matrix trap 69).
 * @param headers names in lower case
 * @param nowMs milliseconds since the epoch, for dates
 */
export function readRetryWord(
  headers: Readonly<Record<string, string>>,
  message: string | null,
  error: JsonValue,
  nowMs: number,
): RetryWord {
  return {
    shouldRetry: booleanOf(headers["x-should-retry"]),
    retryAfterMs:
      positive(decimal(headers["retry-after-ms"])) ??
      secondsOrDate(headers["retry-after"], nowMs) ??
      exhaustedLimitMs(headers, nowMs) ??
      retryInfoMs(error) ??
      delayInText(message),
  };
}

/** `12ms`, `1.5s`, `6m0s`, `1h2m3.5s` → milliseconds. Null for anything else. */
export function parseGoDuration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|us|µs|ns|h|m|s))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g)) {
    total += Number(amount) * (millisecondsPer[unit ?? ""] ?? 0);
  }
  return Math.ceil(total);
}

const millisecondsPer: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
};

function booleanOf(value: string | undefined): boolean | null {
  return value === "true" ? true : value === "false" ? false : null;
}

function decimal(text: string | undefined): number | null {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

/** Azure sends `retry-after-ms: 0` beside a `retry-after` of seconds; zero there means nothing. */
function positive(value: number | null): number | null {
  return value === null || value <= 0 ? null : Math.ceil(value);
}

function secondsOrDate(text: string | undefined, nowMs: number): number | null {
  const seconds = decimal(text);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  return untilDate(text, nowMs);
}

function untilDate(text: string | undefined, nowMs: number): number | null {
  const atMs = text === undefined || !/\d{2}:\d{2}/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** Every limit that is used up has to come back, so the latest reset counts. */
function exhaustedLimitMs(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const resets: number[] = [];
  for (const what of ["requests", "tokens", "input-tokens", "output-tokens"]) {
    if (headers[`anthropic-ratelimit-${what}-remaining`] === "0") {
      const until = untilDate(headers[`anthropic-ratelimit-${what}-reset`], nowMs);
      if (until !== null) resets.push(until);
    }
    if (headers[`x-ratelimit-remaining-${what}`] === "0") {
      const reset = headers[`x-ratelimit-reset-${what}`];
      const until = reset === undefined ? null : positive(parseGoDuration(reset));
      if (until !== null) resets.push(until);
    }
  }
  return resets.length === 0 ? null : Math.max(...resets);
}

/** Google's `details: [{retryDelay: "34s"}]`. */
function retryInfoMs(error: JsonValue): number | null {
  if (!isJsonObject(error)) return null;
  for (const detail of arrayAt(error, "details")) {
    const delay = isJsonObject(detail) ? stringAt(detail, "retryDelay") : null;
    const ms = delay === null ? null : parseGoDuration(delay);
    if (ms !== null) return ms;
  }
  return null;
}

/** “Please retry in 34.07s.”, “Please try again in 7m12.5s”, “try again in 20 seconds”. */
function delayInText(message: string | null): number | null {
  const found = /\b(?:retry|try again) (?:in|after) ((?:\d+(?:\.\d+)?(?:ms|h|m|s))+|\d+(?:\.\d+)?(?= seconds?\b))/i.exec(
    message ?? "",
  );
  const text = found?.[1];
  if (text === undefined) return null;
  return parseGoDuration(text) ?? parseGoDuration(`${text}s`);
}
