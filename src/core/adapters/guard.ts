import { isWithinDepth } from "../model/json.ts";
import type { StreamEvent, Visibility } from "../model/stream-event.ts";
import { maxMessageDepth } from "../transport/framer.ts";
import type { Classify } from "./wire.ts";

/**
 * Holds every stream to its invariants, whatever a wire or a provider got wrong: blocks numbered from 0 without gaps,
 * started before used, ended once; exactly one `finish`, last. A violation becomes a warning; no text is ever dropped.
 */
export interface Guard {
  /** Passes events on. Whatever follows a `finish` is dropped: the provider said it had ended. */
  push(events: readonly StreamEvent[], into: StreamEvent[]): void;
  /** The body ended. Without a `finish` the stream was cut: says so, after what had arrived. */
  end(into: StreamEvent[], cut?: Cut): void;
  readonly isFinished: boolean;
}

/** Why a stream was cut, where that is known better than "it just ended". */
export type Cut = Extract<StreamEvent, { type: "finish" }>["failure"];

export function createGuard(classify: Classify): Guard {
  return new StreamGuard(classify);
}

type BlockKind = "reasoning" | "answer" | "tool-call";

interface OpenBlock {
  readonly number: number;
  readonly kind: BlockKind;
  readonly visibility: Visibility;
  hasText: boolean;
}

type Finish = Extract<StreamEvent, { type: "finish" }>;

class StreamGuard implements Guard {
  readonly #classify: Classify;
  /** Open blocks by the number the wire gave them; normally that is their number here too. */
  readonly #open = new Map<number, OpenBlock>();
  /** Wire numbers of ended blocks, for late opaque state. */
  readonly #ended = new Map<number, number>();
  readonly #warned = new Set<string>();
  #blockCount = 0;
  #isFinished = false;

  constructor(classify: Classify) {
    this.#classify = classify;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  push(events: readonly StreamEvent[], into: StreamEvent[]): void {
    for (const event of events) {
      if (this.#isFinished) return;
      this.#pass(event, into);
    }
  }

  end(into: StreamEvent[], cut: Cut = null): void {
    if (this.#isFinished) return;
    const failure = cut ?? this.#truncated();
    this.#finish({ type: "finish", reason: "truncated", raw: null, failure }, into);
  }

  #pass(event: StreamEvent, into: StreamEvent[]): void {
    switch (event.type) {
      case "reasoning-delta":
        this.#delta(event, "reasoning", into);
        return;
      case "answer-delta":
        this.#delta(event, "answer", into);
        return;
      case "tool-call-delta":
        this.#delta(event, "tool-call", into);
        return;
      case "reasoning-start":
        into.push({ ...event, block: this.#start(event.block, "reasoning", event.visibility, into) });
        return;
      case "answer-start":
        into.push({ ...event, block: this.#start(event.block, "answer", "raw", into) });
        return;
      case "tool-call-start":
        into.push({ ...event, block: this.#start(event.block, "tool-call", "raw", into) });
        return;
      case "reasoning-progress":
        into.push({ ...event, block: this.#use(event.block, "reasoning", into).number });
        return;
      case "reasoning-end":
        this.#end(event, "reasoning", into);
        return;
      case "answer-end":
        this.#end(event, "answer", into);
        return;
      case "tool-call-end":
        this.#end(event, "tool-call", into);
        return;
      case "opaque":
        into.push({ ...event, block: this.#known(event.block) });
        return;
      case "finish":
        this.#finish(event, into);
        return;
      case "provider-item":
        if (isWithinDepth(event.item, maxMessageDepth)) into.push(event);
        else this.#warn("A part of the response is nested too deeply to be kept for sending back.", into);
        return;
      case "response-start":
      case "usage":
      case "warning":
      case "input-transformations":
        into.push(event);
        return;
    }
  }

  #delta(event: Extract<StreamEvent, { text: string }>, kind: BlockKind, into: StreamEvent[]): void {
    const block = this.#use(event.block, kind, into);
    if (event.text === "") return;
    block.hasText = true;
    // The hot path: one event a token. Nothing is copied when the numbers agree, which they do.
    into.push(block.number === event.block ? event : { ...event, block: block.number });
  }

  #start(wireNumber: number, kind: BlockKind, visibility: Visibility, into: StreamEvent[]): number {
    const open = this.#open.get(wireNumber);
    if (open !== undefined) {
      this.#warn(`Block ${wireNumber} was started twice; both parts are kept.`, into);
      this.#close(wireNumber, open, into);
    } else if (wireNumber !== this.#blockCount) {
      this.#warn(`Block ${wireNumber} was started where ${this.#blockCount} was due; it was renumbered.`, into);
    }
    const number = this.#blockCount;
    this.#blockCount += 1;
    this.#open.set(wireNumber, { number, kind, visibility, hasText: false });
    return number;
  }

  /** The open block an event belongs to; one that was never started is started now, so that its text is kept. */
  #use(wireNumber: number, kind: BlockKind, into: StreamEvent[]): OpenBlock {
    const open = this.#open.get(wireNumber);
    if (open !== undefined && open.kind === kind) return open;
    if (open !== undefined) this.#close(wireNumber, open, into);
    this.#warn(`A ${kind} block was used without being started; it was started for it.`, into);
    const number = this.#blockCount;
    this.#blockCount += 1;
    const started: OpenBlock = { number, kind, visibility: "raw", hasText: false };
    this.#open.set(wireNumber, started);
    into.push(startEvent(kind, number));
    return started;
  }

  #end(event: Extract<StreamEvent, { type: `${BlockKind}-end` }>, kind: BlockKind, into: StreamEvent[]): void {
    const open = this.#open.get(event.block);
    if (open === undefined || open.kind !== kind) {
      this.#warn(`A ${kind} block was ended that was not open.`, into);
      return;
    }
    this.#forget(event.block, open);
    into.push({ ...event, block: open.number });
  }

  #close(wireNumber: number, block: OpenBlock, into: StreamEvent[]): void {
    this.#forget(wireNumber, block);
    into.push(endEvent(block));
  }

  #forget(wireNumber: number, block: OpenBlock): void {
    this.#open.delete(wireNumber);
    this.#ended.set(wireNumber, block.number);
  }

  #known(wireNumber: number | null): number | null {
    if (wireNumber === null) return null;
    return this.#open.get(wireNumber)?.number ?? this.#ended.get(wireNumber) ?? null;
  }

  #finish(event: Finish, into: StreamEvent[]): void {
    for (const [wireNumber, block] of this.#open) this.#close(wireNumber, block, into);
    this.#isFinished = true;
    into.push({ ...event, failure: this.#failureOf(event) });
  }

  /** Set exactly when the reason is `error` or `truncated`. */
  #failureOf(event: Finish): Finish["failure"] {
    switch (event.reason) {
      case "truncated":
        return event.failure ?? this.#truncated();
      case "error":
        return event.failure ?? this.#classify({ status: null, message: null, code: event.raw, type: null, raw: null });
      case "stop":
      case "length":
      case "tool-calls":
      case "refusal":
      case "content-filter":
      case "context":
      case "continue":
        return null;
    }
  }

  #truncated(): NonNullable<Cut> {
    const failure = this.#classify({ status: null, message: null, code: null, type: null, raw: null });
    return {
      ...failure,
      kind: "stream-truncated",
      message: "The response ended before the provider said it was complete. What had arrived is kept.",
      advice: "Run the step again, or continue from what arrived.",
    };
  }

  /** Said once each: a wire that is wrong is wrong on every token. */
  #warn(message: string, into: StreamEvent[]): void {
    if (this.#warned.has(message) || this.#warned.size >= maxWarnings) return;
    this.#warned.add(message);
    into.push({ type: "warning", code: "stream-invariant", message });
  }
}

const maxWarnings = 20;

function startEvent(kind: BlockKind, block: number): StreamEvent {
  switch (kind) {
    case "reasoning":
      return { type: "reasoning-start", block, visibility: "raw" };
    case "answer":
      return { type: "answer-start", block, channel: "answer" };
    case "tool-call":
      return { type: "tool-call-start", block, callId: "", name: "" };
  }
}

function endEvent(block: OpenBlock): StreamEvent {
  switch (block.kind) {
    case "reasoning": {
      const neverCame = !block.hasText && (block.visibility === "raw" || block.visibility === "summary");
      return { type: "reasoning-end", block: block.number, visibility: neverCame ? "omitted" : block.visibility };
    }
    case "answer":
      return { type: "answer-end", block: block.number };
    case "tool-call":
      return { type: "tool-call-end", block: block.number };
  }
}
