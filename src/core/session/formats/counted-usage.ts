import type { JsonValue } from "../../model/json.ts";
import type { CountingRule, InputUsage, RawCounts, Usage } from "../../model/usage.ts";
import { normaliseUsage } from "../../model/usage.ts";

/** Usage as another tool wrote it down. All of them count reasoning in the output. @param cache in the input, or beside it */
export function countedUsage(counts: Partial<RawCounts>, cache: CountingRule["cache"], raw: JsonValue): Usage {
  const at = (key: keyof RawCounts): number | null => count(counts[key] ?? null);
  const input = { input: at("input"), cacheRead: at("cacheRead"), cacheWrite: at("cacheWrite") };
  const output = { output: at("output"), reasoning: at("reasoning") };
  return saneUsage(normaliseUsage({ ...input, ...output }, { cache, reasoning: "included" }, raw));
}

/** Counts in strangers' files may be anything; a count that cannot be is not reported. */
export function saneUsage(usage: Usage): Usage {
  const { input, output } = usage;
  return {
    ...usage,
    input: {
      total: count(input.total),
      uncached: count(input.uncached),
      cacheRead: count(input.cacheRead),
      cacheWrite: count(input.cacheWrite),
    },
    output: { total: count(output.total), reasoning: count(output.reasoning), visible: count(output.visible) },
  };
}

export function count(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Input for formats that count the cache beside it: what the cache is known to hold is never written twice. */
export function uncachedInput(input: InputUsage): number | null {
  if (input.uncached !== null) return input.uncached;
  return input.total === null ? null : Math.max(0, input.total - (input.cacheRead ?? 0) - (input.cacheWrite ?? 0));
}
