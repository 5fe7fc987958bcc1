import type { EffortPlan } from "../model/effort.ts";
import type { ProviderFailure } from "../model/errors.ts";
import type { WireId } from "../model/ids.ts";
import type { JsonObject, JsonValue } from "../model/json.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import type { CountingRule } from "../model/usage.ts";
import type { Frame, FramingId } from "../transport/framer.ts";

/**
 * A request/response dialect, pure: it knows no provider, no network, no time. `D` is its dialect: the data in which
 * look-alikes of this wire differ.
 */
export interface Wire<D extends WireDialect = WireDialect> {
  readonly id: WireId;
  /** Framing of its streams. A JSON body is recognised by content type and goes to `decodeBody`. */
  readonly framing: FramingId;
  readonly defaultDialect: D;
  /**
   * On top of the route's dialect for models that are not known to reason: what asks for reasoning stays out, because
   * models without it refuse it (OpenAI: `include` and `reasoning.summary` on GPT-4.1). A model row's own dialect wins.
   */
  readonly plainDialect?: Partial<D>;
  /** The request's path (from the base URL, with a leading slash) and its exact JSON body. */
  encode(request: EncodeInput, dialect: D): EncodedRequest;
  createDecoder(dialect: D, classify: Classify): Decoder;
  /** A whole, non-streaming body (or one element of a JSON array for wires that answer so). */
  decodeBody(body: JsonValue, dialect: D, classify: Classify): readonly StreamEvent[];
  /** What an error body says, in whatever shape it came; every field may be missing. */
  readError(status: number | null, body: JsonValue): ErrorFacts;
}

/** What every dialect has. Each wire extends it with its own switches, documented where they are declared. */
export interface WireDialect {
  readonly counting: CountingRule;
}

export interface EncodeInput {
  readonly request: ModelRequest;
  readonly effort: EffortPlan;
  /** The limit to send; null: send none. */
  readonly maxOutputTokens: number | null;
}

export interface EncodedRequest {
  readonly path: string;
  /** Wire-level headers only (`anthropic-version`, `accept`); authentication is the adapter's. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/**
 * Turns frames into events. Emits `finish` only when the provider said it ended: a body that just stops is closed by the
 * guard as `truncated`. Blocks are numbered from 0 in order of start. Malformed frames throw ProviderError
 * `malformed-response`; unknown events are ignored.
 */
export interface Decoder {
  push(frame: Frame, into: StreamEvent[]): void;
  /** The body ended: flush what is held back (think-tag look-ahead). Must not invent a `finish`. */
  end(into: StreamEvent[]): void;
}

/** The uninterpreted facts of an error body; `classifyError` makes a ProviderFailure of them. */
export interface ErrorFacts {
  readonly message: string | null;
  /** The most specific code or type given. */
  readonly code: string | null;
  readonly type: string | null;
  readonly raw: JsonValue;
}

/** Turns facts into a failure for a stream's own `finish`. Wires get it injected so that they stay ignorant of policy. */
export type Classify = (facts: ErrorFacts & { readonly status: number | null }) => ProviderFailure;
