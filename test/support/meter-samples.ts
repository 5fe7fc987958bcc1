import { LiveMeter, plainHints } from "../../src/core/model/live-meter.ts";
import type { MeterReading } from "../../src/core/model/live-meter.ts";
import type { StreamEvent } from "../../src/core/model/stream-event.ts";
import type { Usage } from "../../src/core/model/usage.ts";
import { tokenFamily } from "../../src/core/tokens/families.ts";
import type { TokenFamily } from "../../src/core/tokens/families.ts";
import { gptCounter } from "../../src/core/tokens/gpt-counter.ts";
import { StreamingCounter } from "../../src/core/tokens/streaming-counter.ts";
import { recordedResponses } from "./recorded-responses.ts";
import type { RecordedResponse } from "./recorded-responses.ts";
import { hasUnseenWork, isHandMade } from "./unseen-work.ts";

/** A recorded response whose visible text and the provider's count of it can be held against each other. */
export interface MeterSample {
  readonly response: RecordedResponse;
  readonly events: readonly StreamEvent[];
  readonly family: TokenFamily;
  /** Turns of one conversation are alike: they are never on both sides of a fit. */
  readonly conversation: string;
  /** Reasoning is shown as it is and stands in the count. */
  readonly isRaw: boolean;
  readonly isHidden: boolean;
  /** Plain o200k tokens of the text, without factor and overhead. */
  readonly text: number;
  readonly hasAnswer: boolean;
  readonly calls: number;
  readonly hasHiddenReasoning: boolean;
  /** The provider's count of what can be seen. */
  readonly reported: number;
  /** The reasoning was counted in steps of 64, so up to 63 hidden tokens stand in `reported`. */
  readonly isCoarse: boolean;
}

/** Why a response with a reported count is not compared. */
export type LeftOut = "no visible count" | "work that is not shown" | "a fixture made by hand";

export interface MeterSamples {
  readonly samples: readonly MeterSample[];
  readonly leftOut: ReadonlyMap<LeftOut, number>;
}

export function meterSamples(): MeterSamples {
  const samples: MeterSample[] = [];
  const leftOut = new Map<LeftOut, number>();
  for (const response of recordedResponses()) {
    const { usage } = response;
    if (usage === null || usage.source !== "reported") continue;
    const sample = sampleOf(response, usage);
    if (typeof sample === "string") leftOut.set(sample, (leftOut.get(sample) ?? 0) + 1);
    else samples.push(sample);
  }
  return { samples, leftOut };
}

function sampleOf(response: RecordedResponse, usage: Usage): MeterSample | LeftOut {
  const { item, batches, model } = response;
  const events = batches.flat();
  if (isHandMade(item)) return "a fixture made by hand";
  if (hasUnseenWork(events) || hasOtherChoices(response)) return "work that is not shown";
  const meter = new LiveMeter({ ...plainHints, newTextMeter: () => new StreamingCounter(gptCounter) });
  events.forEach((event, i) => meter.add(event, i));
  const family = tokenFamily(model);
  const hasReasoning = events.some(({ type }) => type === "reasoning-start");
  const isHidden = meter.reading(events.length).isReasoningHidden || (hasReasoning && family.isSummarised === true);
  const isRaw = hasReasoning && !isHidden;
  const { total, visible, reasoning } = usage.output;
  const reported = isRaw ? total : (visible ?? (isHidden ? null : total));
  const text = meter.text.answer + (isRaw ? meter.text.reasoning : 0);
  if (reported === null || reported === 0 || text === 0) return "no visible count";
  return {
    response,
    events,
    family,
    conversation: item.id.replace(/(\.\d+)?(\.t\d+)?(~\d+)?$/, ""),
    isRaw,
    isHidden,
    text,
    hasAnswer: events.some(({ type }) => type === "answer-delta" || type === "tool-call-start"),
    calls: events.filter(({ type }) => type === "tool-call-start").length,
    hasHiddenReasoning: meter.reading(events.length).isReasoningHidden,
    reported,
    isCoarse: family.id === "gpt" && reasoning !== null && reasoning > 0 && reasoning % 64 === 0,
  };
}

/** Only the first choice is read; all are counted. */
function hasOtherChoices({ wire, item }: RecordedResponse): boolean {
  return wire === "openai-chat" && /"choices":\s*\[\{"index":\s*[1-9]/.test(new TextDecoder().decode(item.body()));
}

/** The part of a meter's reading that a sample's count is about. */
export function visibleEstimate({ isRaw }: MeterSample, { answer, reasoning }: MeterReading): number {
  return (answer.tokens ?? 0) + (isRaw ? (reasoning.tokens ?? 0) : 0);
}
