import { digest } from "./digest.ts";

/** Whom a request is from, as far as a simulated provider can tell. Opaque state is bound to both. */
export interface Account {
  readonly organisation: string;
  /** Null: the request names none. */
  readonly endUser: string | null;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Any key will do. Keys that are the same up to their last dash belong to one organisation (`acme-1` and `acme-2`); requests
 * without a key come from one of their own. A header that names the organisation wins, as it does at OpenAI.
 */
export function accountOf(headers: Headers, endUser: string | null): Account {
  return { organisation: headers["openai-organization"] ?? organisationOf(keyOf(headers)), endUser };
}

/** What a sealed blob holds of an account: enough to compare, nothing to read. */
export function accountMark({ organisation }: Account): string {
  return digest(`organisation ${organisation}`).slice(0, 12);
}

export function endUserMark({ endUser }: Account): string {
  return digest(`end user ${endUser ?? ""}`).slice(0, 12);
}

function keyOf(headers: Headers): string {
  const named = headers["x-api-key"] ?? headers["x-goog-api-key"] ?? headers["api-key"];
  if (named !== undefined) return named;
  const proof = headers["authorization"] ?? "";
  // Of a signed AWS request only the id of the access key says who sent it.
  return /Credential=([^/,\s]+)/.exec(proof)?.[1] ?? proof.replace(/^Bearer\s+/i, "");
}

function organisationOf(key: string): string {
  if (key === "") return "local";
  const dash = key.lastIndexOf("-");
  return dash <= 0 ? key : key.slice(0, dash);
}
