import type { StreamEvent } from "./stream-event.ts";
import { TokenMeter } from "./token-estimate.ts";
import type { Usage } from "./usage.ts";

/*
 * What a response has used so far, while it streams. Importable by the page: it knows no tokenizer and no price; a host
 * that has a tokenizer or has learnt a model's ways hands them in as `MeterHints`.
 */

/** Counts text that arrives in pieces. */
export interface TextMeter {
  add(text: string): void;
  readonly tokens: number;
}

export interface MeterHints {
  readonly newTextMeter: () => TextMeter;
  /** How text is counted: exactly as the model's tokenizer does, or by estimate. */
  readonly textBasis: "tokenizer" | "estimate";
  /** Tokens an answer has beside its text, and those of a tool call beside its name and arguments. */
  readonly perResponse: number;
  readonly perCall: number;
  /** More of them where hidden reasoning came before the answer. */
  readonly perReasoning: number;
  /** Output tokens a second of this model's earlier responses; null: none is known. Hidden reasoning is estimated from it. */
  readonly tokensPerSecond: number | null;
  /** How far an estimate of text may be off, as a share: 0.15 is 15 %. */
  readonly uncertainty: number;
}

export const plainHints: MeterHints = {
  newTextMeter: () => new TokenMeter(),
  textBasis: "estimate",
  perResponse: 0,
  perCall: 0,
  perReasoning: 0,
  tokensPerSecond: null,
  uncertainty: 0.15,
};

/**
 * `final`: the provider's last word. `running`: the provider's own count on the way. `tokenizer`: the text, counted exactly.
 * `estimate`: the text, estimated. `time`: hidden; from how long it took and the model's own speed. `unknown`: hidden, nothing known.
 */
export const meterBases = ["final", "running", "tokenizer", "estimate", "time", "unknown"] as const;
export type MeterBasis = (typeof meterBases)[number];

export interface MeterPart {
  /** Null exactly when the basis is `unknown`. */
  readonly tokens: number | null;
  readonly basis: MeterBasis;
}

export interface MeterReading {
  readonly reasoning: MeterPart;
  /** True while (or when) reasoning is counted that the reader does not get to see as text. */
  readonly isReasoningHidden: boolean;
  readonly answer: MeterPart;
  /** After the final count: what the text was estimated at, and what the provider counted for the same; else null. */
  readonly settled: SettledCount | null;
}

export interface SettledCount {
  readonly estimated: number;
  readonly reported: number;
}

/** A shorter silence after a response's start is the way to its first word. */
const silenceMs = 400;

/** A longer pause between two pieces of text is the network's or a tool's, not writing. */
const longestGapMs = 1000;

interface HiddenBlock {
  readonly sinceMs: number;
  untilMs: number | null;
  progress: number | null;
}

export class LiveMeter {
  readonly #hints: MeterHints;
  readonly #answer: TextMeter;
  readonly #raw: TextMeter;
  readonly #hiddenBlocks = new Map<number, HiddenBlock>();
  readonly #rawBlocks = new Set<number>();
  #reported: Usage | null = null;
  /** What the text came to when `#reported` was sent, so that what came after it can be added; null: not read yet. */
  #textAtReport: { readonly answer: number; readonly reasoning: number } | null = null;
  #isFinal = false;
  #hasRawText = false;
  #hasAnswer = false;
  #firstAtMs: number | null = null;
  /** Set from the response's start to its first block: some providers announce hidden reasoning only when it is over. */
  #silentSinceMs: number | null = null;
  /** When hidden reasoning was last counted by the provider; null: it never was. */
  #hiddenCountedAtMs: number | null = null;
  #firstTextAtMs: number | null = null;
  #lastTextAtMs: number | null = null;
  #calls = 0;

  constructor(hints: MeterHints = plainHints) {
    this.#hints = hints;
    this.#answer = hints.newTextMeter();
    this.#raw = hints.newTextMeter();
  }

  get reported(): Usage | null {
    return this.#reported;
  }

  get isFinal(): boolean {
    return this.#isFinal;
  }

  /** Text alone: answer and tool calls, and reasoning in the model's own words. */
  get text(): { readonly answer: number; readonly reasoning: number } {
    return { answer: this.#answer.tokens, reasoning: this.#raw.tokens };
  }

  /** When the first event came, in milliseconds after the attempt's start; null: none has. */
  get firstAtMs(): number | null {
    return this.#firstAtMs;
  }

  /** What the answer has beside its text. */
  get overhead(): number {
    if (!this.#hasAnswer) return 0;
    const { perResponse, perCall, perReasoning } = this.#hints;
    return perResponse + this.#calls * perCall + (this.#hiddenBlocks.size > 0 ? perReasoning : 0);
  }

  /** @param atMs milliseconds after the attempt's start */
  add(event: StreamEvent, atMs: number): void {
    this.#firstAtMs ??= atMs;
    switch (event.type) {
      case "response-start":
        this.#silentSinceMs ??= atMs;
        return;
      case "reasoning-start":
        if (event.visibility === "raw") this.#rawBlocks.add(event.block);
        else this.#hiddenBlocks.set(event.block, { sinceMs: this.#silentSinceMs ?? atMs, untilMs: null, progress: null });
        this.#silentSinceMs = null;
        return;
      case "answer-start":
        this.#endSilence(atMs);
        return;
      case "reasoning-delta":
        if (!this.#rawBlocks.has(event.block)) return;
        this.#raw.add(event.text);
        this.#hasRawText = true;
        this.#noteText(atMs);
        return;
      case "reasoning-progress": {
        const block = this.#hiddenBlocks.get(event.block);
        if (block === undefined) return;
        block.progress = event.estimatedTokens;
        this.#hiddenCountedAtMs = atMs;
        return;
      }
      case "reasoning-end": {
        const block = this.#hiddenBlocks.get(event.block);
        if (block !== undefined) block.untilMs = atMs;
        return;
      }
      case "answer-delta":
      case "tool-call-delta":
        this.#hasAnswer = true;
        this.#answer.add(event.text);
        this.#noteText(atMs);
        return;
      case "tool-call-start":
        this.#endSilence(atMs);
        this.#hasAnswer = true;
        this.#calls += 1;
        this.#answer.add(event.name);
        return;
      case "usage":
        this.#reported = event.usage;
        this.#textAtReport = null;
        if (event.usage.output.reasoning !== null) this.#hiddenCountedAtMs = atMs;
        return;
      case "finish":
        this.#isFinal = event.failure === null;
        return;
      case "answer-end":
      case "tool-call-end":
      case "opaque":
      case "provider-item":
      case "warning":
      case "input-transformations":
        return;
    }
  }

  reading(atMs: number): MeterReading {
    const text = { answer: this.#answer.tokens + this.overhead, reasoning: this.#raw.tokens };
    this.#textAtReport ??= text;
    const isReasoningHidden = this.#isHidden(atMs);
    const reported = this.#reported?.source === "reported" ? this.#reported.output : null;
    const estimate = { reasoning: this.#reasoning(atMs), answer: { tokens: text.answer, basis: this.#hints.textBasis } };
    if (reported === null) return { ...estimate, isReasoningHidden, settled: null };
    if (!this.#isFinal) {
      return {
        reasoning: ahead(reported.reasoning, text.reasoning - this.#textAtReport.reasoning, estimate.reasoning),
        answer: ahead(reported.visible, text.answer - this.#textAtReport.answer, estimate.answer),
        isReasoningHidden,
        settled: null,
      };
    }
    return {
      reasoning: reported.reasoning === null ? estimate.reasoning : { tokens: reported.reasoning, basis: "final" },
      answer: reported.visible === null ? estimate.answer : { tokens: reported.visible, basis: "final" },
      isReasoningHidden,
      settled: settledCount(text, reported, isReasoningHidden),
    };
  }

  #isHidden(atMs: number): boolean {
    return this.#hiddenBlocks.size > 0 || (this.#silentSinceMs !== null && atMs - this.#silentSinceMs > silenceMs);
  }

  /** A long silence before the answer was reasoning that nothing announced (Chat Completions never does). */
  #endSilence(atMs: number): void {
    const sinceMs = this.#silentSinceMs;
    this.#silentSinceMs = null;
    if (sinceMs !== null && atMs - sinceMs > silenceMs) this.#hiddenBlocks.set(-1, { sinceMs, untilMs: atMs, progress: null });
  }

  /** Hidden reasoning with the provider's own count is trusted; without one, time times speed is all there is. */
  #reasoning(atMs: number): MeterPart {
    const raw = this.#raw.tokens;
    if (!this.#isHidden(atMs)) return { tokens: raw, basis: raw === 0 && !this.#hasRawText ? "estimate" : this.#hints.textBasis };
    const counted = [...this.#hiddenBlocks.values()].filter(({ progress }) => progress !== null);
    if (counted.length > 0) {
      return { tokens: raw + counted.reduce((sum, { progress }) => sum + (progress ?? 0), 0), basis: "running" };
    }
    const { tokensPerSecond } = this.#hints;
    if (tokensPerSecond === null) return { tokens: null, basis: "unknown" };
    return { tokens: raw + this.#byTime(atMs, tokensPerSecond), basis: "time" };
  }

  /**
   * Milliseconds in which output may have come into being that nothing has counted yet: hidden reasoning since the
   * provider's last count of it, and the time since the last piece of text.
   */
  uncountedMs(atMs: number): number {
    const isThinking = this.#silentSinceMs !== null || [...this.#hiddenBlocks.values()].some(({ untilMs }) => untilMs === null);
    const gapMs = isThinking || this.#lastTextAtMs === null ? 0 : Math.min(longestGapMs, atMs - this.#lastTextAtMs);
    return this.#hiddenMs(atMs, this.#hiddenCountedAtMs ?? 0) + gapMs;
  }

  /** Output tokens a second of this very response, where enough of it has been counted; null: not yet. */
  get ownTokensPerSecond(): number | null {
    const counted = [...this.#hiddenBlocks.values()].reduce((sum, { progress }) => sum + (progress ?? 0), 0);
    if (counted > 0 && this.#hiddenCountedAtMs !== null) {
      return speedOf(counted, this.#hiddenMs(this.#hiddenCountedAtMs, 0));
    }
    if (this.#firstTextAtMs === null || this.#lastTextAtMs === null) return null;
    return speedOf(this.#answer.tokens + this.#raw.tokens, this.#lastTextAtMs - this.#firstTextAtMs);
  }

  #byTime(atMs: number, tokensPerSecond: number): number {
    return Math.round((this.#hiddenMs(atMs, 0) / 1000) * tokensPerSecond);
  }

  /** How long the reasoning was hidden after `fromMs`. */
  #hiddenMs(atMs: number, fromMs: number): number {
    const within = (sinceMs: number, untilMs: number): number => Math.max(0, untilMs - Math.max(sinceMs, fromMs));
    let ms = this.#silentSinceMs === null ? 0 : within(this.#silentSinceMs, atMs);
    for (const { sinceMs, untilMs } of this.#hiddenBlocks.values()) ms += within(sinceMs, Math.min(untilMs ?? atMs, atMs));
    return ms;
  }

  #noteText(atMs: number): void {
    this.#firstTextAtMs ??= atMs;
    this.#lastTextAtMs = atMs;
  }
}

/** A quarter of a second and some twenty tokens say something about a speed; less says nothing. */
function speedOf(tokens: number, ms: number): number | null {
  return tokens < 20 || ms < 250 ? null : (tokens / ms) * 1000;
}

/** The provider's count on the way, with what came after it; never less than the text itself. */
function ahead(reported: number | null, since: number, estimate: MeterPart): MeterPart {
  if (reported === null || reported + since <= (estimate.tokens ?? 0)) return estimate;
  return { tokens: reported + since, basis: "running" };
}

function settledCount(
  text: { readonly answer: number; readonly reasoning: number },
  reported: Usage["output"],
  isReasoningHidden: boolean,
): SettledCount | null {
  const actual = isReasoningHidden || text.reasoning === 0 ? reported.visible : reported.total;
  if (actual === null || actual === 0) return null;
  return { estimated: isReasoningHidden ? text.answer : text.answer + text.reasoning, reported: actual };
}
