import type { EffortTier } from "../../model/effort.ts";
import type { JsonObject } from "../../model/json.ts";
import { fact, thinkingLevel, tiersKnob, words } from "../effort-knobs.ts";
import type { BudgetField, EffortKnob, ModelLimits, ModelRow, Trace } from "../provider.ts";
import type { GeminiGenerateContentDialect } from "../wires/gemini-generate-content-dialect.ts";

/* Gemini by generation, in the fields of generateContent (provider-matrix sections 2 and 3.4). A level and a budget are never sent together. */

const omitted: Trace = {
  visibility: "omitted",
  withSummary: "summary",
  why: "Gemini sends no thoughts unless it is asked for summaries, and never its own words.",
};

const large: ModelLimits = { contextTokens: 1_048_576, maxOutputTokens: 65_536 };

const budgetPath = ["generationConfig", "thinkingConfig", "thinkingBudget"] as const;

function budgetKnob(range: Pick<BudgetField, "min" | "max">, off: "zero" | "never", isOffByDefault = false): EffortKnob {
  return {
    type: "budget",
    budget: { path: budgetPath, ...range },
    ...(off === "zero" ? { off: { body: { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } }, label: "0 tok" } } : {}),
    providerDefault: isOffByDefault ? "none" : null,
  };
}

/** The Interactions API takes the same words, in its own field and spelling; `xhigh` is not among them. */
function onInteractions(...accepted: readonly EffortTier[]): ModelRow["otherWires"] & object {
  const level = (word: string): JsonObject => ({ generation_config: { thinking_level: word } });
  return { "gemini-interactions": { effort: tiersKnob(words(level, ...accepted)) } };
}

export const geminiRows: readonly ModelRow[] = [
  {
    match: "gemini-4-hydrogen",
    listed: [{ id: "gemini-4-hydrogen", label: "Gemini 4 Hydrogen" }],
    effort: tiersKnob(words(thinkingLevel, "low", "medium", "high", "xhigh"), { providerDefault: "high" }),
    otherWires: onInteractions("low", "medium", "high"),
    limits: { contextTokens: 1_048_576 },
    trace: omitted,
    fact: fact("AI-GOO, GOO-HYD", "The levels were re-scaled on 2026-11-11. The output limit is not known."),
  },
  {
    match: "gemini-4-argon",
    listed: [{ id: "gemini-4-argon", label: "Gemini 4 Argon" }],
    effort: tiersKnob(words(thinkingLevel, "low", "medium", "high"), { providerDefault: "medium" }),
    otherWires: onInteractions("low", "medium", "high"),
    limits: large,
    trace: omitted,
    fact: fact("GOO-LATEST, AI-GOO", "Rejects `thinkingBudget`."),
  },
  {
    match: "gemini-4-carbon",
    listed: [{ id: "gemini-4-carbon", label: "Gemini 4 Carbon" }],
    effort: tiersKnob(words(thinkingLevel, "low", "medium", "high"), { providerDefault: "medium" }),
    otherWires: onInteractions("low", "medium", "high"),
    limits: large,
    trace: omitted,
    fact: fact("DBX, AI-GOO, GOO-HYD", "The default `medium` is documented for Databricks' route."),
  },
  {
    match: "gemini-3\\.[78]-flash|gemini-flash-latest",
    listed: [
      { id: "gemini-3.8-flash", label: "Gemini 3.8 Flash" },
      { id: "gemini-3.7-flash", label: "Gemini 3.7 Flash" },
    ],
    effort: tiersKnob(words(thinkingLevel, "low", "medium", "high")),
    otherWires: onInteractions("low", "medium", "high"),
    limits: large,
    trace: omitted,
    fact: fact("AI-GOO, PI"),
  },
  {
    match: "gemini-3(\\.[56])?-flash(-lite)?|gemini-3\\.1-flash-lite",
    listed: [
      { id: "gemini-3.5-flash", label: "Gemini 3.5 Flash" },
      { id: "gemini-3.5-flash-lite", label: "Gemini 3.5 Flash-Lite" },
    ],
    effort: tiersKnob(words(thinkingLevel, "minimal", "low", "medium", "high")),
    otherWires: onInteractions("minimal", "low", "medium", "high"),
    limits: large,
    trace: omitted,
    fact: fact("AI-GOO, PI", "`minimal` is not off."),
  },
  {
    match: "gemini-3\\.1-pro",
    listed: [{ id: "gemini-3.1-pro-preview", label: "Gemini 3.1 Pro" }],
    effort: tiersKnob(words(thinkingLevel, "low", "medium", "high")),
    otherWires: onInteractions("low", "medium", "high"),
    limits: large,
    trace: omitted,
    fact: fact("AI-GOO, PI"),
  },
  {
    match: "gemini-3-pro(?!-image)",
    effort: tiersKnob(words(thinkingLevel, "low", "high")),
    otherWires: onInteractions("low", "high"),
    trace: omitted,
    fact: fact("AI-GOO"),
  },
  {
    match: "gemini-3-pro-image",
    effort: budgetKnob({ min: 1, max: 32_768 }, "never"),
    trace: omitted,
    fact: fact("AI-GOO", "The smallest budget is not documented."),
  },
  {
    match: "gemini-2\\.5-pro",
    effort: budgetKnob({ min: 128, max: 32_768 }, "never"),
    trace: omitted,
    fact: fact("AI-GOO, GEN"),
  },
  {
    match: "gemini-2\\.5-flash$",
    effort: budgetKnob({ min: 1, max: 24_576 }, "zero"),
    trace: omitted,
    fact: fact("AI-GOO, GEN"),
  },
  {
    match: "gemini-2\\.5-flash-lite",
    listed: [{ id: "gemini-2.5-flash-lite", label: "Gemini 2.5 Flash-Lite" }],
    effort: budgetKnob({ min: 512, max: 24_576 }, "zero", true),
    limits: large,
    trace: omitted,
    fact: fact("AI-GOO"),
  },
];

/** Gemma takes its words in capitals. */
export const gemmaRow: ModelRow = {
  match: "gemma-4",
  effort: tiersKnob({
    minimal: { body: thinkingLevel("MINIMAL"), label: "MINIMAL" },
    high: { body: thinkingLevel("HIGH"), label: "HIGH" },
  }),
  trace: omitted,
  fact: fact("PI"),
};

/** Gemini ids that no row knows. Models that do not think answer 400 to any `thinkingConfig`, so none is sent. */
export const unknownGemini: ModelRow = {
  match: ".*",
  effort: { type: "unknown" },
  trace: { visibility: "unknown" },
  dialect: { includeThoughts: "never" } satisfies Partial<GeminiGenerateContentDialect>,
  fact: fact("GEN"),
};
