import type { ToolCallBlock } from "../../model/block.ts";
import type { Message } from "../../model/model-request.ts";

/**
 * Calls told in words. With a thinking budget, Claude takes a turn with tool calls only if it begins with its own signed
 * thinking (provider-matrix 4, "needed in tool loop"); a call that another model made has none, so call and result go as
 * text. Later turns are told the same way, so that what the model thinks about them stays valid.
 */
export class ToldCalls {
  readonly #isTelling: boolean;
  readonly #told = new Set<string>();

  /** @param isTelling this request is one that takes no other form */
  constructor(isTelling: boolean) {
    this.#isTelling = isTelling;
  }

  /** Null: the call goes as a call. */
  call({ callId, name, arguments: text }: ToolCallBlock): string | null {
    if (!this.#isTelling) return null;
    this.#told.add(callId);
    return `[Called the tool ${name} with ${text === "" ? "{}" : text}]`;
  }

  /** Null: the result goes as a result. */
  result({ callId, name, text, isError }: Extract<Message, { role: "tool" }>): string | null {
    if (!this.#told.has(callId)) return null;
    return `[The tool ${name} ${isError ? "failed" : "answered"}]\n${text}`;
  }

  /** The model made this one itself. */
  own(callId: string): void {
    this.#told.delete(callId);
  }
}
