import type { JsonValue } from "../model/json.ts";
import { isJsonArray, isJsonObject } from "../model/json.ts";

const removed = "[removed]";

/** Shapes of keys and tokens of the providers known here; partly masked ones too, as providers echo them in errors. */
const keyShapes: readonly RegExp[] = [
  /\b(?:sk|pk|rk)-[\w*.…-]{6,}/g,
  /\b(?:xai|pplx|nvapi|csk|tgp|fw|key)[-_][\w*-]{12,}/g,
  /\b(?:gsk|hf|r8|ghp|gho|ghs|glpat|github_pat)_[\w*-]{8,}/g,
  /\bAIza[\w*-]{10,}/g,
  /\bya29\.[\w.-]+/g,
  /\b(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/=]{12,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(Bearer|Basic)\s+[\w.~+/=*-]{6,}/gi,
  /\b(authorization|proxy-authorization|x-api-key|api-key|x-goog-api-key)["']?\s*[:=]\s*["']?[^\s"',}]+/gi,
  // Userinfo in a URL, and keys in its query.
  /(?<=\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
  /(?<=[?&](?:key|api[-_]?key|access_token|token)=)[^\s&"']+/gi,
];

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
  for (const shape of keyShapes) clean = clean.replace(shape, (key) => replacementFor(key));
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
