import * as z from "zod";
import { effortTiers } from "../model/effort.ts";
import type { EffortTier } from "../model/effort.ts";
import { wireIds } from "../model/ids.ts";
import type { ProviderId } from "../model/ids.ts";
import type { JsonObject } from "../model/json.ts";
import type { Tiers } from "./effort-knobs.ts";
import {
  adaptiveThinking,
  reasoningEffort,
  reasoningObject,
  switchTiers,
  thinkingLevel,
  tiersKnob,
  words,
} from "./effort-knobs.ts";
import type { EffortKnob, Fact, ModelRow, Provider } from "./provider.ts";

/*
 * Endpoints of the user's own, from user settings or a probe's finding: as much of a provider's data as a person can know
 * about a server. Never read from a repository: an address and the key that goes there belong to the user.
 */

/** Where the effort goes in the body, and so what an endpoint understands. */
const effortStyles = [
  "reasoning_effort",
  "reasoning.effort",
  "output_config.effort",
  "thinkingLevel",
  "think",
  "thinking.type",
  "reasoning.enabled",
  "enable_thinking",
  "chat_template_kwargs.enable_thinking",
  "chat_template_kwargs.thinking",
] as const;
type EffortStyle = (typeof effortStyles)[number];

const visibilities = ["raw", "summary", "omitted", "encrypted", "redacted", "none", "unknown"] as const;

const headerName = z.string().regex(/^[a-z0-9-]+$/i, "is not a header name");
const baseUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .refine((text) => !/^https?:\/\/[^/]*@/i.test(text), "must not hold a user name or password: keys are kept apart");

export const customProviderSetting = z.strictObject({
  label: z.string().min(1).max(100).optional(),
  wire: z.enum(wireIds),
  baseUrl,
  /** Names of environment variables that hold the key. */
  keyEnvironment: z.array(z.string().regex(/^[A-Za-z_]\w*$/, "is not the name of an environment variable")).optional(),
  /** Without a key the endpoint is not asked at all. Left out: true, but for servers on this machine. */
  needsKey: z.boolean().optional(),
  /** Model ids to offer. */
  models: z.array(z.string().min(1)).optional(),
  effort: z
    .strictObject({
      style: z.enum(effortStyles),
      /** The words it takes; switches take none. */
      tiers: z.array(z.enum(effortTiers)).min(1).optional(),
    })
    .optional(),
  /** What is seen of the reasoning. */
  reasoning: z.enum(visibilities).optional(),
  /** Reasoning inside the answer's text, between such tags. */
  thinkTags: z.enum(["think", "thinking", "kimi", "harmony"]).optional(),
  /** How reasoning tokens relate to output tokens. */
  countsReasoning: z.enum(["included", "additive", "not-reported"]).optional(),
  /** Sent with every request. Keys do not belong here. */
  headers: z
    .record(headerName, z.string())
    .refine((headers) => !Object.keys(headers).some(isSecretHeader), "must not hold a key: set it with “Switchyard: Set API Key”")
    .optional(),
  /** Sent when no output limit is asked for. */
  defaultOutputTokens: z.int().positive().optional(),
});
export type CustomProviderSetting = z.output<typeof customProviderSetting>;

export type ParsedCustomProvider =
  | { readonly isOk: true; readonly provider: Provider }
  /** What is wrong with which part, in one sentence for the reader. */
  | { readonly isOk: false; readonly message: string };

/** @param taken ids that are not free: the built-in providers' */
export function parseCustomProvider(id: string, value: unknown, taken: readonly ProviderId[]): ParsedCustomProvider {
  if (!/^[a-z0-9][a-z0-9._-]{0,39}$/.test(id)) {
    return { isOk: false, message: `“${id}” cannot be a provider's id: use lower-case letters, digits, “-”, “.” and “_”.` };
  }
  if (taken.includes(id)) {
    return { isOk: false, message: `“${id}” is the id of a built-in provider: choose another, or override that one's base URL.` };
  }
  const parsed = customProviderSetting.safeParse(value);
  if (parsed.success) return { isOk: true, provider: customProvider(id, parsed.data) };
  return { isOk: false, message: `The custom provider “${id}” is not valid: ${parsed.error.issues.map(issueText).join("; ")}.` };
}

export function customProvider(id: ProviderId, setting: CustomProviderSetting): Provider {
  const base = setting.baseUrl.replace(/\/+$/, "");
  return {
    id,
    label: setting.label ?? id,
    kind: isLoopback(base) ? "local" : "hosted",
    baseUrl: base,
    auth: {
      type: "bearer",
      environment: setting.keyEnvironment ?? [`${id.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}_API_KEY`],
      isOptional: !(setting.needsKey ?? !isLoopback(base)),
    },
    routes: [{ wire: setting.wire, ...(setting.headers === undefined ? {} : { headers: lowerCased(setting.headers) }) }],
    models: [rowFor(setting)],
    discovery: { path: "/models", shape: "openai" },
    fact: userFact,
  };
}

const userFact: Fact = { asOf: "", source: "user settings", status: "documented" };

function rowFor(setting: CustomProviderSetting): ModelRow {
  const { models = [], defaultOutputTokens } = setting;
  return {
    match: ".*",
    ...(models.length === 0 ? {} : { listed: models.map((model) => ({ id: model, label: model })) }),
    effort: setting.effort === undefined ? { type: "unknown" } : knobFor(setting.effort.style, setting.effort.tiers),
    ...(defaultOutputTokens === undefined ? {} : { limits: { defaultOutputTokens } }),
    trace: { visibility: setting.reasoning ?? "unknown" },
    dialect: dialectFor(setting),
    fact: setting.effort === undefined ? { ...userFact, note: "this endpoint's settings name no effort style." } : userFact,
  };
}

function dialectFor({ thinkTags, countsReasoning, wire }: CustomProviderSetting): JsonObject {
  const hasTags = wire === "openai-chat" || wire === "ollama-chat" || wire === "bedrock-converse";
  return {
    ...(thinkTags === undefined || !hasTags ? {} : { thinkTags: { styles: [thinkTags], opening: "required" } }),
    ...(countsReasoning === undefined ? {} : { counting: { reasoning: countsReasoning, cache: "included" } }),
  };
}

const commonWords: readonly EffortTier[] = ["low", "medium", "high"];

function knobFor(style: EffortStyle, tiers: readonly EffortTier[] = commonWords): EffortKnob {
  return tiersKnob(tiersFor(style, tiers));
}

function tiersFor(style: EffortStyle, accepted: readonly EffortTier[]): Tiers {
  const shape = (word: string): JsonObject => effortBody(style, word);
  return isSwitch(style) ? switchTiers(shape("high"), shape("none")) : words(shape, ...accepted);
}

function isSwitch(style: EffortStyle): boolean {
  const onlyOnOrOff: readonly EffortStyle[] = [
    "thinking.type",
    "reasoning.enabled",
    "enable_thinking",
    "chat_template_kwargs.enable_thinking",
    "chat_template_kwargs.thinking",
  ];
  return onlyOnOrOff.includes(style);
}

/** The fields that carry a word in a style; a switch is off for `none` and on for any other word. */
export function effortBody(style: EffortStyle, word: string): JsonObject {
  const isOn = word !== "none";
  switch (style) {
    case "reasoning_effort":
      return reasoningEffort(word);
    case "reasoning.effort":
      return reasoningObject(word);
    case "output_config.effort":
      return adaptiveThinking(word);
    case "thinkingLevel":
      return thinkingLevel(word);
    case "think":
      return { think: word };
    case "thinking.type":
      return { thinking: { type: isOn ? "enabled" : "disabled" } };
    case "reasoning.enabled":
      return { reasoning: { enabled: isOn } };
    case "enable_thinking":
      return { enable_thinking: isOn };
    case "chat_template_kwargs.enable_thinking":
      return { chat_template_kwargs: { enable_thinking: isOn } };
    case "chat_template_kwargs.thinking":
      return { chat_template_kwargs: { thinking: isOn } };
  }
}

function isSecretHeader(name: string): boolean {
  return /^(authorization|cookie|proxy-authorization)$|api-?key|token|secret/i.test(name);
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/i.test(url);
}

function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  return `${where}${issue.message}`;
}
