import type { JsonValue } from "../../core/model/json.ts";
import { type HttpFault, WireRefusal } from "./simulated-wire.ts";

/** Error bodies as OpenAI's two wires share them: `{error: {message, type, param, code}}`. */
export function openAiError(
  status: number,
  facts: { message: string; type?: string; param?: string | null; code?: string | null },
  headers: Readonly<Record<string, string>> = {},
): WireRefusal {
  const { message, type = "invalid_request_error", param = null, code = null } = facts;
  return new WireRefusal(status, { error: { message, type, param, code } }, headers);
}

export function openAiRefusal(fault: HttpFault): WireRefusal {
  switch (fault) {
    case "401":
      return openAiError(401, {
        message: "Incorrect API key provided: simulated. You can find your API key at the provider's site.",
        code: "invalid_api_key",
      });
    case "403":
      return openAiError(403, { message: "You are not allowed to use this model.", type: "permission_error", code: "forbidden" });
    case "429":
      return openAiError(
        429,
        { message: "Rate limit reached for requests. Please try again in 2s.", type: "requests", code: "rate_limit_exceeded" },
        {
          "retry-after": "2",
          "x-ratelimit-limit-requests": "60",
          "x-ratelimit-remaining-requests": "0",
          "x-ratelimit-reset-requests": "2s",
        },
      );
    case "quota":
      return openAiError(429, {
        message: "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota",
        code: "insufficient_quota",
      });
    case "500":
      return openAiError(500, {
        message: "The server had an error while processing your request. Sorry about that!",
        type: "server_error",
      });
    case "503":
    case "529":
      return openAiError(503, {
        message: "The server is currently overloaded with other requests. Please try again later.",
        type: "server_error",
        code: "server_is_overloaded",
      });
    case "overflow":
      return openAiError(400, {
        message: "Your input exceeds the context window of this model. Please adjust your input and try again.",
        param: "input",
        code: "context_length_exceeded",
      });
  }
}

export function wrongType(param: string, expected: string, value: JsonValue | undefined): WireRefusal {
  return openAiError(400, {
    message: `Invalid type for '${param}': expected ${expected}, but got ${value === null ? "null" : typeof value} instead.`,
    param,
    code: "invalid_type",
  });
}
