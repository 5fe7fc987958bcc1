import type { JsonValue } from "./json.ts";

/**
 * Token counts of one response, normalised to one identity whatever the provider's own rule is:
 * `input.total = uncached + cacheRead + cacheWrite`, `output.total = visible + reasoning`.
 * A count is null when the provider did not report it and it cannot be derived exactly. Null is never 0.
 */
export interface Usage {
  readonly input: InputUsage;
  readonly output: OutputUsage;
  /** `reported`: by the provider. `estimated`: counted here. `none`: nothing is known. */
  readonly source: "reported" | "estimated" | "none";
  /** Cost in USD as the provider itself returned it, an exact decimal string; null when it returns none. */
  readonly billedUsd: string | null;
  /** The provider's own object, untouched. */
  readonly raw: JsonValue;
}

export interface InputUsage {
  readonly total: number | null;
  readonly uncached: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
}

export interface OutputUsage {
  readonly total: number | null;
  readonly reasoning: number | null;
  readonly visible: number | null;
}

/** How a provider's own counters relate. Data of a provider's dialect (provider-matrix section 1). */
export interface CountingRule {
  readonly reasoning: "included" | "additive" | "not-reported";
  readonly cache: "included" | "additive" | "not-reported";
}

export const noUsage: Usage = {
  input: { total: null, uncached: null, cacheRead: null, cacheWrite: null },
  output: { total: null, reasoning: null, visible: null },
  source: "none",
  billedUsd: null,
  raw: null,
};

/** Counters as read off a provider's usage object, before its counting rule is applied. Null: absent. */
export interface RawCounts {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
}

/**
 * Applies a provider's counting rule. Parts never exceed their total: where the counters contradict the rule
 * (xAI Responses: cached may exceed input, provider-matrix trap 55), they are read as beside the total, not inside it.
 */
export function normaliseUsage(counts: RawCounts, rule: CountingRule, raw: JsonValue, billedUsd: string | null = null): Usage {
  return {
    input: normaliseInput(counts, rule.cache),
    output: normaliseOutput(counts, rule.reasoning),
    source: "reported",
    billedUsd,
    raw,
  };
}

function normaliseInput(counts: RawCounts, rule: CountingRule["cache"]): InputUsage {
  const { input, cacheRead, cacheWrite } = counts;
  if (input === null) return { total: null, uncached: null, cacheRead, cacheWrite };
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  if (rule === "not-reported") return { total: input, uncached: null, cacheRead, cacheWrite };
  if (rule === "additive" || cached > input) return { total: input + cached, uncached: input, cacheRead, cacheWrite };
  const uncached = cacheRead === null && cacheWrite === null ? null : input - cached;
  return { total: input, uncached, cacheRead, cacheWrite };
}

function normaliseOutput(counts: RawCounts, rule: CountingRule["reasoning"]): OutputUsage {
  const { output, reasoning } = counts;
  if (output === null) return { total: null, reasoning, visible: null };
  if (reasoning === null) return { total: output, reasoning: null, visible: null };
  if (rule === "not-reported") return { total: output, reasoning: null, visible: null };
  if (rule === "additive" || reasoning > output) return { total: output + reasoning, reasoning, visible: output };
  return { total: output, reasoning, visible: output - reasoning };
}
