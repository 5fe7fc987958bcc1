import type { BudgetStop } from "../model/budget.ts";
import type { Clock, NewId, Random } from "../model/clock.ts";
import type { StopReason } from "../model/errors.ts";
import type { Handoff } from "../model/handoff.ts";
import type { LaneId, ProviderId } from "../model/ids.ts";
import type { ModelRequest, Tool } from "../model/model-request.ts";
import type { SessionChange } from "../model/session-change.ts";
import type { Lane, Step, StepStatus, ToolResult } from "../model/session.ts";
import type { Timeouts, Transport } from "../transport/transport.ts";
import type { Registry } from "../adapters/registry.ts";
import type { PriceBook } from "../pricing/price-book.ts";
import type { TokenMeters } from "../tokens/token-meters.ts";
import type { Spending } from "./spending.ts";

/** Everything the engine needs from outside. Made once by the extension or the command line. */
export interface EngineDependencies {
  readonly registry: Registry;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly prices: PriceBook;
  /** Tokenizers and what earlier responses taught about counting; absent: plain estimates. */
  readonly meters?: TokenMeters;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  /** sha256 as lower-case hex, of UTF-8 text. */
  readonly sha256: (text: string) => string;
}

/** Keys at the moment of use. Nothing else in the core ever sees one. */
export interface Credentials {
  /** Null: there is none. */
  keyFor(provider: ProviderId): Promise<string | null>;
  /** Values for a provider's `parameters`, base URL override included under `baseUrl`. */
  parametersFor(provider: ProviderId): Promise<Readonly<Record<string, string>>>;
  /** A salted hash that names the account without giving it away; null without a key. */
  accountScopeFor(provider: ProviderId): Promise<string | null>;
}

export interface RunOptions {
  /** In parallel, over all providers. */
  readonly maxParallel: number;
  /** In parallel, to one provider. */
  readonly maxParallelPerProvider: number;
  /** Further tries after the first. */
  readonly maxRetries: number;
  /** A longer pause than this is not waited for: the lane fails and says what the server asked. */
  readonly maxRetryDelayMs: number;
  readonly timeouts: Timeouts;
  /** Exact decimal strings; null: no limit. */
  readonly budgetUsd: string | null;
  readonly laneBudgetUsd: string | null;
  /** Budgets that outlive the run: the session's, the day's. */
  readonly sharedBudgets?: readonly SharedBudget[];
}

export interface SharedBudget {
  readonly scope: "session" | "day";
  /** An exact decimal string. */
  readonly limitUsd: string;
  /** One object for all runs that share the budget (`createSpending`). */
  readonly spending: Spending;
}

export const defaultRunOptions: Omit<RunOptions, "timeouts"> = {
  maxParallel: 16,
  maxParallelPerProvider: 6,
  maxRetries: 2,
  maxRetryDelayMs: 60_000,
  budgetUsd: null,
  laneBudgetUsd: null,
};

export interface LaneJob {
  readonly lane: Lane;
  /** The step this one follows; null for a first step. */
  readonly parent: Step["id"] | null;
  /** The user text of this step, as it is kept in the session. */
  readonly input: string;
  readonly request: ModelRequest;
  /** What of earlier steps goes along, kept with the step; absent: nothing stands before it. */
  readonly handoff?: Handoff;
  /** What tools answered to the calls of the step before; already among the request's messages. */
  readonly toolResults?: readonly ToolResult[];
  /** Tools that this step offers beside those of the step before; already in the request. */
  readonly tools?: readonly Tool[];
}

export interface Run {
  /** Ends every lane that has not ended, or the one named. Idempotent. */
  stop(reason: StopReason, lane?: LaneId): void;
  /** Starts a lane's pending retry now instead of waiting. */
  retryNow(lane: LaneId): void;
  /** Resolves when every lane has ended. Never rejects: failures are data in the changes. */
  readonly done: Promise<RunSummary>;
}

export interface RunSummary {
  readonly lanes: readonly LaneSummary[];
}

export interface LaneSummary {
  readonly lane: LaneId;
  readonly step: Step["id"];
  readonly status: StepStatus;
  /** Set exactly when a budget stopped the lane: what the editor can offer. */
  readonly budgetStop?: BudgetStop;
}

/** Told every change, in order, lane by lane interleaved. Called synchronously; must not throw. */
export type ChangeSink = (change: SessionChange) => void;

export type StartRun = (dependencies: EngineDependencies, jobs: readonly LaneJob[], options: RunOptions, sink: ChangeSink) => Run;
