import type { CostRecord } from "../../src/core/pricing/cost-history.ts";

/** One billed response in the local history. */
export const smallRecord: CostRecord = {
  at: "2026-11-22T09:00:01.000Z",
  provider: "deepseek",
  model: "reasoner",
  effort: "high",
  inputTokens: 10,
  outputTokens: 3000,
  reasoningTokens: null,
  isReported: true,
  usd: "0.25",
  basis: "billed",
  status: "complete",
  attempts: 1,
  sessionId: "x-1",
  session: "First",
  isSimulated: false,
};
