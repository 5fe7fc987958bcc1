import type { Block } from "./block.ts";
import type { Effort } from "./effort.ts";
import type { ProviderId, WireId } from "./ids.ts";
import type { JsonObject, JsonValue } from "./json.ts";

/** What a lane asks of a model, before any wire shapes it. */
export interface ModelRequest {
  readonly model: string;
  /** Empty: none. */
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly effort: Effort;
  /**
   * The effort of the request itself, where earlier reasoning is bound to it and `effort` goes as a change of its own
   * (`configuration` of a message); absent: `effort`. Only the handoff plan sets it.
   */
  readonly keptEffort?: Effort;
  /** Null: the planner's default for the model. */
  readonly maxOutputTokens: number | null;
  readonly wantsSummary: boolean;
  /** False: one body instead of a stream. */
  readonly isStreaming: boolean;
}

export type Message =
  | {
      readonly role: "user";
      /** Empty: nothing is said, only something changes. */
      readonly text: string;
      /** Body fields that hold from here on, where the wire takes them as an item of their own. */
      readonly configuration?: JsonObject;
      /** Tools that are offered from here on beside the request's own, where the wire takes them as an item of their own. */
      readonly addedTools?: readonly Tool[];
    }
  | { readonly role: "assistant"; readonly blocks: readonly Block[]; readonly replay: Replay | null }
  | { readonly role: "tool"; readonly callId: string; readonly name: string; readonly text: string; readonly isError: boolean };

/** Provider items to send back verbatim instead of re-encoding the blocks. Only the handoff plan sets it. */
export interface Replay {
  readonly provider: ProviderId;
  readonly wire: WireId;
  readonly items: readonly JsonValue[];
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}
