import type { Block } from "../../src/core/model/block.ts";
import type { StepId } from "../../src/core/model/ids.ts";
import { TokenMeter } from "../../src/core/model/token-estimate.ts";

/** Running token estimates of blocks: each character is looked at once, however often a figure is drawn. */
export class TokenCounts {
  readonly #meters = new Map<string, TokenMeter>();

  /** Text that was added to a block. Counts only what somebody has asked for; the first question reads the whole text. */
  add(step: StepId, attempt: number, block: number, text: string): void {
    this.#meters.get(keyOf(step, attempt, block))?.add(text);
  }

  of(step: StepId, attempt: number, index: number, block: Block): number {
    const key = keyOf(step, attempt, index);
    const existing = this.#meters.get(key);
    if (existing !== undefined) return existing.tokens;
    const meter = new TokenMeter();
    meter.add(block.type === "tool-call" ? block.arguments : block.text);
    this.#meters.set(key, meter);
    return meter.tokens;
  }

  clear(): void {
    this.#meters.clear();
  }
}

function keyOf(step: StepId, attempt: number, block: number): string {
  return `${step}\n${attempt}\n${block}`;
}
