import type { ErrorKind } from "../model/errors.ts";

/** One way to recognise a kind of failure: by a code or type the provider gave, or by its words. First match wins. */
export interface ErrorRule {
  readonly kind: ErrorKind;
  /** Compared with code and type, in lower case. */
  readonly codes?: readonly string[];
  readonly message?: RegExp;
  /** Limits the rule to these statuses; without it any status, and none, will do. */
  readonly statuses?: readonly number[];
  /** Replaces the kind's own advice. */
  readonly advice?: string;
}

/**
 * Provider matrix section 5 and traps 3–23, 64–69. The order matters: what can never work on a second try stands before
 * what may, and a throttle that speaks of tokens before the overflow it resembles.
 */
export const errorRules: readonly ErrorRule[] = [
  {
    kind: "quota",
    codes: [
      "insufficient_quota",
      "enforced_spend_limit_reached",
      "billing_hard_limit_reached",
      "billing_error",
      "insufficient_balance",
      "payment_required",
      "servicequotaexceededexception",
      // Z.ai: plan limit reached; balance used up.
      "1308",
      "1113",
    ],
  },
  {
    kind: "quota",
    message: /\blimit: 0\b/,
    statuses: [429],
    advice: "This model has no quota at all on this plan. Enable billing for the project, or choose another model.",
  },
  {
    kind: "quota",
    message:
      /credit balance is too low|insufficient (?:balance|credits|funds)|exceeded your current quota, please check your plan and billing/i,
    statuses: [400, 402, 403, 429],
  },
  {
    kind: "continuation-rejected",
    codes: ["previous_response_not_found", "invalid_encrypted_content"],
  },
  {
    kind: "continuation-rejected",
    message:
      /invalid [`'"]?signature[`'"]? in [`'"]?thinking|bound to a different (?:conversation|organi[sz]ation|model)|thinking blocks? .{0,80}cannot be modified|expected [`'"]?(?:redacted_)?thinking[`'"]?.{0,40}but found/i,
  },
  {
    kind: "continuation-rejected",
    message:
      /missing a thought_?signature|thought_?signature.{0,40}(?:invalid|corrupt|not valid)|(?:invalid|corrupt\w*) thought_?signature/i,
  },
  {
    kind: "continuation-rejected",
    message:
      /encrypted[ _]content.{0,80}(?:could not be|cannot be|invalid|verif|decrypt)|type ['"]?reasoning['"]? was provided without its required|without its required ['"]?reasoning['"]? item|["']reasoning["'] is not a valid input item type|item with id ['"]?rs_\w+['"]? not found|previous response .{0,60}not found/i,
  },
  {
    kind: "continuation-rejected",
    message: /reasoning_content .{0,60}must be passed back|property ['"]?(?:messages\S* )?reasoning\w*['"]? is unsupported/i,
  },
  {
    kind: "overloaded",
    codes: [
      "overloaded_error",
      "server_is_overloaded",
      "engine_overloaded",
      "capacity_exceeded",
      "flex_capacity_exceeded",
      "modelnotreadyexception",
    ],
  },
  // Bedrock throttles with words that read like an overflow.
  { kind: "rate-limited", codes: ["throttlingexception", "too_many_requests"], message: /^too many tokens, please wait/i },
  { kind: "rate-limited", message: /too many tokens/i, statuses: [429] },
  {
    kind: "context-overflow",
    codes: [
      "context_length_exceeded",
      "too_many_prompt_tokens",
      "context_window_exceeded",
      "model_context_window_exceeded",
      "exceed_context_size_error",
      "request_too_large",
      "string_above_max_length",
    ],
  },
  {
    kind: "context-overflow",
    message:
      /exceeds? (?:the|this model's|its)? ?(?:maximum |available )?context (?:window|length|size|limit)|maximum context length|context[ _]length[ _]exceeded|prompt is too long|input is too long|input length and .{0,20}max_tokens.{0,20} exceed|exceeds the (?:maximum|limit) (?:number )?of (?:input )?tokens|input token count .{0,60}exceeds|token limit exceeded|total length of all messages is too long|reduce the length of (?:the|your) (?:messages|prompt|input)|greater than the context length|context size has been exceeded/i,
    statuses: [400, 413, 422, 500],
  },
  { kind: "rate-limited", codes: ["rate_limit_exceeded", "rate_limit_error", "ratelimitreached", "resource_exhausted"] },
  {
    kind: "refused",
    codes: [
      "content_policy_violation",
      "content_filter",
      "invalid_prompt",
      "bio_policy",
      "misalignment_policy_violation",
      "responsibleaipolicyviolation",
      "moderation_blocked",
    ],
  },
  {
    kind: "auth",
    codes: [
      "invalid_api_key",
      "authentication_error",
      "api_key_invalid",
      "unauthenticated",
      "invalid_authentication",
      "unrecognizedclientexception",
      "expiredtokenexception",
      "invalidsignatureexception",
      "incompletesignatureexception",
      "missingauthenticationtokenexception",
    ],
  },
  {
    kind: "auth",
    message: /\b(?:invalid|incorrect|missing|no|expired) (?:api[- ]?key|authentication|credentials|auth)/i,
    statuses: [400, 401, 403],
  },
  { kind: "auth", message: /api[- ]?key not valid|api[- ]?key (?:is )?(?:invalid|expired)/i },
  {
    kind: "permission",
    codes: ["permission_error", "permission_denied", "accessdeniedexception", "unsupported_country_region_territory"],
  },
  {
    kind: "not-found",
    codes: ["model_not_found", "not_found_error", "not_found", "resourcenotfoundexception", "deploymentnotfound"],
  },
  {
    kind: "not-found",
    message: /\bmodel\b.{0,120}(?:does not exist|not found|not exist|is not available)|no such model|not a valid model/i,
    statuses: [400, 404, 422],
  },
  { kind: "timeout", codes: ["timeout_error", "deadline_exceeded", "modeltimeoutexception", "request_timeout"] },
  {
    kind: "server",
    codes: [
      "server_error",
      "api_error",
      "internal",
      "internal_error",
      "internal_server_error",
      "modelstreamerrorexception",
      "internalserverexception",
      "modelerrorexception",
    ],
  },
  {
    kind: "overloaded",
    codes: ["unavailable", "serviceunavailableexception", "service_unavailable"],
    message: /\boverloaded\b/i,
  },
  {
    kind: "invalid-request",
    codes: [
      "invalid_request_error",
      "invalid_argument",
      "validationexception",
      "failed_precondition",
      "unsupported_parameter",
      "unsupported_value",
      "tool_use_failed",
      "bad_request",
    ],
  },
];

/** What a status says on its own, where no rule knew the words. */
export const kindOfStatus: Readonly<Record<number, ErrorKind>> = {
  400: "invalid-request",
  401: "auth",
  402: "quota",
  403: "permission",
  404: "not-found",
  405: "unsupported",
  407: "network",
  408: "timeout",
  410: "not-found",
  413: "context-overflow",
  415: "unsupported",
  // Bedrock: the model failed in the middle.
  424: "server",
  429: "rate-limited",
  // Groq: flex capacity used up; the request was given up.
  498: "overloaded",
  499: "server",
  501: "unsupported",
  503: "overloaded",
  504: "timeout",
  529: "overloaded",
};

/** What happened, as the end of a sentence that begins with the provider. */
export const happened = {
  auth: "did not accept the key",
  permission: "does not allow this for the key in use",
  "not-found": "does not know the model or address",
  "invalid-request": "rejected the request",
  "context-overflow": "rejected the request because it is too long for the model",
  refused: "refused the request under its content policy",
  quota: "has no quota or credit left for this key",
  "rate-limited": "is limiting the rate of requests",
  overloaded: "is overloaded",
  server: "failed on its side",
  network: "could not be reached",
  timeout: "did not answer in time",
  "stream-truncated": "ended the response before it was complete",
  "malformed-response": "sent a response that cannot be read",
  "continuation-rejected": "rejected the earlier reasoning that was sent back",
  unsupported: "does not support this",
} as const satisfies Record<ErrorKind, string>;

export const advice = {
  auth: "Set a valid key (in VS Code with “Switchyard: Set API Key”, on the command line in the environment), then run the step again.",
  permission: "Check in the provider's console that this key's account or project may use this model, or choose another model.",
  "not-found": "Check the model id and the base URL; “switchyard models” lists what is known.",
  "invalid-request": "Change what the message names; “Show Request” has exactly what was sent.",
  "context-overflow":
    "Shorten the prompt, continue with a brief instead of the whole history, or choose a model with a larger context.",
  refused: "Reword the prompt, or try another model.",
  quota:
    "Add credit or raise the limit in the provider's console, or choose another provider. Trying again will not help before that.",
  "rate-limited": "Wait and run it again, or run fewer lanes at once.",
  overloaded: "Wait a little and run it again, or choose another model.",
  server: "Run it again; if it keeps failing, look at the provider's status page.",
  network: "Check the connection, the proxy settings and the base URL, then run it again.",
  timeout: "Run it again; for long silent thinking raise the time limits in the settings.",
  "stream-truncated": "Run the step again, or continue from what arrived.",
  "malformed-response":
    "Check that the base URL points at an API of this kind and that no proxy rewrites its answers, then run it again.",
  "continuation-rejected": "Continue with a brief instead: the earlier reasoning goes along as text.",
  unsupported: "Choose another model or wire for this.",
} as const satisfies Record<ErrorKind, string>;
