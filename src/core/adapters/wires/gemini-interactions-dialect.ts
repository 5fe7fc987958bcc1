import type { JsonObject } from "../../model/json.ts";
import type { WireDialect } from "../wire.ts";

/** Source: provider-matrix 3.4 and the types of @google/genai 3.1.0. */
export interface GeminiInteractionsDialect extends WireDialect {
  readonly path: string;
  /** False: nothing is kept on the server, the whole conversation is sent each time. The server's default is true. */
  readonly store: boolean;
  /** Asks for thought summaries with `thinking_summaries: "auto"` when summaries are wanted. */
  readonly thinkingSummaries: "when-wanted" | "never";
  /** Format id of signatures. */
  readonly opaqueFormat: string;
  /** Fields every request carries. */
  readonly body: JsonObject;
}

export const defaultGeminiInteractionsDialect: GeminiInteractionsDialect = {
  counting: { reasoning: "additive", cache: "included" },
  path: "/v1beta/interactions",
  store: false,
  thinkingSummaries: "when-wanted",
  opaqueFormat: "google-gemini-v1",
  body: {},
};
