import type { JsonObject } from "../../model/json.ts";
import type { WireDialect } from "../wire.ts";

export interface CohereChatDialect extends WireDialect {
  /**
   * Cohere reports two counts: `billed_units`, which it charges, and `tokens`, which include its own preamble (1,413
   * against 27 for a short prompt, recorded 2026). Cache reads belong to the latter only.
   */
  readonly countedTokens: "billed" | "processed";
  /** Whether a message that is sent back carries its thinking. */
  readonly replayReasoning: "echo" | "omit";
  /** Fields every request carries. */
  readonly body: JsonObject;
}

export const defaultCohereChatDialect: CohereChatDialect = {
  counting: { reasoning: "included", cache: "included" },
  countedTokens: "billed",
  replayReasoning: "echo",
  body: {},
};
