import type { Cost, CostBasis } from "../../src/core/model/cost.ts";
import type { Step } from "../../src/core/model/session.ts";

export interface CostView {
  readonly text: string;
  /** `simulated` stands in place of the mark: nothing was billed. Null: `text` says it all. */
  readonly mark: Mark | null;
  /** The whole story in words, for the tooltip and for screen readers. */
  readonly words: string;
}

export interface Mark {
  readonly sign: string;
  readonly words: string;
}

export const costMarks = {
  billed: { sign: "✓", words: "billed by the provider" },
  computed: { sign: "=", words: "computed from the price table" },
  estimate: { sign: "≈", words: "estimate" },
  unknown: { sign: "?", words: "unknown" },
} as const satisfies Record<CostBasis, Mark>;

export function costView(cost: Cost, isSimulated: boolean): CostView {
  if (cost.usd === null && isSimulated)
    return { text: "nothing billed", mark: null, words: "A simulated model: nothing was sent or billed." };
  if (cost.usd === null) return { text: "no price", mark: costMarks.unknown, words: cost.reason ?? "The cost is not known." };
  const text = moneyText(cost.usd);
  if (isSimulated) {
    return { text, mark: { sign: "simulated", words: "simulated: nothing was sent or billed" }, words: cost.reason ?? "" };
  }
  const mark = costMarks[cost.basis];
  const rows = cost.rows.map(
    (row) => `${row.item}: ${row.tokens} × $${row.usdPerMillion} per million (${row.source}, ${row.asOf})`,
  );
  return { text, mark, words: [cost.reason, ...rows].filter((line) => line !== null).join("\n") };
}

/** Two decimals from $1 on, four below, two significant digits below $0.001. */
export function moneyText(usd: string): string {
  const value = Number(usd);
  if (!Number.isFinite(value)) return `$${usd}`;
  if (value === 0) return "$0";
  if (value >= 1) return `$${value.toFixed(2)}`;
  if (value >= 0.001) return `$${value.toFixed(4)}`;
  const decimals = Math.min(20, 1 - Math.floor(Math.log10(value)));
  return `$${value.toFixed(decimals)}`;
}

/** What a step has cost so far: its own sum, or while it runs what its attempts have. Null: nothing is known. */
export function stepCost(step: Step): Cost | null {
  if (step.cost !== null) return step.cost;
  const total = totalCost(step.attempts.map((attempt) => attempt.cost));
  if (total === null) return step.attempts.at(-1)?.cost ?? null;
  return {
    usd: total.usd,
    basis: "estimate",
    reason: "A running estimate; the provider reports usage when the response ends.",
    rows: [],
  };
}

export interface Total {
  readonly usd: string;
  readonly basis: CostBasis;
  /** Lanes whose cost is not in the sum. */
  readonly missing: number;
}

/** The sum of what is known. It is as uncertain as its most uncertain part, and says what it misses. */
export function totalCost(costs: readonly (Cost | null)[]): Total | null {
  const known = costs.filter((cost) => cost !== null && cost.usd !== null);
  if (known.length === 0) return null;
  const sum = known.reduce((total, cost) => total + Number(cost?.usd), 0);
  const basis = (["estimate", "computed", "billed"] as const).find((each) => known.some((cost) => cost?.basis === each));
  return { usd: String(sum), basis: basis ?? "estimate", missing: costs.length - known.length };
}
