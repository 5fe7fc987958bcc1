import type { EffortTier } from "../../model/effort.ts";
import type { Tiers } from "../effort-knobs.ts";
import { conflictingFact, fact, reasoningEffort, reasoningObject, tiersKnob, words } from "../effort-knobs.ts";
import type { ModelRow, Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";
import type { OpenaiResponsesDialect } from "../wires/openai-responses-dialect.ts";

/** 1 USD = 10^10 ticks, after discounts and with server tools (provider-matrix 3.7). */
const billed = { path: ["usage", "cost_in_usd_ticks"], unit: "usd-ticks" } as const;

const responses = {
  systemPlacement: "system",
  refusesObfuscation: false,
  opaqueFormat: "xai-responses-v1",
  replayIds: "blank",
  replayReasoningFields: { status: "completed" },
  billed,
} satisfies Partial<OpenaiResponsesDialect>;

/** Unlike on Responses, reasoning tokens stand beside the completion tokens (provider-matrix trap 54). */
const chat = {
  counting: { reasoning: "additive", cache: "included" },
  reasoningFields: ["reasoning_content"],
  billed,
} satisfies Partial<OpenaiChatDialect>;

const sometimesRaw: Trace = {
  visibility: "encrypted",
  withSummary: "summary",
  why: "Grok sends summaries, sometimes its own words, and sometimes only encrypted state.",
};
const raw: Trace = { visibility: "raw" };

function effortRow(
  row: Pick<ModelRow, "match" | "fact"> & Partial<Pick<ModelRow, "listed" | "limits">>,
  accepted: readonly EffortTier[],
  providerDefault?: EffortTier,
  more: (shape: typeof reasoningObject) => Tiers = () => ({}),
): ModelRow {
  const knob = (shape: typeof reasoningObject): ModelRow["effort"] =>
    tiersKnob({ ...words(shape, ...accepted), ...more(shape) }, providerDefault === undefined ? {} : { providerDefault });
  return {
    ...row,
    effort: knob(reasoningObject),
    trace: sometimesRaw,
    otherWires: { "openai-chat": { effort: knob(reasoningEffort), trace: raw } },
  };
}

const agentCount = "On this model effort sets how many agents work, not how deeply one thinks.";

export const xaiProvider: Provider = {
  id: "xai",
  label: "xAI",
  kind: "hosted",
  baseUrl: "https://api.x.ai/v1",
  auth: { type: "bearer", environment: ["XAI_API_KEY"] },
  routes: [
    {
      wire: "openai-responses",
      dialect: responses,
      continuity: { acrossTurns: "used", source: "AI-XAI" },
    },
    { wire: "openai-chat", dialect: chat },
  ],
  models: [
    effortRow(
      {
        match: "grok-4\\.[67]",
        listed: [
          { id: "grok-4.7", label: "Grok 4.7" },
          { id: "grok-4.6", label: "Grok 4.6" },
        ],
        limits: { contextTokens: 500_000, maxOutputTokens: 500_000 },
        fact: fact("PI, AI-XAI"),
      },
      ["low", "medium", "high", "xhigh"],
      "high",
    ),
    effortRow(
      {
        match: "grok-4\\.5",
        listed: [{ id: "grok-4.5", label: "Grok 4.5" }],
        limits: { contextTokens: 500_000 },
        fact: fact("AI-XAI, XAI-DOC"),
      },
      ["low", "medium", "high"],
      "high",
    ),
    effortRow(
      {
        match: "grok-4\\.3",
        listed: [{ id: "grok-4.3", label: "Grok 4.3" }],
        limits: { contextTokens: 1_000_000, maxOutputTokens: 30_000 },
        fact: conflictingFact("AI-XAI, PI", "Sources disagree on `xhigh`, so it is never sent."),
      },
      ["none", "low", "medium", "high"],
      undefined,
      (shape) => ({
        xhigh: { body: shape("xhigh"), label: "xhigh", doubt: "sources disagree on whether Grok 4.3 takes `xhigh`" },
      }),
    ),
    {
      match: "grok-4\\.20-(non-)?reasoning",
      effort: { type: "none", why: "Grok 4.20 has no effort knob: it refuses any value." },
      trace: sometimesRaw,
      fact: fact("AI-XAI", "Rejects every effort value, even `none`."),
    },
    effortRow({ match: "grok-4\\.20-multi-agent", fact: fact("AI-XAI", agentCount) }, [], undefined, (shape) => ({
      low: { body: shape("low"), label: "low", warning: agentCount },
      medium: { body: shape("medium"), label: "medium", warning: agentCount },
      high: { body: shape("high"), label: "high", warning: agentCount },
    })),
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://console.x.ai",
  fact: fact("AI-XAI, XAI-COST"),
};
