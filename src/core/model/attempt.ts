import type { Block } from "./block.ts";
import type { Attempt } from "./session.ts";
import type { StreamEvent } from "./stream-event.ts";

export function newAttempt(number: number, startedAtMs: number): Attempt {
  return {
    number,
    status: "running",
    startedAtMs,
    timing: { firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null },
    responseId: null,
    respondedModel: null,
    blocks: [],
    opaque: [],
    items: [],
    inputTransformations: null,
    usage: null,
    cost: null,
    finish: null,
    warnings: [],
    failure: null,
  };
}

/**
 * Adds a batch of stream events to an attempt. Copies each touched list once a batch, not once an event, so the price
 * of a long stream is one pass over its text. Events for a block that was never started are ignored: the guard
 * upstream reports them.
 * @param atMs milliseconds after the attempt's start
 */
export function applyEvents(attempt: Attempt, events: readonly StreamEvent[], atMs: number): Attempt {
  const next = new Draft(attempt);
  // Warnings are our own words; everything else, an empty batch included, was read from the network.
  if (events.length === 0 || events.some((event) => event.type !== "warning")) next.timing.firstByteMs ??= atMs;
  for (const event of events) next.apply(event, atMs);
  return next.finish();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The one mutable thing here, alive for one batch. */
class Draft {
  readonly timing: Mutable<Attempt["timing"]>;
  readonly #attempt: Mutable<Attempt>;
  #blocks: Block[] | null = null;
  /** Text of neighbouring deltas, added to its block once: a block copied per token would be most of a long stream's price. */
  #pendingBlock = -1;
  #pendingText = "";

  constructor(attempt: Attempt) {
    this.#attempt = { ...attempt };
    this.timing = { ...attempt.timing };
    this.#attempt.timing = this.timing;
  }

  apply(event: StreamEvent, atMs: number): void {
    if (isDelta(event)) {
      this.#append(event.block, event.text);
      return;
    }
    this.#flush();
    const attempt = this.#attempt;
    switch (event.type) {
      case "response-start":
        attempt.responseId = event.responseId ?? attempt.responseId;
        attempt.respondedModel = event.model ?? attempt.respondedModel;
        return;
      case "reasoning-start":
        this.timing.firstReasoningMs ??= atMs;
        this.#put(event.block, {
          type: "reasoning",
          visibility: event.visibility,
          text: "",
          estimatedTokens: null,
          isOpen: true,
        });
        return;
      case "reasoning-progress":
        this.#update(event.block, (block) =>
          block.type === "reasoning" ? { ...block, estimatedTokens: event.estimatedTokens } : block,
        );
        return;
      case "reasoning-end":
        this.#update(event.block, (block) =>
          block.type === "reasoning" ? { ...block, visibility: event.visibility, isOpen: false } : block,
        );
        return;
      case "answer-start":
        this.timing.firstAnswerMs ??= atMs;
        this.#put(event.block, { type: "answer", channel: event.channel, text: "", isOpen: true });
        return;
      case "tool-call-start":
        this.timing.firstAnswerMs ??= atMs;
        this.#put(event.block, { type: "tool-call", callId: event.callId, name: event.name, arguments: "", isOpen: true });
        return;
      case "answer-end":
      case "tool-call-end":
        this.#update(event.block, (block) => ({ ...block, isOpen: false }));
        return;
      case "opaque":
        attempt.opaque = [...attempt.opaque, { kind: event.kind, block: event.block, data: event.data, format: event.format }];
        return;
      case "provider-item":
        attempt.items = [...attempt.items, event.item];
        return;
      case "usage":
        attempt.usage = event.usage;
        return;
      case "warning":
        attempt.warnings = [...attempt.warnings, { code: event.code, message: event.message }];
        return;
      case "input-transformations":
        attempt.inputTransformations = event.transformations;
        return;
      case "finish":
        attempt.finish = { reason: event.reason, raw: event.raw };
        attempt.failure = event.failure;
        return;
    }
  }

  finish(): Attempt {
    this.#flush();
    if (this.#blocks !== null) this.#attempt.blocks = this.#blocks;
    return this.#attempt;
  }

  #list(): Block[] {
    return (this.#blocks ??= [...this.#attempt.blocks]);
  }

  #put(index: number, block: Block): void {
    const blocks = this.#list();
    // The guard numbers blocks from 0 without gaps; anything else would leave holes in a list that is saved.
    if (index === blocks.length) blocks.push(block);
  }

  #update(index: number, change: (block: Block) => Block): void {
    const block = this.#list()[index];
    if (block !== undefined) this.#list()[index] = change(block);
  }

  #append(index: number, text: string): void {
    if (index !== this.#pendingBlock) {
      this.#flush();
      this.#pendingBlock = index;
    }
    this.#pendingText += text;
  }

  #flush(): void {
    const text = this.#pendingText;
    if (text === "") return;
    this.#pendingText = "";
    this.#update(this.#pendingBlock, (block) =>
      block.type === "tool-call" ? { ...block, arguments: block.arguments + text } : { ...block, text: block.text + text },
    );
  }
}

/**
 * Joins neighbouring deltas of the same block, so a network read full of tokens becomes one change.
 * Order is kept; nothing is ever lost.
 */
export function mergeDeltas(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const merged: StreamEvent[] = [];
  let run: Delta | null = null;
  let text = "";
  for (const event of events) {
    if (run !== null && event.type === run.type && event.block === run.block) {
      text += event.text;
      continue;
    }
    if (run !== null) merged.push(text === run.text ? run : { ...run, text });
    run = isDelta(event) ? event : null;
    if (run === null) merged.push(event);
    else text = run.text;
  }
  if (run !== null) merged.push(text === run.text ? run : { ...run, text });
  return merged;
}

type Delta = Extract<StreamEvent, { text: string }>;

function isDelta(event: StreamEvent): event is Delta {
  return event.type === "reasoning-delta" || event.type === "answer-delta" || event.type === "tool-call-delta";
}
