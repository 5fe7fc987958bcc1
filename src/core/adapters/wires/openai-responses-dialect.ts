import type { JsonObject } from "../../model/json.ts";
import type { BilledCost } from "../billed-cost.ts";
import type { WireDialect } from "../wire.ts";

/** In what the servers that speak Responses differ. Sources: provider-matrix sections 3.1, 3.5, 3.7, 3.16. */
export interface OpenaiResponsesDialect extends WireDialect {
  /**
   * Where the system text goes. A first `developer` message, because from GPT-6.2 on top-level `instructions` are
   * appended after the input for one turn only and billed uncached (provider-matrix trap 6). `instructions`: ChatGPT's
   * own backend requires them. `system`: look-alikes that do not know `developer`.
   */
  readonly systemPlacement: "developer" | "system" | "instructions";
  /** False: ask the provider to keep nothing. Null: say nothing (servers that have no store). */
  readonly store: false | null;
  /** Asks for `reasoning.encrypted_content`, so that a stateless conversation can go on. */
  readonly requestsEncrypted: boolean;
  /** Sent as `reasoning.summary` when summaries are wanted; null: the server has none. */
  readonly summary: "auto" | "concise" | "detailed" | null;
  /** Sends `stream_options.include_obfuscation: false` (trap 43). Look-alikes may not know the option. */
  readonly refusesObfuscation: boolean;
  /** What `reasoning_summary_text` holds: Ollama sends the whole raw thinking there (trap 71). */
  readonly summaryVisibility: "summary" | "raw";
  /** False where `encrypted_content` is no such thing: Ollama repeats the plain text there (trap 71). */
  readonly hasOpaqueState: boolean;
  /** Format id of the opaque state, as OpenRouter names them. An item that names its own wins. */
  readonly opaqueFormat: string;
  /** How reasoning items are sent back. `never`: Copilot-style endpoints refuse them (trap 23). */
  readonly replayReasoning: "verbatim" | "never";
  /**
   * The `id` of items sent back. `strip`: with `store: false` an id is looked up and answers 404 (trap 11).
   * `blank`: xAI wants the field, empty (provider-matrix 3.7). `keep`: the server keeps no store and checks nothing.
   */
  readonly replayIds: "strip" | "blank" | "keep";
  /** Fields added to reasoning items that are sent back: xAI wants `status: "completed"` (provider-matrix 3.7). */
  readonly replayReasoningFields: JsonObject;
  readonly billed: BilledCost | null;
  /** Fields every request carries. */
  readonly body: JsonObject;
}

export const defaultOpenaiResponsesDialect: OpenaiResponsesDialect = {
  counting: { reasoning: "included", cache: "included" },
  systemPlacement: "developer",
  store: false,
  requestsEncrypted: true,
  summary: "auto",
  refusesObfuscation: true,
  summaryVisibility: "summary",
  hasOpaqueState: true,
  opaqueFormat: "openai-responses-v1",
  replayReasoning: "verbatim",
  replayIds: "strip",
  replayReasoningFields: {},
  billed: null,
  body: {},
};
