import type { Cost, CostBasis } from "../model/cost.ts";
import { formatUsd, sumUsd } from "./money.ts";

/** From what is surest to what is not. A sum is as sure as its least sure part. */
const sureness = ["billed", "computed", "estimate", "unknown"] as const satisfies readonly CostBasis[];

/**
 * The cost of a step over its attempts, failed ones included. Null parts (nothing was spent or known) are left out;
 * null when all are. One unknown part makes the sum unknown: a smaller number would look like the price.
 */
export function sumCosts(costs: readonly (Cost | null)[]): Cost | null {
  const known = costs.filter((cost) => cost !== null);
  const [first] = known;
  if (first === undefined || known.length === 1) return first ?? null;
  const basis = sureness.findLast((basis) => known.some((cost) => cost.basis === basis)) ?? "unknown";
  const reasons = [...new Set(known.map((cost) => cost.reason).filter((reason) => reason !== null))];
  const reason = reasons.length === 0 ? null : reasons.join(" ");
  if (basis === "unknown") return { usd: null, basis, reason, rows: [] };
  return { usd: formatUsd(sumUsd(known.map(({ usd }) => usd))), basis, reason, rows: known.flatMap((cost) => cost.rows) };
}
