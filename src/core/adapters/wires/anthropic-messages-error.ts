import { isJsonObject, objectAt, stringAt, type JsonValue } from "../../model/json.ts";
import type { ErrorFacts } from "../wire.ts";
import { readErrorBody } from "./error-body.ts";

/**
 * `{type:"error", error:{type, message, details:{error_code}}, request_id}`. The detail's code is the most specific:
 * `enforced_spend_limit_reached` is a rate_limit_error that must not be retried (provider-matrix trap 65).
 */
export function readAnthropicError(body: JsonValue): ErrorFacts {
  const facts = readErrorBody(body);
  const error = isJsonObject(body) ? objectAt(body, "error") : null;
  const details = error === null ? null : objectAt(error, "details");
  const detailCode = details === null ? null : stringAt(details, "error_code");
  return { ...facts, code: detailCode ?? facts.code ?? facts.type };
}
