import type { EffortPlan } from "../model/effort.ts";
import type { JsonObject } from "../model/json.ts";
import type { EffortBudgets } from "./effort-budgets.ts";
import type { ModelRow, Provider, Route } from "./provider.ts";
import type { Wire, WireDialect } from "./wire.ts";

/** Provider × wire for one model: able to plan, prepare and stream a request. */
export interface Adapter {
  readonly provider: Provider;
  readonly route: Route;
  readonly wire: Wire;
  /** The wire's default dialect under the route's and the model row's overrides. */
  readonly dialect: WireDialect;
  readonly model: string;
  /** Null: the model is not known; no knob is sent. */
  readonly row: ModelRow | null;
  /** The user's own table of tiers and token budgets; absent: the default one. */
  readonly effortBudgets?: EffortBudgets;
}

/** Everything of a request but the key: what "Show requests" and `--dry-run` print, and what is sent. */
export interface PreparedCall {
  readonly adapter: Adapter;
  readonly url: string;
  /** Names in lower case, without authentication. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly effort: EffortPlan;
  readonly maxOutputTokens: number | null;
  /** Said before anything is sent: rounded or ignored effort, a budget that eats the output limit, an unverified fact. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}
