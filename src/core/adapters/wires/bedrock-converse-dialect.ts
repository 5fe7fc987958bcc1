import type { JsonObject } from "../../model/json.ts";
import type { ThinkTagDialect } from "../think-tags.ts";
import type { WireDialect } from "../wire.ts";

/** In what the models behind Converse differ. Source: provider-matrix 3.6. */
export interface BedrockConverseDialect extends WireDialect {
  /** What `reasoningContent.text` is: Claude sends a digest, gpt-oss and others their own words. */
  readonly reasoningVisibility: "summary" | "raw";
  /** Format id of signatures and redacted data; Claude: `anthropic-claude-v1`. */
  readonly opaqueFormat: string;
  /** Reasoning inside the answer's text: Nova writes `<thinking>`. Null: text is taken as it is. */
  readonly thinkTags: ThinkTagDialect | null;
  /** `{model}` is filled in, URL-encoded: ids hold `:`, and ARNs `/`. */
  readonly path: string;
  readonly streamPath: string;
  /** As for Anthropic's own wire, inside `additionalModelRequestFields`. Null: the model has no such field. */
  readonly display: "with-thinking" | "always" | null;
  /** `{block_binding:{mismatch_behavior:"drop_block"}}` on Bedrock (trap 19); Claude 4.6 rejects it. Null: send none. */
  readonly binding: JsonObject | null;
  /** Fields every request carries. */
  readonly body: JsonObject;
}

export const defaultBedrockConverseDialect: BedrockConverseDialect = {
  // Reasoning is inside the output tokens and not broken out (trap 56).
  counting: { reasoning: "not-reported", cache: "additive" },
  reasoningVisibility: "raw",
  opaqueFormat: "anthropic-claude-v1",
  thinkTags: null,
  path: "/model/{model}/converse",
  streamPath: "/model/{model}/converse-stream",
  display: null,
  binding: null,
  body: {},
};
