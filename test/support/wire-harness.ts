import { createGuard } from "../../src/core/adapters/guard.ts";
import type { EncodedRequest, Wire, WireDialect } from "../../src/core/adapters/wire.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { JsonObject, JsonValue } from "../../src/core/model/json.ts";
import type { ModelRequest } from "../../src/core/model/model-request.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import type { Frame } from "../../src/core/transport/framer.ts";
import type { Decoded } from "./decode-wire.ts";
import { testClassify } from "./decode-wire.ts";
import { encodeInput } from "./model-request.ts";

/*
 * A wire frame by frame, for what has no text form (exception frames of AWS) or must throw by itself.
 * From bytes through the framer: decode-wire.ts.
 */

export function frame(data: JsonObject | string, event: string | null = null): Frame {
  return { event, data: typeof data === "string" ? data : JSON.stringify(data), isException: false };
}

export function exceptionFrame(event: string, data: JsonObject): Frame {
  return { event, data: JSON.stringify(data), isException: true };
}

/** Feeds frames and ends the body. */
export function decodeWith<D extends WireDialect>(wire: Wire<D>, frames: readonly Frame[], dialect: Partial<D> = {}): Decoded {
  const decoder = wire.createDecoder({ ...wire.defaultDialect, ...dialect }, testClassify);
  const events: StreamEvent[] = [];
  for (const item of frames) decoder.push(item, events);
  decoder.end(events);
  return guarded(events);
}

export function decodeBodyWith<D extends WireDialect>(wire: Wire<D>, body: JsonValue, dialect: Partial<D> = {}): Decoded {
  return guarded(wire.decodeBody(body, { ...wire.defaultDialect, ...dialect }, testClassify));
}

function guarded(events: readonly StreamEvent[]): Decoded {
  const guard = createGuard(testClassify);
  const passed: StreamEvent[] = [];
  guard.push(events, passed);
  guard.end(passed);
  return { events, attempt: applyEvents(newAttempt(1, 0), passed, 0) };
}

export interface EncodeOptions<D> {
  readonly request?: Partial<ModelRequest>;
  /** Body fields of the effort plan. */
  readonly effort?: JsonObject;
  readonly maxOutputTokens?: number | null;
  readonly dialect?: Partial<D>;
}

/** Encodes a one-line question unless the options say otherwise. */
export function encodeWith<D extends WireDialect>(wire: Wire<D>, options: EncodeOptions<D> = {}): EncodedRequest {
  const { request, effort = null, maxOutputTokens = null, dialect } = options;
  return wire.encode(encodeInput(request, { sent: effort, maxOutputTokens }), { ...wire.defaultDialect, ...dialect });
}

/** A block in one short word: `reasoning:summary`, `answer`, `tool-call`. */
export function blockKinds(attempt: Attempt): readonly string[] {
  return attempt.blocks.map((block) => (block.type === "reasoning" ? `reasoning:${block.visibility}` : block.type));
}

export function answerText(attempt: Attempt): string {
  return attempt.blocks.map((block) => (block.type === "answer" ? block.text : "")).join("");
}

export function warningCodes(attempt: Attempt): readonly string[] {
  return attempt.warnings.map((warning) => warning.code);
}
