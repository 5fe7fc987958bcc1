import { ProviderError } from "../model/errors.ts";
import type { JsonValue } from "../model/json.ts";
import { isWithinDepth } from "../model/json.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import { malformedFrame } from "../transport/frame-error.ts";
import type { Frame, Framer } from "../transport/framer.ts";
import { maxMessageDepth } from "../transport/framer.ts";
import type { Guard } from "./guard.ts";
import { createGuard } from "./guard.ts";
import type { Classify, Decoder, Wire, WireDialect } from "./wire.ts";

/** Bytes of one body in, guarded events out: framer → decoder → guard, with no network and no time. */
export interface StreamDecoder {
  push(bytes: Uint8Array): readonly StreamEvent[];
  /** The body ended. The last batch ends with `finish` unless an earlier one did. */
  end(cut?: Parameters<Guard["end"]>[1]): readonly StreamEvent[];
  readonly isFinished: boolean;
}

export function createStreamDecoder(framer: Framer, decoder: Decoder, classify: Classify): StreamDecoder {
  const guard = createGuard(classify);
  const frames: Frame[] = [];
  const decoded: StreamEvent[] = [];

  /** A damaged message ends the stream as an error; what came before it is kept. */
  function guarded(step: () => void, into: StreamEvent[]): void {
    let failed: ProviderError | null = null;
    try {
      step();
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failed = error;
    }
    guard.push(decoded, into);
    decoded.length = 0;
    if (failed !== null) guard.push([finishOf(failed, classify)], into);
  }

  function decodeFrames(): void {
    for (const frame of frames) decoder.push(frame, decoded);
  }

  return {
    push(bytes) {
      const events: StreamEvent[] = [];
      frames.length = 0;
      guarded(() => {
        try {
          framer.push(bytes, frames);
        } finally {
          // Frames before a damaged one count, however the reads were cut.
          decodeFrames();
        }
      }, events);
      return events;
    },
    end(cut = null) {
      const events: StreamEvent[] = [];
      frames.length = 0;
      // A last frame without its terminator may be whole or half. Half a frame is a cut stream, not a malformed one.
      const unfinished: StreamEvent[] = [];
      try {
        framer.end(frames);
        for (const frame of frames) decoder.push(frame, unfinished);
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
      }
      guard.push(unfinished, events);
      guarded(() => decoder.end(decoded), events);
      guard.end(events, cut);
      return events;
    },
    get isFinished() {
      return guard.isFinished;
    },
  };
}

/**
 * A whole JSON body instead of a stream.
 * @returns guarded events; a body that is no JSON, or not the API's, ends as `error`
 */
export function decodeWhole(wire: Wire, dialect: WireDialect, classify: Classify, text: string): readonly StreamEvent[] {
  const guard = createGuard(classify);
  const events: StreamEvent[] = [];
  try {
    guard.push(wire.decodeBody(parseBody(text), dialect, classify), events);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    guard.push([finishOf(error, classify)], events);
  }
  guard.end(events);
  return events;
}

function parseBody(text: string): JsonValue {
  let body: JsonValue;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw malformedFrame("The response says it is JSON and is not.", cause);
  }
  if (!isWithinDepth(body, maxMessageDepth))
    throw malformedFrame(`The response is nested more than ${maxMessageDepth} levels deep.`);
  return body;
}

function finishOf(error: ProviderError, classify: Classify): StreamEvent {
  const { failure } = error;
  const { provider } = classify({ status: null, message: null, code: null, type: null, raw: null });
  return {
    type: "finish",
    reason: "error",
    raw: null,
    failure: failure.provider === "" ? { ...failure, provider } : failure,
  };
}
