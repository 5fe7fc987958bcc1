import type { Cost } from "./cost.ts";
import type { StepId } from "./ids.ts";
import type { LedgerEntry, Step } from "./session.ts";

/** What was paid for a step that stands in no session, or no more. @param of the step it was for; null: none */
export function ledgerEntry(
  {
    id,
    what,
    of,
    cost,
  }: { readonly id: string; readonly what: LedgerEntry["what"]; readonly of: StepId | null; readonly cost: Cost },
  { startedAt, origin }: Step,
): LedgerEntry {
  const { provider, model, isSimulated } = origin;
  return { id, at: startedAt, what, provider, model, step: of, cost, ...(isSimulated ? { isSimulated } : {}) };
}
