import type { MeterHints } from "../model/live-meter.ts";
import type { ModelRequest } from "../model/model-request.ts";
import { estimateTokens } from "../model/token-estimate.ts";
import { requestText } from "./request-text.ts";

/** What a request's input comes to before the provider says. */
export interface InputTokens {
  readonly likely: number;
  /** With the meter's own margin and what messages have beside their text. */
  readonly atMost: number;
}

/** A tokenizer over more than this would be felt; the estimate is good on long texts. */
const longestCounted = 200_000;
const perMessage = 4;
const perRequest = 3;

export function inputTokens(request: ModelRequest, hints: MeterHints): InputTokens {
  const text = requestText(request);
  const isCounted = hints.textBasis === "tokenizer" && text.length <= longestCounted;
  const likely = isCounted ? counted(text, hints) : estimateTokens(text);
  const margin = isCounted ? 0 : Math.max(0.1, hints.uncertainty);
  return { likely, atMost: Math.ceil(likely * (1 + margin)) + request.messages.length * perMessage + perRequest };
}

function counted(text: string, { newTextMeter }: MeterHints): number {
  const meter = newTextMeter();
  meter.add(text);
  return meter.tokens;
}
