import { newAttempt } from "../../model/attempt.ts";
import type { Block, OpaqueState } from "../../model/block.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Attempt } from "../../model/session.ts";
import type { AnswerChannel, OpaqueKind, Visibility } from "../../model/stream-event.ts";
import type { Asked, DraftAnswer } from "./session-draft.ts";
import { noTiming } from "./wire-answer.ts";

/** An answer in a form that no wire speaks, block by block. */
export class AnswerBuilder {
  readonly #blocks: Block[] = [];
  readonly #opaque: OpaqueState[] = [];

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  reasoning(text: string, visibility: Visibility): void {
    this.#blocks.push({ type: "reasoning", visibility, text, estimatedTokens: null, isOpen: false });
  }

  answer(text: string, channel: AnswerChannel = "answer"): void {
    this.#blocks.push({ type: "answer", channel, text, isOpen: false });
  }

  call(callId: string, name: string, input: JsonValue | undefined): void {
    const text = typeof input === "string" ? input : input === undefined ? "" : JSON.stringify(input);
    this.#blocks.push({ type: "tool-call", callId, name, arguments: text, isOpen: false });
  }

  /** Of the block added last. */
  opaque(kind: OpaqueKind, data: string, format: string): void {
    this.#opaque.push({ kind, block: this.#blocks.length === 0 ? null : this.#blocks.length - 1, data, format });
  }

  build(asked: Asked, rest: Partial<Attempt> = {}, startedAt: string | null = null): DraftAnswer {
    const attempt: Attempt = {
      ...newAttempt(1, 0),
      status: "completed",
      timing: noTiming,
      blocks: this.#blocks,
      opaque: this.#opaque,
      ...rest,
    };
    return { ...asked, attempt, startedAt };
  }
}
