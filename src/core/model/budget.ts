/** `session`: all runs of one session. `day`: all runs on this machine since midnight. */
export const budgetScopes = ["lane", "run", "session", "day"] as const;
export type BudgetScope = (typeof budgetScopes)[number];

/** A budget that stopped a lane, and what the editor can offer. Amounts are exact decimal strings in USD. */
export interface BudgetStop {
  readonly scope: BudgetScope;
  readonly limitUsd: string;
  /** What had been spent of it by then; estimated where the provider had not counted yet. */
  readonly spentUsd: string;
  /** How much more the provider's count may come to, at most: what arrived but was only estimated. */
  readonly mayExceedByUsd: string;
  /** The output limit sent so that the budget cannot be passed, when that is what ended the answer. */
  readonly outputLimitTokens?: number;
  /** "Continue with $… more": as much again as the budget, in round money. */
  readonly offerUsd: string;
}
