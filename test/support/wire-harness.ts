import { createClassify } from "../../src/core/adapters/classify-error.ts";
import { createGuard } from "../../src/core/adapters/guard.ts";
import type { Classify, EncodedRequest, EncodeInput, Wire, WireDialect } from "../../src/core/adapters/wire.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { JsonObject, JsonValue } from "../../src/core/model/json.ts";
import type { ModelRequest } from "../../src/core/model/model-request.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import type { Frame } from "../../src/core/transport/framer.ts";

export const testClassify: Classify = createClassify({ headers: {}, provider: "test", nowMs: 0, secrets: [] });

/** What a wire made of a body: its own events, and the attempt they add up to behind the guard. */
export interface Decoded {
  readonly events: readonly StreamEvent[];
  readonly attempt: Attempt;
}

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
  const input: EncodeInput = {
    request: {
      model: "model-1",
      system: "",
      messages: [{ role: "user", text: "Why?" }],
      tools: [],
      effort: "default",
      maxOutputTokens: null,
      wantsSummary: false,
      isStreaming: true,
      ...options.request,
    },
    effort: {
      requested: "default",
      sent: options.effort ?? null,
      sentLabel: "nothing",
      outcome: "not-applicable",
      note: null,
    },
    maxOutputTokens: options.maxOutputTokens ?? null,
  };
  return wire.encode(input, { ...wire.defaultDialect, ...options.dialect });
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
