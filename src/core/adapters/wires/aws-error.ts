import { isJsonObject, stringAt, type JsonValue } from "../../model/json.ts";
import type { ErrorFacts } from "../wire.ts";
import { readErrorBody } from "./error-body.ts";

/**
 * `{message}` or `{Message}`; what kind it is stands outside the body, in a frame's `:exception-type` or a response header,
 * or in `__type` behind a namespace.
 */
export function readAwsError(body: JsonValue, exceptionType: string | null): ErrorFacts {
  const facts = readErrorBody(body);
  const named = isJsonObject(body) ? stringAt(body, "__type") : null;
  const type = exceptionType ?? named?.replace(/^.*#/, "") ?? facts.type;
  const message = facts.message ?? (isJsonObject(body) ? stringAt(body, "Message") : null);
  return { message, type, code: type ?? facts.code, raw: facts.raw };
}
