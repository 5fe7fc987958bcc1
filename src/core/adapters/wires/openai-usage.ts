import type { JsonObject } from "../../model/json.ts";
import { numberAt, objectAt, stringAt } from "../../model/json.ts";
import { isServiceTier } from "../../model/service-tier.ts";
import type { CountingRule, RawCounts, Usage } from "../../model/usage.ts";
import { normaliseUsage } from "../../model/usage.ts";

/**
 * Usage as Chat Completions or Responses and their look-alikes report it.
 * @param hasReasoningText a count of 0 beside reasoning text that was received is a placeholder, not a count
 *   (Ollama, LiteLLM, SGLang on Azure; provider-matrix trap 56), so it is read as "not reported"
 */
export function readOpenaiUsage(
  usage: JsonObject,
  rule: CountingRule,
  hasReasoningText: boolean,
  billedUsd: string | null,
): Usage {
  const counts = readCounts(usage);
  const unnamed = unnamedReasoning(usage, counts);
  if (unnamed !== null)
    return normaliseUsage({ ...counts, reasoning: unnamed }, { ...rule, reasoning: "additive" }, usage, billedUsd);
  const isPlaceholder = counts.reasoning === 0 && hasReasoningText;
  return normaliseUsage(isPlaceholder ? { ...counts, reasoning: null } : counts, rule, usage, billedUsd);
}

/**
 * The usage with what a bill depends on and the response says beside it: the tier that answered, where it is not the
 * standard one, and searches, which are billed by the call.
 */
export function withBillingFacts(usage: JsonObject, response: JsonObject): JsonObject {
  const tier = stringAt(response, "service_tier");
  const isApart = tier !== null && tier !== "standard" && isServiceTier(tier) && usage["service_tier"] === undefined;
  const tools = objectAt(response, "tool_usage");
  const searches = numberAt(objectAt(tools ?? {}, "web_search") ?? {}, "num_requests") ?? 0;
  return {
    ...usage,
    ...(isApart ? { service_tier: tier } : {}),
    ...(tools !== null && searches > 0 ? { tool_usage: tools } : {}),
  };
}

/**
 * A stated total above prompt and completion is reasoning that has no field of its own: Gemini's OpenAI-compatible endpoint
 * bills it and leaves it out of the completion.
 */
function unnamedReasoning(usage: JsonObject, { input, output, reasoning, cacheRead }: RawCounts): number | null {
  const total = numberAt(usage, "total_tokens");
  if (total === null || input === null || output === null || reasoning !== null || cacheRead !== null) return null;
  const rest = total - input - output;
  return rest > 0 ? rest : null;
}

function readCounts(usage: JsonObject): RawCounts {
  // Mistral has spelled it without the s (provider-matrix 3.9).
  const input =
    objectAt(usage, "prompt_tokens_details") ??
    objectAt(usage, "input_tokens_details") ??
    objectAt(usage, "prompt_token_details") ??
    {};
  const output = objectAt(usage, "completion_tokens_details") ?? objectAt(usage, "output_tokens_details") ?? {};
  return {
    input: first(usage, ["prompt_tokens", "input_tokens"]),
    output: first(usage, ["completion_tokens", "output_tokens"]),
    cacheRead:
      numberAt(input, "cached_tokens") ??
      // DeepSeek, Moonshot, Mistral, gateways to Claude: provider-matrix 3.8, 3.14, 3.9.
      first(usage, ["prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens", "cache_read_input_tokens"]),
    cacheWrite:
      first(input, ["cache_write_tokens", "cache_creation_input_tokens"]) ?? numberAt(usage, "cache_creation_input_tokens"),
    reasoning: numberAt(output, "reasoning_tokens") ?? numberAt(usage, "reasoning_tokens"),
  };
}

function first(object: JsonObject, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = numberAt(object, key);
    if (value !== null) return value;
  }
  return null;
}
