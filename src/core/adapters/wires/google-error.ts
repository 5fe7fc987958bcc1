import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  numberAt,
  objectAt,
  stringAt,
  type JsonObject,
  type JsonValue,
} from "../../model/json.ts";
import type { ErrorFacts } from "../wire.ts";
import { readErrorBody } from "./error-body.ts";

/** `{error:{code, message, status, details[]}}`, alone or in an array. `code` only repeats the HTTP status. */
export function readGoogleError(body: JsonValue): ErrorFacts {
  const facts = readErrorBody(body);
  const error = errorObject(body);
  if (error === null) return facts;
  const status = stringAt(error, "status");
  return { ...facts, type: status ?? facts.type, code: reasonOf(error) ?? status ?? facts.code };
}

/** The HTTP status an error carries in a stream that began with 200; null when it names none. */
export function googleErrorStatus(body: JsonValue): number | null {
  const error = errorObject(body);
  return error === null ? null : numberAt(error, "code");
}

function errorObject(body: JsonValue): JsonObject | null {
  const holder = isJsonArray(body) ? body[0] : body;
  return isJsonObject(holder) ? objectAt(holder, "error") : null;
}

/** google.rpc.ErrorInfo: `API_KEY_INVALID`, `RATE_LIMIT_EXCEEDED`. */
function reasonOf(error: JsonObject): string | null {
  for (const detail of arrayAt(error, "details")) {
    const reason = isJsonObject(detail) ? stringAt(detail, "reason") : null;
    if (reason !== null) return reason;
  }
  return null;
}
