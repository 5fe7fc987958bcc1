import type { ProviderId } from "../model/ids.ts";
import type { LiveMeter, MeterHints, TextMeter } from "../model/live-meter.ts";
import { plainHints } from "../model/live-meter.ts";
import { TokenMeter, estimateTokens } from "../model/token-estimate.ts";
import { factorOf, observe } from "./calibration.ts";
import type { CalibrationEntry, CalibrationStore } from "./calibration.ts";
import { tokenFamily } from "./families.ts";
import { StreamingCounter } from "./streaming-counter.ts";
import type { TokenCounter } from "./token-counter.ts";

/** How text of a model is counted before its provider says: by its tokenizer, else by an estimate that learns. */
export interface TokenMeters {
  /** Loads the model's tokenizer where there is one. Never rejects; without it, texts are estimated. */
  prepare(model: string): Promise<void>;
  hintsFor(provider: ProviderId, model: string): MeterHints;
  /** Tokens of a whole text, for forecasts. */
  count(provider: ProviderId, model: string, text: string): number;
  /** A response ended with the provider's final count. */
  learn(provider: ProviderId, model: string, meter: LiveMeter, elapsedMs: number): void;
}

export interface TokenMetersOptions {
  /** The o200k tokenizer, megabytes of it. */
  readonly loadGptCounter: () => Promise<TokenCounter>;
  readonly calibration: CalibrationStore;
}

/** A tokenizer over more than this would be felt; the estimate is good on long texts. */
const longestCounted = 200_000;

export function createTokenMeters({ loadGptCounter, calibration }: TokenMetersOptions): TokenMeters {
  let gpt: TokenCounter | null = null;
  const counterFor = (model: string): TokenCounter | null => (tokenFamily(model).o200k === "none" ? null : gpt);
  const isExact = (model: string): boolean => tokenFamily(model).o200k === "exact" && gpt !== null;
  const entryFor = (key: string): CalibrationEntry | undefined => {
    const state = calibration.read();
    return Object.hasOwn(state, key) ? state[key] : undefined;
  };
  const factorFor = (provider: ProviderId, model: string): number =>
    // A tokenizer is exact: what its count misses is work that is not shown, which says nothing about text.
    isExact(model) ? 1 : factorOf(entryFor(`${provider}/${model}`), tokenFamily(model).factor);

  return {
    async prepare(model) {
      if (gpt !== null || tokenFamily(model).o200k === "none") return;
      try {
        gpt = await loadGptCounter();
      } catch {
        // Estimates do without it.
      }
    },
    hintsFor(provider, model) {
      const counter = counterFor(model);
      const entry = entryFor(`${provider}/${model}`);
      const factor = factorFor(provider, model);
      const newRaw = (): TextMeter => (counter === null ? new TokenMeter() : new StreamingCounter(counter));
      return {
        newTextMeter: () => scaled(newRaw(), factor),
        textBasis: isExact(model) ? "tokenizer" : "estimate",
        perResponse: tokenFamily(model).perResponse,
        perCall: tokenFamily(model).perCall,
        perReasoning: tokenFamily(model).perReasoning ?? 0,
        tokensPerSecond: entry?.tokensPerSecond ?? null,
        // Twice the usual error; what a first few short answers happened to hit is not trusted below 3 %.
        uncertainty:
          entry === undefined || entry.responses < 3 ? plainHints.uncertainty : Math.min(0.5, Math.max(0.03, entry.error * 2)),
      };
    },
    count(provider, model, text) {
      const counter = text.length <= longestCounted ? counterFor(model) : null;
      return Math.round((counter?.count(text) ?? estimateTokens(text)) * factorFor(provider, model));
    },
    learn(provider, model, meter, elapsedMs) {
      const output = meter.reported?.source === "reported" ? meter.reported.output : null;
      if (output === null || output.total === null) return;
      const { isReasoningHidden } = meter.reading(elapsedMs);
      const { answer, reasoning } = meter.text;
      const reported = isReasoningHidden || reasoning === 0 ? output.visible : output.total;
      const factor = factorFor(provider, model);
      const state = calibration.read();
      const seconds = (elapsedMs - (meter.firstAtMs ?? 0)) / 1000;
      const seen = {
        estimated: (isReasoningHidden ? answer : answer + reasoning) / factor,
        reported: Math.max(0, (reported ?? 0) - meter.overhead),
        tokensPerSecond: output.total >= 50 && seconds >= 0.5 ? output.total / seconds : null,
      };
      calibration.write(observe(state, `${provider}/${model}`, seen, tokenFamily(model).factor));
    },
  };
}

function scaled(meter: TextMeter, factor: number): TextMeter {
  if (factor === 1) return meter;
  return {
    add: (text) => meter.add(text),
    get tokens() {
      return Math.round(meter.tokens * factor);
    },
  };
}
