import type { Cost } from "../model/cost.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import { noUsage } from "../model/usage.ts";
import type { LaneContext } from "./lane-context.ts";
import { requestText } from "./request-text.ts";

/** What sending the request costs before one token comes back, by estimate; unknown when the model has no price. */
export function inputCost({ job, call, dependencies }: Pick<LaneContext, "job" | "call" | "dependencies">): Cost {
  return dependencies.prices.costOf({
    provider: call.adapter.provider.id,
    model: call.adapter.model,
    usage: {
      ...noUsage,
      source: "estimated",
      input: { ...noUsage.input, total: estimateTokens(requestText(job.request)) },
      output: { total: 0, reasoning: 0, visible: 0 },
    },
    at: dependencies.clock.now(),
  });
}
