import { numberAt, type JsonObject } from "../../model/json.ts";
import { normaliseUsage, type CountingRule, type Usage } from "../../model/usage.ts";

/**
 * `usageMetadata`. Zero counts are left out of it, but the total is documented as the sum of prompt, candidates, tool-use
 * prompt and thoughts (@google/genai 3.1.0, UsageMetadata), so one missing count, or two that must both be zero, follow
 * exactly. What tools returned to the model is further input.
 */
export function geminiUsage(raw: JsonObject, rule: CountingRule): Usage {
  const prompt = numberAt(raw, "promptTokenCount");
  const total = numberAt(raw, "totalTokenCount");
  const toolUse = numberAt(raw, "toolUsePromptTokenCount") ?? 0;
  let candidates = numberAt(raw, "candidatesTokenCount");
  let thoughts = numberAt(raw, "thoughtsTokenCount");
  if (prompt !== null && total !== null) {
    const rest = total - prompt - toolUse - (candidates ?? 0) - (thoughts ?? 0);
    if (candidates === null && thoughts === null) {
      if (rest === 0) candidates = thoughts = 0;
    } else if (rest >= 0) {
      candidates ??= rest;
      thoughts ??= rest;
    }
  }
  return normaliseUsage(
    {
      input: prompt === null ? null : prompt + toolUse,
      cacheRead: numberAt(raw, "cachedContentTokenCount"),
      cacheWrite: null,
      output: candidates,
      reasoning: thoughts,
    },
    rule,
    raw,
  );
}
