import type { JsonObject } from "../../model/json.ts";
import type { WireDialect } from "../wire.ts";

/** In what the servers that speak Anthropic Messages differ. Sources: provider-matrix sections 3.3, 3.6, 3.14. */
export interface AnthropicMessagesDialect extends WireDialect {
  /** What `thinking` text is: Claude sends a digest of it; MiniMax, Kimi and other open models send their own words. */
  readonly thinkingVisibility: "summary" | "raw";
  /** Format id of signatures and redacted data. */
  readonly opaqueFormat: string;
  /** Path of a request; `{model}` is filled in, URL-encoded. */
  readonly path: string;
  /** Path of a streaming request where it differs (Vertex `:streamRawPredict`, Bedrock `/invoke-with-response-stream`). */
  readonly streamPath: string | null;
  /** False where the path names the model and the body must not (Vertex, Bedrock `invoke`). */
  readonly hasModelInBody: boolean;
  /** False where the path alone says so and `stream` is refused (Bedrock `invoke`). */
  readonly hasStreamFlag: boolean;
  /**
   * The `anthropic-version` header; null: none. `2023-06-01` because it is the one every documented server takes, and
   * the fields used here are the same in it; the official SDK 1.x sends `2026-10-21` (provider-matrix trap 37, 2026-11-22).
   */
  readonly version: string | null;
  /** `anthropic_version` in the body instead: Vertex `vertex-2023-10-16`, Bedrock `bedrock-2023-05-31`. */
  readonly bodyVersion: string | null;
  /** Beta features, sent as `anthropic-beta`, or as `anthropic_beta` in the body where `bodyVersion` is set. */
  readonly betas: readonly string[];
  /**
   * How to ask for readable summaries, which Claude leaves out by default from Opus 4.7 on (trap 38).
   * `with-thinking`: add `display` to a `thinking` that is sent anyway. `always`: also name the adaptive thinking the
   * model does by itself, for rows that think by default. `never`: the server has no such field (GovCloud, look-alikes).
   */
  readonly display: "with-thinking" | "always" | "never";
  /**
   * Merged into `thinking` when earlier thinking is sent back, so that the server says what it could not use, e.g.
   * `{block_binding:{prefix_mismatch_behavior:"drop_block"}}` with its beta. Bedrock calls it `mismatch_behavior` (trap 19).
   */
  readonly binding: JsonObject | null;
  /** `max_tokens` is required; this is sent when neither the reader nor the model's row names one. */
  readonly fallbackMaxTokens: number;
  /** Fields every request carries. */
  readonly body: JsonObject;
}

export const defaultAnthropicMessagesDialect: AnthropicMessagesDialect = {
  counting: { reasoning: "included", cache: "additive" },
  thinkingVisibility: "summary",
  opaqueFormat: "anthropic-claude-v1",
  path: "/v1/messages",
  streamPath: null,
  hasModelInBody: true,
  hasStreamFlag: true,
  version: "2023-06-01",
  bodyVersion: null,
  betas: [],
  display: "with-thinking",
  binding: null,
  fallbackMaxTokens: 8192,
  body: {},
};
