import type { JsonObject } from "../../model/json.ts";
import type { WireDialect } from "../wire.ts";

/** In what the servers that speak generateContent differ. Source: provider-matrix 3.4. */
export interface GeminiGenerateContentDialect extends WireDialect {
  /** `{model}` is filled in, URL-encoded, without a leading `models/`. Vertex: `…/publishers/google/models/{model}:…`. */
  readonly path: string;
  readonly streamPath: string;
  /**
   * Asks for thought summaries with `includeThoughts` when summaries are wanted. `never`: models that do not think
   * answer 400 to any `thinkingConfig`.
   */
  readonly includeThoughts: "when-wanted" | "never";
  /** Format id of thought signatures. */
  readonly opaqueFormat: string;
  /**
   * Stands in for the signature of tool calls that another model made: Gemini 3 and later answer 400 to the current
   * turn's first call without one (provider-matrix 3.4, trap 14). Null: send none.
   */
  readonly importedCallSignature: string | null;
  /** Fields every request carries. */
  readonly body: JsonObject;
}

export const defaultGeminiGenerateContentDialect: GeminiGenerateContentDialect = {
  counting: { reasoning: "additive", cache: "included" },
  path: "/v1beta/models/{model}:generateContent",
  streamPath: "/v1beta/models/{model}:streamGenerateContent?alt=sse",
  includeThoughts: "when-wanted",
  opaqueFormat: "google-gemini-v1",
  importedCallSignature: "skip_thought_signature_validator",
  body: {},
};
