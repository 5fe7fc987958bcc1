import { arrayAt, isJsonObject, numberAt, objectAt, stringAt, type JsonObject } from "../../model/json.ts";
import { normaliseUsage, type CountingRule, type Usage } from "../../model/usage.ts";

/** `message_delta` repeats the running totals; a field that is null there was not counted again and keeps its value. */
export function mergeAnthropicUsage(base: JsonObject, over: JsonObject): JsonObject {
  return { ...base, ...Object.fromEntries(Object.entries(over).filter(([, value]) => value !== null)) };
}

export function anthropicUsage(raw: JsonObject, rule: CountingRule): Usage {
  return normaliseUsage(
    {
      input: numberAt(raw, "input_tokens"),
      cacheRead: numberAt(raw, "cache_read_input_tokens"),
      cacheWrite: numberAt(raw, "cache_creation_input_tokens"),
      output: numberAt(raw, "output_tokens"),
      reasoning: thinkingTokens(raw),
    },
    rule,
    raw,
  );
}

/** Counts the raw reasoning, which is longer than the summary shown (provider-matrix trap 57). */
export function thinkingTokens(raw: JsonObject): number | null {
  const details = objectAt(raw, "output_tokens_details");
  return details === null ? null : numberAt(details, "thinking_tokens");
}

/**
 * Passes of this response that are billed beside the counts above: another model's attempt, a compaction, an advisor
 * (provider-matrix trap 59). Their kinds, once each, in order.
 */
export function passesBilledApart(raw: JsonObject): readonly string[] {
  const kinds = new Set<string>();
  for (const iteration of arrayAt(raw, "iterations")) {
    const kind = isJsonObject(iteration) ? stringAt(iteration, "type") : null;
    if (kind !== null && kind !== "message") kinds.add(kind);
  }
  return [...kinds];
}
