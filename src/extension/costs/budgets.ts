import type { RunOptions, SharedBudget } from "../../core/engine/engine.ts";
import { createSpending } from "../../core/engine/spending.ts";
import type { Spending } from "../../core/engine/spending.ts";
import type { BudgetScope } from "../../core/model/budget.ts";
import type { Session } from "../../core/model/session.ts";
import type { CostRecord } from "../../core/pricing/cost-history.ts";
import { formatUsd, parseUsd } from "../../core/pricing/money.ts";
import type { Budgets } from "../../protocol/messages.ts";

export interface BudgetServices {
  runOptions(): RunOptions;
  limit(scope: BudgetScope): string | null;
  /** What the local history knows of today, other windows included; exact decimal strings in USD. */
  refreshToday(): Promise<void>;
  spentToday(): string;
}

/** What a run may spend; to be closed when the run has ended. */
export interface RunTerms {
  readonly options: RunOptions;
  readonly close: () => void;
}

/** The budgets that outlive a run: a session's and the day's. Knows no VS Code. */
export class BudgetBook {
  readonly #services: BudgetServices;
  readonly #day = new SharedPurse();
  /** By the value that stands for a session as long as it is open. */
  readonly #sessions = new WeakMap<object, SharedPurse>();

  constructor(services: BudgetServices) {
    this.#services = services;
  }

  /** @param owner stands for the session as long as it is open */
  async openRun(owner: object, session: () => Session): Promise<RunTerms> {
    await this.#services.refreshToday();
    const purses = {
      session: { purse: this.#sessionPurse(owner), spentUsd: spentBy(session()) },
      day: { purse: this.#day, spentUsd: this.#services.spentToday() },
    } as const;
    const sharedBudgets = (["session", "day"] as const).flatMap((scope): SharedBudget[] => {
      const { purse, spentUsd } = purses[scope];
      const limitUsd = this.#services.limit(scope);
      const spending = purse.open(spentUsd);
      return limitUsd === null ? [] : [{ scope, limitUsd, spending }];
    });
    return {
      options: { ...this.#services.runOptions(), sharedBudgets },
      close: () => {
        for (const { purse } of Object.values(purses)) purse.close();
      },
    };
  }

  /** Each budget, and what was spent of it before the runs that are under way. */
  view(owner: object, session: Session): Budgets {
    const state = (scope: BudgetScope, spentUsd: string) => ({ limitUsd: this.#services.limit(scope), spentUsd });
    return {
      lane: state("lane", "0"),
      run: state("run", "0"),
      session: state("session", this.#sessionPurse(owner).before ?? spentBy(session)),
      day: state("day", this.#day.before ?? this.#services.spentToday()),
    };
  }

  #sessionPurse(owner: object): SharedPurse {
    const purse = this.#sessions.get(owner) ?? new SharedPurse();
    this.#sessions.set(owner, purse);
    return purse;
  }
}

/** One purse for runs that overlap; made anew, with what is known to be spent by then, once none is under way. */
class SharedPurse {
  #spending: Spending | null = null;
  #before = "0";
  #runs = 0;

  /** What was spent before the runs that are under way; null: none is. */
  get before(): string | null {
    return this.#spending === null ? null : this.#before;
  }

  open(spentUsd: string): Spending {
    if (this.#spending === null) {
      this.#spending = createSpending(spentUsd);
      this.#before = spentUsd;
    }
    this.#runs += 1;
    return this.#spending;
  }

  close(): void {
    this.#runs -= 1;
    if (this.#runs === 0) this.#spending = null;
  }
}

/** The sum of what is known of the history's records. */
export function spentIn(records: readonly CostRecord[]): string {
  return formatUsd(records.reduce((sum, { usd }) => sum + (parseUsd(usd ?? "0") ?? 0n), 0n));
}

/** All that a session's steps have cost, as far as it is known; what runs, by its running estimate. */
export function spentBy(session: Session): string {
  let sum = 0n;
  // What stands at no step: removed ones, briefs and verdicts that models wrote.
  for (const { cost } of session.ledger ?? []) sum += parseUsd(cost.usd ?? "0") ?? 0n;
  for (const { cost, attempts } of Object.values(session.steps)) {
    const costs = cost === null ? attempts.map((attempt) => attempt.cost) : [cost];
    for (const each of costs) sum += parseUsd(each?.usd ?? "0") ?? 0n;
  }
  return formatUsd(sum);
}
