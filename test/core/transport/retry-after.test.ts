import assert from "node:assert/strict";
import { parseGoDuration, readRetryWord } from "../../../src/core/transport/retry-after.ts";

const now = Date.UTC(2026, 10, 22, 3, 0, 0);

function delay(
  headers: Readonly<Record<string, string>>,
  message: string | null = null,
  error: Parameters<typeof readRetryWord>[2] = null,
): number | null {
  return readRetryWord(headers, message, error, now).retryAfterMs;
}

describe("the server's word on retrying", () => {
  it("is nothing when the server says nothing", () => {
    assert.deepEqual(readRetryWord({}, null, null, now), { retryAfterMs: null, shouldRetry: null });
  });

  it("takes x-should-retry as said, and nothing else for it", () => {
    assert.equal(readRetryWord({ "x-should-retry": "false" }, null, null, now).shouldRetry, false);
    assert.equal(readRetryWord({ "x-should-retry": "true" }, null, null, now).shouldRetry, true);
    assert.equal(readRetryWord({ "x-should-retry": "maybe" }, null, null, now).shouldRetry, null);
  });

  it("prefers milliseconds to seconds, but not a zero beside real seconds", () => {
    assert.equal(delay({ "retry-after-ms": "1500", "retry-after": "9" }), 1500);
    assert.equal(delay({ "retry-after-ms": "0", "retry-after": "1" }), 1000);
  });

  it("reads seconds, fractions of them, and HTTP dates", () => {
    assert.equal(delay({ "retry-after": "2" }), 2000);
    assert.equal(delay({ "retry-after": "0.25" }), 250);
    assert.equal(delay({ "retry-after": "Sun, 22 Nov 2026 03:00:30 GMT" }), 30_000);
    assert.equal(delay({ "retry-after": "Sun, 22 Nov 2026 02:00:00 GMT" }), 0);
    assert.equal(delay({ "retry-after": "soon" }), null);
  });

  it("waits for the last used-up limit of Anthropic's headers", () => {
    const headers = {
      "anthropic-ratelimit-requests-remaining": "12",
      "anthropic-ratelimit-requests-reset": "2026-11-22T04:00:00Z",
      "anthropic-ratelimit-input-tokens-remaining": "0",
      "anthropic-ratelimit-input-tokens-reset": "2026-11-22T03:00:20Z",
      "anthropic-ratelimit-tokens-remaining": "0",
      "anthropic-ratelimit-tokens-reset": "2026-11-22T03:00:45Z",
    };
    assert.equal(delay(headers), 45_000);
  });

  it("reads OpenAI's durations only where nothing remains", () => {
    assert.equal(delay({ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s" }), 360_000);
    assert.equal(delay({ "x-ratelimit-remaining-tokens": "12", "x-ratelimit-reset-tokens": "6m0s" }), null);
    // Azure fills them with -1 and 0.
    assert.equal(delay({ "x-ratelimit-remaining-tokens": "-1", "x-ratelimit-reset-tokens": "0" }), null);
    assert.equal(delay({ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "0" }), null);
  });

  it("finds the delay in a message or in Google's details", () => {
    assert.equal(delay({}, "You exceeded your current quota. Please retry in 34.074824224s."), 34_075);
    assert.equal(delay({}, "Rate limit reached. Please try again in 7m12.5s. Visit …"), 432_500);
    assert.equal(delay({}, "Please try again in 350ms."), 350);
    assert.equal(delay({}, "Try again in 20 seconds"), 20_000);
    assert.equal(delay({}, "Please try again later"), null);
    assert.equal(delay({}, null, { details: [{ "@type": "RetryInfo", retryDelay: "17s" }] }), 17_000);
  });

  it("parses Go durations and nothing like them", () => {
    assert.equal(parseGoDuration("12ms"), 12);
    assert.equal(parseGoDuration("1h2m3.5s"), 3_723_500);
    assert.equal(parseGoDuration("500us"), 1);
    assert.equal(parseGoDuration("12"), null);
    assert.equal(parseGoDuration(""), null);
    assert.equal(parseGoDuration("1 s"), null);
  });
});
