import { effortTiers } from "../../src/core/model/effort.ts";
import type { EffortTier } from "../../src/core/model/effort.ts";
import type { Visibility } from "../../src/core/model/stream-event.ts";
import { noBudgets } from "../../src/protocol/messages.ts";
import type { Budgets, EditorContext, ModelOffer, TierOffer } from "../../src/protocol/messages.ts";

interface Row {
  readonly provider: string;
  readonly providerLabel: string;
  readonly model: string;
  readonly label: string;
  readonly tiers: readonly EffortTier[];
  readonly rounds?: readonly EffortTier[];
  readonly visibility: Visibility | "none" | "unknown";
  readonly withSummary?: Visibility;
  readonly reason?: string;
  readonly key?: ModelOffer["key"];
  readonly hasPrice?: boolean;
  readonly isSimulated?: boolean;
}

const rows: readonly Row[] = [
  {
    provider: "openai",
    providerLabel: "OpenAI",
    model: "gpt-6-sol",
    label: "GPT-6 Sol",
    tiers: ["none", "low", "medium", "high", "xhigh", "max"],
    visibility: "summary",
  },
  {
    provider: "anthropic",
    providerLabel: "Anthropic",
    model: "claude-opus-5-5",
    label: "Claude Opus 5.5",
    tiers: ["none", "low", "medium", "high", "xhigh", "max"],
    visibility: "omitted",
    withSummary: "summary",
    reason: "Anthropic leaves the text out unless a summary is asked for.",
  },
  {
    provider: "deepseek",
    providerLabel: "DeepSeek",
    model: "deepseek-v4.1-flash",
    label: "DeepSeek V4.1 Flash",
    tiers: ["none", "low", "high", "xhigh", "max"],
    rounds: ["medium"],
    visibility: "raw",
  },
  {
    provider: "google",
    providerLabel: "Google",
    model: "gemini-4-argon",
    label: "Gemini 4 Argon",
    tiers: ["low", "medium", "high"],
    visibility: "summary",
  },
  {
    provider: "ollama",
    providerLabel: "Ollama, this computer",
    model: "qwen3.8:27b",
    label: "Qwen 3.8 27B",
    tiers: ["none", "medium", "high", "max"],
    rounds: ["low", "xhigh"],
    visibility: "raw",
    key: "not-needed",
    hasPrice: false,
  },
  {
    provider: "xai",
    providerLabel: "xAI",
    model: "grok-4.7",
    label: "Grok 4.7",
    tiers: ["low", "medium", "high", "xhigh"],
    visibility: "encrypted",
    key: "missing",
  },
  {
    provider: "simulated",
    providerLabel: "Simulator",
    model: "steady-thinker",
    label: "Steady thinker",
    tiers: effortTiers,
    visibility: "raw",
    key: "not-needed",
    isSimulated: true,
  },
];

export const offers: readonly ModelOffer[] = rows.map((row) => ({
  provider: row.provider,
  providerLabel: row.providerLabel,
  model: row.model,
  label: row.label,
  wire: "openai-chat",
  isSimulated: row.isSimulated ?? false,
  key: row.key ?? "present",
  hasPrice: row.hasPrice ?? row.isSimulated !== true,
  tiers: {
    default: { state: "offered", sent: null, body: null, note: null },
    none: tier(row, "none"),
    minimal: tier(row, "minimal"),
    low: tier(row, "low"),
    medium: tier(row, "medium"),
    high: tier(row, "high"),
    xhigh: tier(row, "xhigh"),
    max: tier(row, "max"),
  },
  visibility: row.visibility,
  withSummary: row.withSummary ?? null,
  visibilityReason: row.reason ?? null,
}));

function tier(row: Row, effort: EffortTier): TierOffer {
  if (row.rounds?.includes(effort) === true) {
    return {
      state: "rounds",
      sent: "high",
      body: 'reasoning_effort: "high"',
      note: `The model knows no ${effort}, so it becomes high.`,
    };
  }
  if (!row.tiers.includes(effort)) return { state: "not-offered", sent: null, body: null, note: null };
  return { state: "offered", sent: effort, body: `reasoning.effort: "${effort}"`, note: null };
}

export const context: EditorContext = {
  isRunning: false,
  isEditable: true,
  readOnlyReason: null,
  budgets: noBudgets,
  models: offers,
  sources: [
    { type: "local", provider: "ollama", label: "Ollama", models: 3 },
    { type: "environment-key", provider: "anthropic", label: "Anthropic", variable: "ANTHROPIC_API_KEY" },
    { type: "add-key" },
  ],
  samples: [
    {
      id: "effort",
      title: "Does more effort pay?",
      text: "One billing question at low, medium and high.",
      facts: "3 simulated lanes, 20 s",
      icon: "graph-scatter",
      lanes: [],
    },
    {
      id: "unread",
      title: "Reasoning you cannot read",
      text: "Raw, summarised, omitted, encrypted and redacted, each with what to do about it.",
      facts: "5 simulated lanes, 15 s",
      icon: "eye-closed",
      lanes: [],
    },
    {
      id: "bug",
      title: "A query that returns too many rows",
      text: "A SQL bug that three models find in different ways.",
      facts: "3 simulated lanes, 12 s",
      icon: "bug",
      lanes: [],
    },
  ],
};

export function runBudget(limitUsd: string): Budgets {
  return { ...noBudgets, run: { limitUsd, spentUsd: "0" } };
}
