import type { JsonObject } from "../../model/json.ts";
import type { ThinkTagDialect } from "../think-tags.ts";
import type { WireDialect } from "../wire.ts";

export interface OllamaChatDialect extends WireDialect {
  /** For models whose template leaves the tags in the content; null: content is taken as it is. */
  readonly thinkTags: ThinkTagDialect | null;
  /** Whether a message that is sent back carries its `thinking`. */
  readonly replayReasoning: "echo" | "omit";
  /** Fields every request carries (`keep_alive`, `options`). */
  readonly body: JsonObject;
}

export const defaultOllamaChatDialect: OllamaChatDialect = {
  // `eval_count` holds the thinking too, and nothing says how much of it (provider-matrix trap 56).
  counting: { reasoning: "not-reported", cache: "not-reported" },
  thinkTags: null,
  replayReasoning: "echo",
  body: {},
};
