import type { Cost } from "../model/cost.ts";
import { plainHints } from "../model/live-meter.ts";
import type { MeterHints } from "../model/live-meter.ts";
import { noUsage } from "../model/usage.ts";
import { inputTokens } from "./input-tokens.ts";
import type { EngineDependencies } from "./engine.ts";
import type { LaneContext } from "./lane-context.ts";

interface Sent extends Pick<LaneContext, "job" | "call"> {
  readonly dependencies: Pick<EngineDependencies, "prices" | "meters" | "clock">;
}

/** What sending the request costs before one token comes back, by estimate; unknown when the model has no price. */
export function inputCost(context: Sent): Cost {
  return costOfTokens(context, inputTokens(context.job.request, hintsOf(context)).likely, 0);
}

/** The most that the request can cost with this much output. */
export function costAtMost(
  context: Sent,
  outputTokens: number,
  input = inputTokens(context.job.request, hintsOf(context)),
): Cost {
  return costOfTokens(context, input.atMost, outputTokens);
}

/** How the lane's model is counted. */
export function hintsOf({ call, dependencies }: Sent): MeterHints {
  return dependencies.meters?.hintsFor(call.adapter.provider.id, call.adapter.model) ?? plainHints;
}

function costOfTokens({ call, dependencies }: Sent, input: number, output: number): Cost {
  return dependencies.prices.costOf({
    provider: call.adapter.provider.id,
    model: call.adapter.model,
    usage: {
      ...noUsage,
      source: "estimated",
      input: { ...noUsage.input, total: input },
      output: { total: output, reasoning: null, visible: null },
    },
    at: dependencies.clock.now(),
  });
}
