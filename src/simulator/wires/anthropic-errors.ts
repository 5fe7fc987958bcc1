import { type HttpFault, WireRefusal } from "./simulated-wire.ts";

export function anthropicError(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): WireRefusal {
  return new WireRefusal(status, { type: "error", error: { type, message }, request_id: "req_simulated" }, headers);
}

export function invalidRequest(message: string): WireRefusal {
  return anthropicError(400, "invalid_request_error", message);
}

export function anthropicRefusal(fault: HttpFault): WireRefusal {
  switch (fault) {
    case "401":
      return anthropicError(401, "authentication_error", "invalid x-api-key");
    case "403":
      return anthropicError(403, "permission_error", "Your API key does not have permission to use the specified resource.");
    case "429":
      return anthropicError(429, "rate_limit_error", "This request would exceed your rate limit of 60 requests per minute.", {
        "retry-after": "2",
        "anthropic-ratelimit-requests-limit": "60",
        "anthropic-ratelimit-requests-remaining": "0",
      });
    case "quota":
      // No retry-after, and not to be retried (provider-matrix 3.3).
      return new WireRefusal(429, {
        type: "error",
        error: {
          type: "rate_limit_error",
          message: "You have reached your enforced spend limit for this month.",
          details: { error_code: "enforced_spend_limit_reached" },
        },
        request_id: "req_simulated",
      });
    case "500":
      return anthropicError(500, "api_error", "Internal server error");
    case "503":
    case "529":
      return anthropicError(529, "overloaded_error", "Overloaded");
    case "overflow":
      return invalidRequest("prompt is too long: 1000001 tokens > 1000000 maximum");
  }
}
