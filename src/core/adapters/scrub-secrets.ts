import type { JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";

const removed = "[removed]";

export interface SecretShape {
  /** What it is, in words for the reader. */
  readonly kind: string;
  /** Partly masked ones too, as providers echo them in errors. */
  readonly pattern: RegExp;
  /** A whole one has at least this many characters; shorter or masked ones are scrubbed from errors and no more. */
  readonly minChars: number;
  /** True where the shape alone proves it; otherwise a whole one also mixes letters and digits, as no word does. */
  readonly isCertain: boolean;
}

/** The one table of what keys, tokens and credentials look like: for scrubbing errors and for scanning sessions. */
export const secretShapes: readonly SecretShape[] = [
  shape("private key", 40, /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, true),
  shape("API key", 20, /\b(?:sk|pk|rk)-[\w*.…-]{6,}/g),
  shape("API key", 24, /\b(?:xai|pplx|nvapi|csk|tgp|fw|key)[-_][\w*-]{12,}/g),
  shape("API token", 20, /\b(?:gsk|hf|r8|ghp|gho|ghs|glpat|github_pat)_[\w*-]{8,}/g),
  shape("Google API key", 35, /\bAIza[\w*-]{10,}/g),
  shape("Google access token", 30, /\bya29\.[\w.-]+/g),
  shape("AWS key", 20, /\b(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/=]{12,}/g),
  shape("JSON web token", 40, /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g),
  shape("authorization header", 24, /\b(Bearer|Basic)\s+[\w.~+/=*-]{6,}/gi),
  shape(
    "authorization header",
    28,
    /\b(authorization|proxy-authorization|x-api-key|api-key|x-goog-api-key)["']?\s*[:=]\s*["']?[^\s"',}]+/gi,
  ),
  shape("cookie", 24, /\b(?:set-)?cookie\s*:\s*[^\s=;]+=[^\r\n]+/gi),
  shape("user and password in an address", 8, /(?<=\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g, true),
  shape("key in an address", 16, /(?<=[?&](?:key|api[-_]?key|access_token|token)=)[^\s&"']+/gi),
];

function shape(kind: string, minChars: number, pattern: RegExp, isCertain = false): SecretShape {
  return { kind, pattern, minChars, isCertain };
}

const secretNames =
  /^(?:proxy-)?authorization$|^(?:x-)?(?:goog-)?api[-_]?key$|^(?:access|refresh|id|session)[-_]?token$|(?:^|[-_])secret(?:$|[-_])|^cookie$/i;

/**
 * The text without anything that looks like a key, and without the given secrets in any case.
 * @param secrets the very keys in use
 * @param replacementFor what stands in a key's place
 */
export function scrubText(
  text: string,
  secrets: readonly string[] = [],
  replacementFor: (key: string) => string = () => removed,
): string {
  let clean = text;
  for (const secret of secrets) {
    // Shorter ones are placeholders of local servers ("none"), and would tear words apart.
    if (secret.length >= 6) clean = clean.replaceAll(secret, () => replacementFor(secret));
  }
  for (const { pattern } of secretShapes) clean = clean.replace(pattern, (key) => replacementFor(key));
  return clean;
}

/** The same for a provider's error object: every string in it, and whatever stands under a telling name. */
export function scrubJson(value: JsonValue, secrets: readonly string[] = []): JsonValue {
  if (typeof value === "string") return scrubText(value, secrets);
  if (isJsonArray(value)) return value.map((item) => scrubJson(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, secretNames.test(name) ? removed : scrubJson(item, secrets)]),
  );
}
