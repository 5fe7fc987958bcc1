import { estimateTokens } from "../model/token-estimate.ts";
import { LiveMeter, plainHints } from "../model/live-meter.ts";
import type { MeterBasis, MeterHints } from "../model/live-meter.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { StreamEvent } from "../model/stream-event.ts";
import { noUsage } from "../model/usage.ts";
import type { OutputUsage, Usage } from "../model/usage.ts";
import { requestText } from "./request-text.ts";

/** What hidden reasoning is taken to run at where a budget must hold and the model's own speed is not known. */
const cautiousTokensPerSecond = 150;

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
  #inputTokens: number | null = null;

  constructor(request: ModelRequest, hints: MeterHints = plainHints) {
    this.#request = request;
    this.#hints = hints;
    this.#meter = new LiveMeter(hints);
  }

  /** True when the answer holds something to read or to call. */
  get hasAnswer(): boolean {
    return this.#hasText;
  }

  get meter(): LiveMeter {
    return this.#meter;
  }

  /** The input estimate, counted once and only when someone asks: a prompt may have megabytes. */
  get inputTokens(): number {
    return (this.#inputTokens ??= estimateTokens(requestText(this.#request)));
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

  /** The most it is likely to be: what a budget has to count with. The provider's own counts are taken as they are. */
  atMost(atMs: number): Usage {
    const { reported, isFinal } = this.#meter;
    if (reported !== null && isFinal) return reported;
    const { reasoning, answer } = this.#meter.reading(atMs);
    const { uncertainty } = this.#hints;
    const atMost = (tokens: number, basis: MeterBasis): number => Math.ceil(tokens * (1 + marginOf(basis, uncertainty)));
    const hidden = reasoning.tokens ?? this.#meter.hiddenByTime(atMs, cautiousTokensPerSecond);
    const visible = atMost(answer.tokens ?? 0, answer.basis);
    const thought = atMost(hidden, reasoning.basis);
    return this.#estimated({ total: visible + thought, reasoning: thought, visible });
  }

  #estimated(output: OutputUsage): Usage {
    const { reported } = this.#meter;
    const input = { total: this.inputTokens, uncached: null, cacheRead: null, cacheWrite: null };
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

/** A model's speed varies more than its tokenizer. */
const leastTimeMargin = 0.1;

function marginOf(basis: MeterBasis, uncertainty: number): number {
  switch (basis) {
    case "final":
    case "running":
    case "tokenizer":
      return 0;
    case "estimate":
      return uncertainty;
    case "time":
    case "unknown":
      return Math.max(leastTimeMargin, uncertainty);
  }
}
