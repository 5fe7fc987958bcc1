import { createClassify } from "../../src/core/adapters/classify-error.ts";
import { createStreamDecoder, decodeWhole } from "../../src/core/adapters/decode-stream.ts";
import type { Wire, WireDialect } from "../../src/core/adapters/wire.ts";
import { applyEvents, newAttempt } from "../../src/core/model/attempt.ts";
import type { JsonValue } from "../../src/core/model/json.ts";
import type { Attempt } from "../../src/core/model/session.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import { createFramer } from "../../src/core/transport/create-framer.ts";

/** What a body makes of itself on its way through framer, wire and guard. */
export interface Decoded {
  readonly events: readonly StreamEvent[];
  readonly attempt: Attempt;
}

export const testClassify = createClassify({ headers: {}, provider: "test", label: "Test", nowMs: 0, secrets: [] });

/** Text goes through as it stands, everything else as one message of the wire's framing. */
export function decodeStream<D extends WireDialect>(
  wire: Wire<D>,
  messages: readonly JsonValue[],
  overrides: Partial<D> = {},
): Decoded {
  const body = messages.map((message) => messageText(wire.framing, message)).join("");
  const dialect: D = Object.assign({}, wire.defaultDialect, overrides);
  const stream = createStreamDecoder(createFramer(wire.framing), wire.createDecoder(dialect, testClassify), testClassify);
  return collect([...stream.push(new TextEncoder().encode(body)), ...stream.end()]);
}

export function decodeJsonBody<D extends WireDialect>(wire: Wire<D>, body: JsonValue, overrides: Partial<D> = {}): Decoded {
  const dialect: D = Object.assign({}, wire.defaultDialect, overrides);
  // The wire's own type of dialect is not the general one's: what is passed in is what it expects.
  const general: Wire = {
    ...wire,
    encode: (input) => wire.encode(input, dialect),
    createDecoder: (_, classify) => wire.createDecoder(dialect, classify),
    decodeBody: (value, _, classify) => wire.decodeBody(value, dialect, classify),
  };
  return collect(decodeWhole(general, dialect, testClassify, JSON.stringify(body)));
}

/** `[reasoning:raw] text`, `[answer] text`, `[tool-call f(call id)] {…}`: a response at a glance. */
export function blocksText({ attempt }: Decoded): readonly string[] {
  return attempt.blocks.map((block) => {
    switch (block.type) {
      case "reasoning":
        return `[reasoning:${block.visibility}] ${block.text}`;
      case "answer":
        return `[${block.channel}] ${block.text}`;
      case "tool-call":
        return `[${block.name}(${block.callId})] ${block.arguments}`;
    }
  });
}

function messageText(framing: Wire["framing"], message: JsonValue): string {
  if (typeof message === "string") return message;
  return framing === "ndjson" ? `${JSON.stringify(message)}\n` : `data: ${JSON.stringify(message)}\n\n`;
}

function collect(events: readonly StreamEvent[]): Decoded {
  return { events, attempt: applyEvents(newAttempt(1, 0), events, 0) };
}
