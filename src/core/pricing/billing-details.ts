import { arrayAt, isJsonObject, numberAt, objectAt, stringAt } from "../model/json.ts";
import type { JsonObject } from "../model/json.ts";
import { isServiceTier } from "../model/service-tier.ts";
import type { ServiceTier } from "../model/service-tier.ts";
import { normaliseUsage } from "../model/usage.ts";
import type { Usage } from "../model/usage.ts";

/** What a bill depends on beyond the counts of the identity, read off the provider's own usage object. */
export interface BillingDetails {
  /** The tier that answered; null: not said. */
  readonly serviceTier: ServiceTier | null;
  /** How much of the cache write went into the longer-lived class; null: not said. */
  readonly cacheWriteLong: number | null;
  /** Calls of server tools that are priced each, by the provider's counter. */
  readonly calls: readonly { readonly name: string; readonly count: number }[];
  /** Passes that are billed each, instead of the counts on top; empty: there was one. */
  readonly passes: readonly BilledPass[];
}

/** One pass of a response that took several: another model's attempt, a compaction, an advisor. */
export interface BilledPass {
  readonly kind: string;
  /** Null: the model that answered. */
  readonly model: string | null;
  readonly usage: Usage;
}

export function billingDetails({ raw }: Usage): BillingDetails {
  if (!isJsonObject(raw)) return { serviceTier: null, cacheWriteLong: null, calls: [], passes: [] };
  const tier = stringAt(raw, "service_tier");
  return {
    serviceTier: tier !== null && isServiceTier(tier) ? tier : null,
    cacheWriteLong: cacheWriteLong(raw),
    calls: serverCalls(raw),
    passes: passesOf(raw),
  };
}

/** Anthropic splits writes by 5 minutes and 1 hour, OpenAI by 30 minutes and 12 hours (provider-matrix 3.1, 3.2). */
function cacheWriteLong(raw: JsonObject): number | null {
  const anthropic = numberAt(objectAt(raw, "cache_creation") ?? {}, "ephemeral_1h_input_tokens");
  const openai = numberAt(
    objectAt(objectAt(raw, "input_tokens_details") ?? {}, "cache_write_tokens_details") ?? {},
    "ttl_12h_tokens",
  );
  return anthropic ?? openai;
}

/** Anthropic: `server_tool_use`, a counter a tool. OpenAI: `tool_usage`, of which only searches are billed by the call. */
function serverCalls(raw: JsonObject): BillingDetails["calls"] {
  const tools = objectAt(raw, "server_tool_use") ?? {};
  const calls = Object.keys(tools).map((name) => ({ name, count: numberAt(tools, name) ?? 0 }));
  const searches = numberAt(objectAt(objectAt(raw, "tool_usage") ?? {}, "web_search") ?? {}, "num_requests") ?? 0;
  return [...calls, { name: "web_search", count: searches }].filter(({ count }) => count > 0);
}

/** Anthropic `iterations`: the counts on top are those of some of them, so the bill is their sum (provider-matrix trap 59). */
function passesOf(raw: JsonObject): readonly BilledPass[] {
  const passes = arrayAt(raw, "iterations")
    .filter(isJsonObject)
    .map((pass) => ({ kind: stringAt(pass, "type") ?? "message", model: stringAt(pass, "model"), usage: passUsage(pass) }));
  const isPlain = passes.every(({ kind, model }) => kind === "message" && model === null);
  return isPlain ? [] : passes;
}

function passUsage(pass: JsonObject): Usage {
  return normaliseUsage(
    {
      input: numberAt(pass, "input_tokens"),
      cacheRead: numberAt(pass, "cache_read_input_tokens"),
      cacheWrite: numberAt(pass, "cache_creation_input_tokens"),
      output: numberAt(pass, "output_tokens"),
      reasoning: null,
    },
    { reasoning: "included", cache: "additive" },
    pass,
  );
}
