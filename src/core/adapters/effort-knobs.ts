import type { EffortTier } from "../model/effort.ts";
import { effortTiers } from "../model/effort.ts";
import type { JsonObject } from "../model/json.ts";
import type { BudgetField, EffortKnob, Fact, TierValue } from "./provider.ts";

/*
 * Short forms for writing provider data: where a tier's word goes in the body, and which words a model takes.
 */

export type Tiers = Readonly<Partial<Record<EffortTier, TierValue>>>;
/** Where an effort word goes, as the body fields that carry it. */
export type KnobShape = (word: string) => JsonObject;

/** OpenAI Responses and what follows it. */
export const reasoningObject: KnobShape = (word) => ({ reasoning: { effort: word } });
/** OpenAI Chat Completions and most look-alikes. */
export const reasoningEffort: KnobShape = (word) => ({ reasoning_effort: word });
/** Claude from 4.6 on: the word alone does not switch thinking on everywhere, so adaptive thinking is always named. */
export const adaptiveThinking: KnobShape = (word) => ({ thinking: { type: "adaptive" }, output_config: { effort: word } });
/** DeepSeek and Z.ai: a switch and a word. */
export const thinkingSwitchAndEffort: KnobShape = (word) => ({ thinking: { type: "enabled" }, reasoning_effort: word });
/** Gemini 3 and later. */
export const thinkingLevel: KnobShape = (word) => ({ generationConfig: { thinkingConfig: { thinkingLevel: word } } });

export const thinkingOff: TierValue = { body: { thinking: { type: "disabled" } }, label: "off" };

/** Tiers whose wire value is the portable word itself. */
export function words(shape: KnobShape, ...accepted: readonly EffortTier[]): Tiers {
  const tiers: Partial<Record<EffortTier, TierValue>> = {};
  for (const word of accepted) tiers[word] = { body: shape(word), label: word };
  return tiers;
}

/** A model that only knows thinking on and off: `high` means on. */
export function switchTiers(on: JsonObject, off: JsonObject): Tiers {
  return {
    none: { body: off, label: "off" },
    high: { body: on, label: "on", translated: "This model only has thinking on or off: `high` is sent as on." },
  };
}

/** Local servers switch thinking in the model's chat template, which names its switch as its maker liked. */
export function templateSwitch(name: "enable_thinking" | "thinking"): Tiers {
  return switchTiers({ chat_template_kwargs: { [name]: true } }, { chat_template_kwargs: { [name]: false } });
}

export function tiersKnob(
  tiers: Tiers,
  more: { readonly providerDefault?: EffortTier; readonly budget?: BudgetField } = {},
): EffortKnob {
  return {
    type: "tiers",
    tiers,
    providerDefault: more.providerDefault ?? null,
    ...(more.budget === undefined ? {} : { budget: more.budget }),
  };
}

/** The same knob one level deeper: Bedrock carries a model's own fields in `additionalModelRequestFields`. */
export function knobUnder(field: string, knob: EffortKnob): EffortKnob {
  const deeper = (value: TierValue): TierValue => ({ ...value, body: { [field]: value.body } });
  const deeperBudget = (budget: BudgetField): BudgetField => ({
    ...budget,
    path: [field, ...budget.path],
    ...(budget.beside === undefined ? {} : { beside: { [field]: budget.beside } }),
  });
  switch (knob.type) {
    case "none":
    case "unknown":
      return knob;
    case "tiers": {
      const tiers: Partial<Record<EffortTier, TierValue>> = {};
      for (const tier of effortTiers) {
        const value = knob.tiers[tier];
        if (value !== undefined) tiers[tier] = deeper(value);
      }
      return { ...knob, tiers, ...(knob.budget === undefined ? {} : { budget: deeperBudget(knob.budget) }) };
    }
    case "budget":
      return { ...knob, budget: deeperBudget(knob.budget), ...(knob.off === undefined ? {} : { off: deeper(knob.off) }) };
  }
}

/** The day the provider matrix was researched. Facts read later carry their own day. */
const matrixDay = "2026-11-22";

/** A fact of the provider matrix; `source` holds its source keys. */
export function fact(source: string, note?: string): Fact {
  return { asOf: matrixDay, source, status: "documented", ...(note === undefined ? {} : { note }) };
}

export function unverifiedFact(source: string, note: string): Fact {
  return { asOf: matrixDay, source, status: "unverified", note };
}

export function conflictingFact(source: string, note: string): Fact {
  return { asOf: matrixDay, source, status: "conflict", note };
}
