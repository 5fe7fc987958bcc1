import type { CostBasis } from "../model/cost.ts";
import type { CostRecord } from "./cost-history.ts";
import { formatUsd, sumUsd } from "./money.ts";

/** A sum that says what it leaves out. Simulated responses are counted beside it: nothing was billed for them. */
export interface CostTotals {
  /** Steps with at least one request, simulated ones left out. */
  readonly responses: number;
  readonly simulated: number;
  /** What those would have cost at prices of the reader's own. No money, and in no sum of money; null: none has a price. */
  readonly simulatedUsd: string | null;
  /** The exact sum of the known costs; null when none is known. */
  readonly usd: string | null;
  /** As sure as the least sure cost in the sum; `unknown` when there is none. */
  readonly basis: CostBasis;
  readonly withoutKnownCost: number;
  readonly input: TokenTotal;
  readonly output: TokenTotal;
  readonly reasoning: TokenTotal;
}

/** Of simulated responses too. */
export interface TokenTotal {
  readonly known: number;
  /** Responses that did not report it. */
  readonly missing: number;
}

export function costTotals(records: readonly CostRecord[]): CostTotals {
  const real = records.filter(({ isSimulated }) => !isSimulated);
  const priced = real.filter(({ usd }) => usd !== null);
  const basis = (["estimate", "computed", "billed"] as const).find((basis) => priced.some((record) => record.basis === basis));
  return {
    responses: real.length,
    simulated: records.length - real.length,
    simulatedUsd: sumOf(records.filter(({ isSimulated, usd }) => isSimulated && usd !== null)),
    usd: sumOf(priced),
    basis: basis ?? "unknown",
    withoutKnownCost: real.length - priced.length,
    input: tokenTotal(records.map(({ inputTokens }) => inputTokens)),
    output: tokenTotal(records.map(({ outputTokens }) => outputTokens)),
    reasoning: tokenTotal(records.map(({ reasoningTokens }) => reasoningTokens)),
  };
}

/** Null: there is nothing to add. */
function sumOf(priced: readonly CostRecord[]): string | null {
  return priced.length === 0 ? null : formatUsd(sumUsd(priced.map(({ usd }) => usd)));
}

export interface CostGroup {
  readonly key: string;
  /** The newest record's name for it. */
  readonly label: string;
  readonly totals: CostTotals;
}

/** Groups in the order of their newest record, newest first. */
export function groupCosts(
  records: readonly CostRecord[],
  by: (record: CostRecord) => { readonly key: string; readonly label: string },
): readonly CostGroup[] {
  const groups = new Map<string, { readonly label: string; readonly records: CostRecord[] }>();
  for (const record of records.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))) {
    const { key, label } = by(record);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { label, records: [record] });
    else group.records.push(record);
  }
  return [...groups].map(([key, { label, records }]) => ({ key, label, totals: costTotals(records) }));
}

function tokenTotal(counts: readonly (number | null)[]): TokenTotal {
  const known = counts.filter((count) => count !== null);
  return { known: known.reduce((sum, count) => sum + count, 0), missing: counts.length - known.length };
}
