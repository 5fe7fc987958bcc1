import type { RunOptions, SharedBudget } from "../../core/engine/engine.ts";
import { createSpending } from "../../core/engine/spending.ts";
import type { Spending } from "../../core/engine/spending.ts";
import type { BudgetScope } from "../../core/model/budget.ts";
import type { Session } from "../../core/model/session.ts";
import type { CostRecord } from "../../core/pricing/cost-history.ts";
import { costTotals } from "../../core/pricing/cost-totals.ts";
import { formatUsd, parseUsd, sumUsd } from "../../core/pricing/money.ts";
import type { Usd } from "../../core/pricing/money.ts";
import type { Budgets } from "../../protocol/messages.ts";

export interface BudgetServices {
  runOptions(): RunOptions;
  limit(scope: BudgetScope): string | null;
  /** What the local history knows of today, other windows included; exact decimal strings in USD. */
  refreshToday(): Promise<void>;
  spentToday(): string;
  /** What of it other windows spent. */
  spentElsewhere(): string;
  /** Calls again and again until the returned function is called. */
  every(ms: number, callback: () => void): () => void;
}

/** Another window writes down what a step cost when it ends; a budget of the day hears of it at most this much later. */
const elsewherePaceMs = 5_000;

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
      session: { purse: this.#sessionPurse(owner), spentUsd: spentBy(session()), elsewhereUsd: "0" },
      day: { purse: this.#day, spentUsd: this.#services.spentToday(), elsewhereUsd: this.#services.spentElsewhere() },
    } as const;
    const sharedBudgets = (["session", "day"] as const).flatMap((scope): SharedBudget[] => {
      const { purse, spentUsd, elsewhereUsd } = purses[scope];
      const limitUsd = this.#services.limit(scope);
      const spending = purse.open(spentUsd, elsewhereUsd);
      return limitUsd === null ? [] : [{ scope, limitUsd, spending }];
    });
    const stopWatching = sharedBudgets.some(({ scope }) => scope === "day") ? this.#watchElsewhere() : () => undefined;
    return {
      options: { ...this.#services.runOptions(), sharedBudgets },
      close: () => {
        stopWatching();
        for (const { purse } of Object.values(purses)) purse.close();
      },
    };
  }

  /** Other windows spend of the same day while a run is under way here. */
  #watchElsewhere(): () => void {
    return this.#services.every(elsewherePaceMs, () => {
      void this.#services.refreshToday().then(() => this.#day.spentElsewhere(this.#services.spentElsewhere())); // never rejects
    });
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
  #before: Usd = 0n;
  #elsewhereBefore: Usd = 0n;
  #elsewhereSince: Usd = 0n;
  #runs = 0;

  /** What was spent before the runs that are under way, and by others since; null: none is. */
  get before(): string | null {
    return this.#spending === null ? null : formatUsd(this.#before + this.#elsewhereSince);
  }

  /** @param elsewhereUsd what of it others spent */
  open(spentUsd: string, elsewhereUsd: string): Spending {
    this.#runs += 1;
    if (this.#spending !== null) {
      this.spentElsewhere(elsewhereUsd);
      return this.#spending;
    }
    this.#before = parseUsd(spentUsd) ?? 0n;
    this.#elsewhereBefore = parseUsd(elsewhereUsd) ?? 0n;
    this.#elsewhereSince = 0n;
    this.#spending = createSpending(spentUsd);
    return this.#spending;
  }

  spentElsewhere(usd: string): void {
    const since = (parseUsd(usd) ?? 0n) - this.#elsewhereBefore;
    // Less after midnight: the runs under way count to the day they began on.
    if (since <= this.#elsewhereSince) return;
    this.#elsewhereSince = since;
    this.#spending?.elsewhere(since);
  }

  close(): void {
    this.#runs -= 1;
    if (this.#runs === 0) this.#spending = null;
  }
}

/** The sum of what is known of the history's records. Simulated ones cost no money, at whatever price of the reader's own. */
export function spentIn(records: readonly CostRecord[]): string {
  return costTotals(records).usd ?? "0";
}

/** What others spent of it: the sum without what was run here. */
export function spentElsewhere(all: readonly CostRecord[], own: readonly CostRecord[]): string {
  const others = (parseUsd(spentIn(all)) ?? 0n) - (parseUsd(spentIn(own)) ?? 0n);
  return formatUsd(others > 0n ? others : 0n);
}

/** All that a session's steps have cost, as far as it is known; what runs, by its running estimate. */
export function spentBy(session: Session): string {
  // What stands at no step: removed ones, briefs and verdicts that models wrote.
  const beside = (session.ledger ?? []).map(({ cost }) => cost);
  const steps = Object.values(session.steps).flatMap(({ cost, attempts }) =>
    cost === null ? attempts.map((attempt) => attempt.cost) : [cost],
  );
  return formatUsd(sumUsd([...beside, ...steps].map((cost) => cost?.usd)));
}
