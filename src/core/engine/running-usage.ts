import { LiveMeter, plainHints } from "../model/live-meter.ts";
import type { MeterBasis, MeterHints } from "../model/live-meter.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import { noUsage } from "../model/usage.ts";
import type { OutputUsage, Usage } from "../model/usage.ts";
import { inputTokens } from "./input-tokens.ts";
import type { InputTokens } from "./input-tokens.ts";

/** What a model is taken to run at where a budget must hold and its own speed is not known: as fast as hidden reasoning is. */
const cautiousTokensPerSecond = 500;
/** Output goes on while nobody looks and while the closing of the request travels. */
const blindMs = 60;

/** Silence that stands for so many times the output limit, at the model's own speed: the provider does not keep to it. */
const passedBy = 2;

/**
 * What an attempt has used so far: reported counts where they came, text counted where they did not. A stream that is
 * stopped or cut may have reported early counts only (Anthropic's first output count is 1), so the larger of the two is
 * taken until the provider's final word.
 */
export class RunningUsage {
  readonly #meter: LiveMeter;
  readonly #hints: MeterHints;
  readonly #request: ModelRequest;
  #hasText = false;
  #inputTokens: InputTokens | null = null;

  constructor(request: ModelRequest, hints: MeterHints = plainHints) {
    this.#request = request;
    this.#hints = hints;
    this.#meter = new LiveMeter(hints);
  }

  /** True when the answer holds something to read or to call. */
  get hasAnswer(): boolean {
    return this.#hasText;
  }

  /** True when hidden reasoning is estimated from time, so that figures move while nothing comes. */
  get countsByTime(): boolean {
    return this.#hints.tokensPerSecond !== null;
  }

  get meter(): LiveMeter {
    return this.#meter;
  }

  /** The input estimate, counted once and only when someone asks: a prompt may have megabytes. */
  get inputTokens(): InputTokens {
    return (this.#inputTokens ??= inputTokens(this.#request, this.#hints));
  }

  /** @param atMs milliseconds after the attempt's start */
  add(event: StreamEvent, atMs: number): void {
    if (event.type === "tool-call-start") this.#hasText = true;
    else if ((event.type === "answer-delta" || event.type === "tool-call-delta") && event.text.trim() !== "")
      this.#hasText = true;
    this.#meter.add(event, atMs);
  }

  /** The provider's final counts, or the best estimate with source `estimated`. */
  current(atMs: number): Usage {
    const { reported, isFinal } = this.#meter;
    if (reported !== null && isFinal) return reported;
    const { reasoning, answer } = this.#meter.reading(atMs);
    return this.#estimated({
      total: reasoning.tokens === null ? null : reasoning.tokens + (answer.tokens ?? 0),
      reasoning: reasoning.tokens,
      visible: answer.tokens,
    });
  }

  /**
   * The most it is likely to be, which is what a budget has to count with: what is counted, with the margin of how, and what
   * has come into being since. An output limit that was sent bounds what is guessed, never what is counted.
   */
  atMost(atMs: number, outputLimit: number | null): Usage {
    const { reported, isFinal, text } = this.#meter;
    if (reported !== null && isFinal) return reported;
    const { reasoning, answer } = this.#meter.reading(atMs);
    const isTimed = reasoning.basis === "time" || reasoning.basis === "unknown";
    const thought = isTimed ? text.reasoning : (reasoning.tokens ?? 0);
    const counted = (answer.tokens ?? 0) + thought;
    const atMost =
      this.#withMargin(answer.tokens ?? 0, answer.basis) +
      this.#withMargin(thought, isTimed ? this.#hints.textBasis : reasoning.basis) +
      Math.ceil((this.#meter.uncountedMs(atMs + blindMs) / 1000) * this.#speed());
    const bound = Math.max(outputLimit ?? atMost, isTimed ? (reasoning.tokens ?? 0) / passedBy : 0);
    const total = Math.max(counted, Math.min(atMost, Math.ceil(bound)));
    return this.#estimated({ total, reasoning: null, visible: null }, this.inputTokens.atMost);
  }

  #withMargin(tokens: number, basis: MeterBasis): number {
    return Math.ceil(tokens * (1 + (basis === "estimate" ? this.#hints.uncertainty : 0)));
  }

  /** A model's speed varies more than its tokenizer. */
  #speed(): number {
    const own = this.#meter.ownTokensPerSecond;
    if (own !== null) return own * (1 + leastTimeMargin);
    const { tokensPerSecond, uncertainty } = this.#hints;
    if (tokensPerSecond === null) return cautiousTokensPerSecond;
    return tokensPerSecond * (1 + Math.max(leastTimeMargin, uncertainty));
  }

  #estimated(output: OutputUsage, inputTokens = this.inputTokens.likely): Usage {
    const { reported } = this.#meter;
    const input = { total: inputTokens, uncached: null, cacheRead: null, cacheWrite: null };
    const estimated: Usage = { ...noUsage, input, output, source: "estimated" };
    if (reported === null) return estimated;
    const total = output.total ?? output.visible ?? 0;
    return {
      ...reported,
      input: reported.input.total === null ? input : reported.input,
      output: (reported.output.total ?? 0) >= total ? reported.output : output,
      source: "estimated",
    };
  }
}

const leastTimeMargin = 0.1;
