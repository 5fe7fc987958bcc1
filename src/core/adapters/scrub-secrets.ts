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
  /** One of these stands in every match, if it is written in one of the usual cases: what to look for first in long texts. */
  readonly anchors: readonly SecretAnchor[];
}

/** Where a match begins: `start` at the edge of a word, then `rest`, whose first letter is rare and is looked for first. */
export interface SecretAnchor {
  readonly start: string;
  readonly rest: string;
}

/** The one table of what keys, tokens and credentials look like: for scrubbing errors and for scanning sessions. */
export const secretShapes: readonly SecretShape[] = [
  certain("private key", 40, /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, [
    "|-----BEGIN",
  ]),
  shape("API key", 20, /\b(?:sk|pk|rk)-[\w*.…-]{6,}/g, ["sk|-", "pk|-", "rk|-"]),
  shape("API key", 24, /\b(?:xai|pplx|nvapi|csk|tgp|fw|vck|key)[-_][\w*-]{12,}/g, [
    ...each(["xai", "pplx", "nvapi", "csk", "tgp", "fw", "vck", "key"], "|-", "|_"),
  ]),
  shape("API key", 24, /\b(?:sk|rk)_(?:live|test)_[\w*]{12,}/g, ["sk|_", "rk|_"]),
  shape("API key", 32, /\bbce-v3\/ALTAK-[\w*/-]{12,}/g, ["bce|-v3/"]),
  shape("API token", 20, /\b(?:gsk|hf|r8|gh[oprsu]|github_pat|npm)_[\w*-]{8,}/g, [
    ...each(["gsk", "hf", "r8", "gho", "ghp", "ghr", "ghs", "ghu", "github_pat", "npm"], "|_"),
  ]),
  shape("API token", 24, /\bglpat-[\w*-]{8,}/g, ["glpat|-"]),
  shape("API token", 24, /\bxox[abeprs]-[\w*-]{12,}/g, each(["xoxa", "xoxb", "xoxe", "xoxp", "xoxr", "xoxs"], "|-")),
  shape("API token", 36, /\bdapi[0-9a-f*]{20,}/g, ["da|pi"]),
  shape("Google API key", 35, /\bAIza[\w*-]{10,}/g, ["|AIza"]),
  shape("Google API key", 40, /\bAQ\.A[\w*-]{20,}/g, ["|AQ.A"]),
  shape("Google access token", 30, /\bya29\.[\w.-]+/g, ["ya2|9."]),
  shape("AWS key", 20, /\b(?:AKIA|ASIA|ABSK)[A-Za-z0-9+/=]{12,}/g, ["|AKIA", "|ASIA", "|ABSK"]),
  shape("JSON web token", 40, /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, ["ey|J"]),
  shape("authorization header", 24, /\b(Bearer|Basic)\s+[\w.~+/=*-]{6,}/gi, inCases("|bearer", "|basic")),
  shape(
    "authorization header",
    28,
    /\b(authorization|proxy-authorization|x-api-key|api-key|x-goog-api-key)["']?\s*[:=]\s*["']?[^\s"',}]+/gi,
    inCases("authori|zation", "api|-key"),
  ),
  shape("cookie", 24, /\b(?:set-)?cookie\s*:\s*[^\s=;]+=[^\r\n]+/gi, inCases("coo|kie")),
  certain("user and password in an address", 8, /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g, ["|://"]),
  shape(
    "key in an address",
    16,
    /(?<=[?&](?:key|api[-_]?key|access_token|token)=)[^\s&"']+/gi,
    inCases("|key=", "api|key=", "api|-key=", "api|_key=", "access_to|ken=", "to|ken="),
  ),
];

/** @param anchors as `start|rest` */
function shape(kind: string, minChars: number, pattern: RegExp, anchors: readonly string[]): SecretShape {
  const split = anchors.map((anchor) => {
    const bar = anchor.indexOf("|");
    return { start: anchor.slice(0, bar), rest: anchor.slice(bar + 1) };
  });
  return { kind, pattern, minChars, isCertain: false, anchors: split };
}

function certain(kind: string, minChars: number, pattern: RegExp, anchors: readonly string[]): SecretShape {
  return { ...shape(kind, minChars, pattern, anchors), isCertain: true };
}

function each(starts: readonly string[], ...rests: readonly string[]): readonly string[] {
  return starts.flatMap((start) => rests.map((rest) => start + rest));
}

/** `api-key`, `API-KEY`, `Api-key` and `Api-Key`. */
function inCases(...anchors: readonly string[]): readonly string[] {
  return anchors.flatMap((anchor) => [
    anchor,
    anchor.toUpperCase(),
    anchor.replace(/[a-z]/, (letter) => letter.toUpperCase()),
    anchor.replaceAll(/(?<![a-z|]|[a-z][|])[a-z]/g, (letter) => letter.toUpperCase()),
  ]);
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
