import assert from "node:assert/strict";
import type { FailureFacts } from "../../../src/core/adapters/classify-error.ts";
import { classifyError } from "../../../src/core/adapters/classify-error.ts";
import type { ErrorKind } from "../../../src/core/model/errors.ts";
import { errorKinds } from "../../../src/core/model/errors.ts";
import { advice } from "../../../src/core/adapters/error-rules.ts";

function facts(over: Partial<FailureFacts>): FailureFacts {
  return {
    status: null,
    message: null,
    code: null,
    type: null,
    raw: null,
    headers: {},
    provider: "acme",
    label: "Acme",
    nowMs: 0,
    secrets: [],
    ...over,
  };
}

type Case = readonly [kind: ErrorKind, status: number | null, code: string | null, message: string | null];

const cases: readonly Case[] = [
  // 429s that no waiting helps.
  ["quota", 429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."],
  ["quota", 429, "enforced_spend_limit_reached", "Your organization reached its spend limit."],
  [
    "quota",
    429,
    "RESOURCE_EXHAUSTED",
    "Quota exceeded for metric generate_requests, limit: 0, model: gemini-x. Please retry in 10h.",
  ],
  ["quota", 429, "1308", "Usage limit reached for 5 hour."],
  ["quota", 402, null, "Insufficient Balance"],
  ["quota", 400, "invalid_request_error", "Your credit balance is too low to access the API."],
  // 429s that it does.
  ["rate-limited", 429, "rate_limit_exceeded", "Rate limit reached for requests"],
  ["rate-limited", 429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric generate_requests, limit: 10. Please retry in 34s."],
  ["rate-limited", 429, null, null],
  ["rate-limited", null, "429", "Rate limit exceeded: limit_rpm/some-model"],
  // Bedrock: a throttle, whatever it sounds like.
  ["rate-limited", 429, "ThrottlingException", "Too many tokens, please wait before trying again."],
  ["rate-limited", null, "throttlingException", "Too many tokens, please wait before trying again."],
  ["overloaded", 529, "overloaded_error", "Overloaded"],
  ["overloaded", null, "server_is_overloaded", "Our servers are currently overloaded."],
  ["overloaded", 498, null, "Flex tier capacity exceeded"],
  ["overloaded", 503, "UNAVAILABLE", "The model is overloaded. Please try again later."],
  ["server", 424, "ModelErrorException", "The model failed."],
  ["server", 500, null, "Internal server error"],
  ["server", null, "api_error", "Internal server error"],
  ["server", null, null, null],
  ["timeout", 504, "DEADLINE_EXCEEDED", "Deadline expired"],
  ["timeout", 408, null, null],
  ["context-overflow", 400, "context_length_exceeded", "This model's maximum context length is 128000 tokens."],
  [
    "context-overflow",
    null,
    "invalid_request_error",
    "Your input exceeds the context window of this model. Please adjust your input and try again.",
  ],
  ["context-overflow", 400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"],
  [
    "context-overflow",
    400,
    "INVALID_ARGUMENT",
    "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
  ],
  ["context-overflow", 400, "400", "The total length of all messages is too long."],
  ["context-overflow", 400, "exceed_context_size_error", "the request exceeds the available context size"],
  ["context-overflow", 413, null, null],
  [
    "continuation-rejected",
    400,
    "invalid_request_error",
    "messages.5.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation. Remove the block.",
  ],
  ["continuation-rejected", 400, "INVALID_ARGUMENT", "Function call is missing a thought_signature in functionCall parts."],
  ["continuation-rejected", 400, null, "Item 'rs_0a1' of type 'reasoning' was provided without its required following item."],
  ["continuation-rejected", 404, null, "Item with id 'rs_0a1' not found. Items are not persisted when `store` is set to false."],
  ["continuation-rejected", 400, "invalid_encrypted_content", "The encrypted content could not be verified."],
  ["continuation-rejected", 400, null, 'input[3].type "reasoning" is not a valid input item type'],
  [
    "continuation-rejected",
    400,
    "invalid_request_error",
    "The reasoning_content in the thinking mode must be passed back to the API.",
  ],
  ["auth", 401, "invalid_api_key", "Incorrect API key provided"],
  ["auth", 400, "API_KEY_INVALID", "API key not valid. Please pass a valid API key."],
  ["auth", 401, null, "Missing Authentication header"],
  ["permission", 403, "permission_error", "Your key may not use this resource."],
  ["not-found", 404, "not_found_error", "model: there-is-no-such-model"],
  ["not-found", 400, null, "some/model is not a valid model ID"],
  ["refused", 400, "content_policy_violation", "Your request was rejected by the safety system."],
  ["invalid-request", 400, "tool_use_failed", "Tool choice is required, but model did not call a tool"],
  ["invalid-request", 422, null, "Invalid parameters"],
  ["invalid-request", 400, null, null],
];

describe("the kind of a failure", () => {
  for (const [kind, status, code, message] of cases) {
    it(`is ${kind} for ${status ?? "a stream's"} ${code ?? "–"} ${message?.slice(0, 60) ?? "–"}`, () => {
      assert.equal(classifyError(facts({ status, code, message })).kind, kind);
    });
  }
});

describe("a failure", () => {
  it("says who, what and the provider's own words, and what to do next", () => {
    const failure = classifyError(facts({ status: 401, code: "invalid_api_key", message: "No such key." }));
    assert.equal(failure.message, "Acme did not accept the key (HTTP 401, invalid_api_key): No such key.");
    assert.match(failure.advice, /Set API Key/);
  });

  it("takes AWS's word from the header beside the body", () => {
    const kinds = [
      ["ServiceQuotaExceededException", 400, "quota"],
      ["ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/", 429, "rate-limited"],
      ["ModelNotReadyException", 429, "overloaded"],
      ["InvalidSignatureException", 403, "auth"],
      ["AccessDeniedException", 403, "permission"],
    ] as const;
    for (const [header, status, kind] of kinds) {
      const failure = classifyError(facts({ status, message: "Denied.", headers: { "x-amzn-errortype": header } }));
      assert.deepEqual([failure.kind, failure.code], [kind, header.split(":")[0]]);
    }
  });

  it("has an advice for every kind", () => {
    assert.deepEqual(Object.keys(advice).toSorted(), [...errorKinds].toSorted());
  });

  it("carries the request's id and the server's word on retrying", () => {
    const headers = { "request-id": "req_1", "retry-after": "3", "x-should-retry": "true" };
    const failure = classifyError(facts({ status: 429, headers }));
    assert.deepEqual([failure.requestId, failure.retryAfterMs, failure.shouldRetry], ["req_1", 3000, true]);
  });

  it("keeps the status null for an error inside a stream, though its code is one", () => {
    assert.equal(classifyError(facts({ code: "429" })).status, null);
  });

  it("holds no key, wherever the provider echoes it", () => {
    const key = "weird/secret-value-77";
    const failure = classifyError(
      facts({
        status: 401,
        message: `Incorrect API key provided: sk-proj-abcdef0123456789. Authorization: Bearer abcdefghijkl. You sent ${key}.`,
        raw: {
          error: { note: `key=${key}`, api_key: "x", nested: ["AIzaSyA0123456789abcdefg", "gsk_0123456789abcdef"] },
          count: 3,
        },
        secrets: [key],
      }),
    );
    const whole = JSON.stringify(failure);
    for (const secret of [key, "sk-proj", "abcdefghijkl", "AIzaSy", "gsk_0123"]) assert.ok(!whole.includes(secret), secret);
    assert.match(failure.message, /Incorrect API key provided: \[removed\]/);
    assert.deepEqual(failure.raw, {
      error: { note: "key=[removed]", api_key: "[removed]", nested: ["[removed]", "[removed]"] },
      count: 3,
    });
  });

  it("leaves ordinary words alone", () => {
    const message = "The task-runner asked for max_tokens=64000 with sk- prefixes, risk-averse models and key-value pairs.";
    assert.ok(classifyError(facts({ status: 400, message, secrets: ["none"] })).message.endsWith(message));
  });

  it("holds no key that only its name tells of, whole or masked, and keeps what is said of keys in words", () => {
    const messageOf = (message: string): string => classifyError(facts({ status: 401, message })).message;
    for (const key of ["a8Kf03jQz7LmP2xVb9Tn5RwY4cHd6SgE", "a8Kf03jQ********************6SgE"]) {
      assert.match(messageOf(`No account for MISTRAL_API_KEY=${key}`), /No account for MISTRAL_API_KEY=\[removed\]/);
      assert.match(messageOf(`{"x-portkey-api-key": "${key}"} was not accepted`), /\[removed\]"?\} was not accepted/);
    }
    const words = "The API key is not_authorized_for_this_deployment; set AZURE_OPENAI_API_KEY=process.env.AZURE_OPENAI_API_KEY.";
    assert.ok(messageOf(words).endsWith(words));
  });

  it("cuts a message that is a whole page", () => {
    assert.ok(classifyError(facts({ status: 500, message: "x".repeat(100_000) })).message.length < 2200);
  });
});
