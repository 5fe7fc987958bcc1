import type { JsonValue } from "../../model/json.ts";
import type { AnswerChannel, BlockIndex, StreamEvent, Visibility } from "../../model/stream-event.ts";

/**
 * Numbers the blocks of one response for wires whose deltas name no block: text goes to the open block of its kind, and
 * a change of kind closes one and opens the next. Tool calls stay open beside each other until the response ends, because
 * parallel calls may arrive interleaved.
 */
export class ResponseBlocks {
  #next: BlockIndex = 0;
  #open: BlockIndex = -1;
  #openKind: Visibility | AnswerChannel | null = null;
  #lastReasoning: BlockIndex | null = null;
  /** The last reasoning has its opaque state: more of it belongs to reasoning of its own. */
  #isSealed = false;
  #lastOpaque = "";
  #calls: OpenCall[] = [];
  /** What the response holds so far: decides what a bare "stop" means. */
  hasReasoningText = false;
  hasAnswer = false;
  hasRefusal = false;
  hasToolCall = false;

  reasoning(text: string, visibility: Visibility, into: StreamEvent[]): void {
    if (this.#openKind !== visibility) {
      this.closeText(into);
      this.#lastReasoning = this.#begin(visibility);
      this.#isSealed = false;
      this.hasReasoningText = true;
      into.push({ type: "reasoning-start", block: this.#open, visibility });
    }
    into.push({ type: "reasoning-delta", block: this.#open, text });
  }

  answer(text: string, channel: AnswerChannel, into: StreamEvent[]): void {
    if (this.#openKind !== channel) {
      this.closeText(into);
      this.#begin(channel);
      if (channel === "refusal") this.hasRefusal = true;
      else this.hasAnswer = true;
      into.push({ type: "answer-start", block: this.#open, channel });
    }
    into.push({ type: "answer-delta", block: this.#open, text });
  }

  /**
   * Opaque state of the reasoning it follows. Where that has some already, or none came before, it is the state of
   * reasoning without text, which gets a block of its own. Redacted reasoning always does. Gateways may say the same in
   * two fields: that counts once.
   */
  opaque(kind: "encrypted" | "signature" | "redacted", data: string, format: string, into: StreamEvent[]): void {
    if (this.#isSealed && data === this.#lastOpaque) return;
    this.#lastOpaque = data;
    if (this.#lastReasoning === null || kind === "redacted" || this.#isSealed)
      this.withheld(kind === "signature" ? "omitted" : kind, into);
    this.#isSealed = true;
    into.push({ type: "opaque", kind, block: this.#lastReasoning, data, format });
  }

  /** Reasoning that happened without any text: a block that says so. */
  withheld(visibility: "omitted" | "encrypted" | "redacted", into: StreamEvent[]): BlockIndex {
    this.closeText(into);
    const block = this.#next++;
    this.#lastReasoning = block;
    this.#isSealed = false;
    into.push({ type: "reasoning-start", block, visibility }, { type: "reasoning-end", block, visibility });
    return block;
  }

  startCall(callId: string, name: string, into: StreamEvent[]): OpenCall {
    this.closeText(into);
    const call: OpenCall = { block: this.#next++, callId, name, arguments: "" };
    this.#calls.push(call);
    this.hasToolCall = true;
    into.push({ type: "tool-call-start", block: call.block, callId, name });
    return call;
  }

  appendCall(call: OpenCall, text: string, into: StreamEvent[]): void {
    if (text === "") return;
    call.arguments += text;
    into.push({ type: "tool-call-delta", block: call.block, text });
  }

  endCall(call: OpenCall, into: StreamEvent[]): void {
    const at = this.#calls.indexOf(call);
    if (at === -1) return;
    this.#calls.splice(at, 1);
    into.push({ type: "tool-call-end", block: call.block });
  }

  closeText(into: StreamEvent[]): void {
    const kind = this.#openKind;
    if (kind === null) return;
    this.#openKind = null;
    if (kind === "answer" || kind === "commentary" || kind === "refusal") into.push({ type: "answer-end", block: this.#open });
    else into.push({ type: "reasoning-end", block: this.#open, visibility: kind });
  }

  closeAll(into: StreamEvent[]): void {
    this.closeText(into);
    for (const call of this.#calls) into.push({ type: "tool-call-end", block: call.block });
    this.#calls = [];
  }

  /** The block that was started last; null: none yet. */
  get last(): BlockIndex | null {
    return this.#next === 0 ? null : this.#next - 1;
  }

  /** How many blocks there are: makes an id for a call whose server gives none. */
  get count(): number {
    return this.#next;
  }

  #begin(kind: Visibility | AnswerChannel): BlockIndex {
    this.#open = this.#next++;
    this.#openKind = kind;
    return this.#open;
  }
}

export interface OpenCall {
  readonly block: BlockIndex;
  readonly callId: string;
  readonly name: string;
  /** JSON text so far. */
  arguments: string;
}

/** Arguments are JSON text on most servers and a JSON object on some. */
export function argumentsText(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
