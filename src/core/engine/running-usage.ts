import { TokenMeter, estimateTokens } from "../model/token-estimate.ts";
import type { ModelRequest } from "../model/model-request.ts";
import type { StreamEvent, Visibility } from "../model/stream-event.ts";
import { noUsage } from "../model/usage.ts";
import type { Usage } from "../model/usage.ts";
import { requestText } from "./request-text.ts";

/**
 * What an attempt has used so far: reported counts where they came, characters estimated where they did not. A stream
 * that is stopped or cut may have reported early counts only (Anthropic's first output count is 1), so the larger of the
 * two is taken until the provider's final word.
 */
export class RunningUsage {
  #reported: Usage | null = null;
  #isFinal = false;
  #hasText = false;
  readonly #visible = new TokenMeter();
  readonly #rawReasoning = new TokenMeter();
  readonly #hiddenByBlock = new Map<number, number>();
  #hasUncountedReasoning = false;
  readonly #visibilities = new Map<number, Visibility>();
  readonly #request: ModelRequest;
  #inputTokens: number | null = null;

  constructor(request: ModelRequest) {
    this.#request = request;
  }

  /** True when the answer holds something to read or to call. */
  get hasAnswer(): boolean {
    return this.#hasText;
  }

  /** The input estimate, counted once and only when someone asks: a prompt may have megabytes. */
  get inputTokens(): number {
    return (this.#inputTokens ??= estimateTokens(requestText(this.#request)));
  }

  add(event: StreamEvent): void {
    switch (event.type) {
      case "reasoning-start":
        this.#visibilities.set(event.block, event.visibility);
        if (event.visibility !== "raw") this.#hasUncountedReasoning = true;
        return;
      case "reasoning-delta":
        if (this.#visibilities.get(event.block) === "raw") this.#rawReasoning.add(event.text);
        return;
      case "reasoning-progress":
        this.#hiddenByBlock.set(event.block, event.estimatedTokens);
        return;
      case "answer-delta":
      case "tool-call-delta":
        if (event.text.trim() !== "") this.#hasText = true;
        this.#visible.add(event.text);
        return;
      case "tool-call-start":
        this.#hasText = true;
        return;
      case "usage":
        this.#reported = event.usage;
        return;
      case "finish":
        this.#isFinal = event.failure === null;
        return;
      case "response-start":
      case "reasoning-end":
      case "answer-start":
      case "answer-end":
      case "tool-call-end":
      case "opaque":
      case "provider-item":
      case "warning":
      case "input-transformations":
        return;
    }
  }

  /** The provider's final counts, or the best estimate with source `estimated`; source `none` when nothing came. */
  current(): Usage {
    const reported = this.#reported;
    if (reported !== null && this.#isFinal) return reported;
    const estimated = this.#estimate();
    if (reported === null) return estimated;
    return {
      ...reported,
      input: reported.input.total === null ? estimated.input : reported.input,
      output: larger(reported.output, estimated.output),
      source: "estimated",
    };
  }

  #estimate(): Usage {
    const visible = this.#visible.tokens;
    const hidden = [...this.#hiddenByBlock.values()].reduce((sum, tokens) => sum + tokens, 0);
    const isUncounted = this.#hasUncountedReasoning && hidden === 0;
    const reasoning = isUncounted ? null : this.#rawReasoning.tokens + hidden;
    return {
      ...noUsage,
      input: { total: this.inputTokens, uncached: null, cacheRead: null, cacheWrite: null },
      output: { total: reasoning === null ? null : visible + reasoning, reasoning, visible },
      source: "estimated",
    };
  }
}

function larger(reported: Usage["output"], estimated: Usage["output"]): Usage["output"] {
  const total = estimated.total ?? estimated.visible ?? 0;
  return (reported.total ?? 0) >= total ? reported : estimated;
}
