import type { PreparedCall } from "../adapters/adapter.ts";
import { formatUsd, parseUsd } from "../pricing/money.ts";
import type { Usd } from "../pricing/money.ts";
import { costAtMost, hintsOf } from "./input-cost.ts";
import { inputTokens } from "./input-tokens.ts";
import type { EngineDependencies } from "./engine.ts";
import type { LaneContext } from "./lane-context.ts";

interface Limited extends Pick<LaneContext, "budget" | "lane" | "call" | "limitedTo" | "job"> {
  readonly dependencies: Pick<EngineDependencies, "prices" | "meters" | "clock">;
}

/** Some providers refuse a smaller output limit (OpenAI Responses). */
const smallestLimit = 16;
/** Every model writes this much; more is asked only of one whose own limit is known, because asking for too much is refused. */
const knownToAll = 4096;
const mostTokens = 1_048_576;

/**
 * A budget holds exactly when the provider itself stops: the call with an output limit of what is left can pay for. Null
 * where no limit is needed or none can be sent: without a price, above the model's own limit, or where it would change
 * what is asked of the model's thinking. The running count holds the budget then.
 */
export function limitByBudget(context: Limited): PreparedCall | null {
  const { budget, lane, call } = context;
  const left = budget.left(lane);
  if (left === null) return null;
  const affordable = affordableTokens(context, left);
  if (affordable === null || affordable >= (call.maxOutputTokens ?? mostTokens)) return null;
  const tokens = Math.max(smallestLimit, affordable);
  if (tokens > (call.adapter.row?.limits?.maxOutputTokens ?? knownToAll)) return null;
  const limited = context.limitedTo(tokens);
  if (limited.maxOutputTokens !== tokens || limited.effort.sentLabel !== call.effort.sentLabel) return null;
  const why =
    tokens === affordable ? `what the $${formatUsd(left)} left of the budget can pay for` : overText(context, tokens, left);
  const message = `The output limit sent is ${tokens} tokens, thinking included: ${why}.`;
  return { ...limited, effort: call.effort, warnings: [...call.warnings, { code: "output-limit-by-budget", message }] };
}

/** A budget that could pay for some of it is not refused; by how much it may be passed is said. */
function overText(context: Limited, tokens: number, left: Usd): string {
  const most = parseUsd(costAtMost(context, tokens).usd ?? "0") ?? 0n;
  const over = most > left ? `, which may cost up to $${formatUsd(most - left)} more than the $${formatUsd(left)} left` : "";
  return `the smallest that providers take${over}`;
}

/** The most output whose cost stays below `left`, so that reaching it is no overshoot yet; null: it has no price, or any amount does. */
function affordableTokens(context: Limited, left: Usd): number | null {
  const input = inputTokens(context.job.request, hintsOf(context));
  const fits = (tokens: number): boolean | null => {
    const { usd } = costAtMost(context, tokens, input);
    return usd === null ? null : (parseUsd(usd) ?? 0n) < left;
  };
  if (fits(mostTokens) !== false) return null;
  let low = 0;
  let high = mostTokens;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle) === true) low = middle;
    else high = middle;
  }
  return low;
}
