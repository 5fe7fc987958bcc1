import type { SimulatedModel } from "./simulated-model.ts";

/*
 * Models that no picker offers: each stands for one documented way in which real providers treat reasoning that comes back
 * and that the offered models do not show (provider-matrix 4 and traps 3 to 23). Continuations are proved against them.
 */

const base = {
  knob: "effort",
  tiers: ["low", "medium", "high"],
  defaultTier: "medium",
  isAdaptive: false,
  verbosity: 1.5,
  firstByteMs: 300,
  tokensPerSecond: 120,
  reportsReasoningTokens: true,
  cache: { minTokens: 1024, stepTokens: 128, isExplicit: false },
  contextTokens: 200_000,
  maxOutputTokens: 64_000,
} as const;

export const strictModels: readonly SimulatedModel[] = [
  {
    ...base,
    id: "effort-keeper",
    name: "Effort Keeper",
    wire: "openai-responses",
    trace: "summary",
    // GPT-6 before 6.2: the request's effort is part of the prefix; `configuration_update` changes it (trap 5).
    replay: { isEffortBound: true },
  },
  {
    ...base,
    id: "turn-keeper",
    name: "Turn Keeper",
    wire: "openai-responses",
    trace: "summary",
    // Before the 5.6 family: reasoning of earlier turns is removed (provider-matrix 3.1, `reasoning.context`).
    replay: { turns: "current" },
  },
  {
    ...base,
    id: "never-back",
    name: "Never Back",
    wire: "openai-chat",
    trace: "raw",
    verbosity: 1,
    // DeepSeek R1: reasoning must not be sent back (trap 15).
    replay: { demand: "forbidden" },
  },
  {
    ...base,
    id: "plain-field",
    name: "Plain Field",
    wire: "openai-chat",
    trace: "raw",
    verbosity: 1,
    // vLLM, Cerebras, Groq: another name for the field, and no other is taken (trap 16).
    replay: { field: "reasoning", demand: "optional" },
  },
  {
    ...base,
    id: "chunk-writer",
    name: "Chunk Writer",
    wire: "openai-chat",
    trace: "raw",
    verbosity: 1,
    // Mistral: signed thinking chunks inside `content`, and ids of nine letters and digits (provider-matrix 3.9).
    replay: { field: "chunks", demand: "optional", ids: "nine" },
  },
  {
    ...base,
    id: "detail-keeper",
    name: "Detail Keeper",
    wire: "openai-chat",
    trace: "raw",
    verbosity: 1,
    // OpenRouter: `reasoning_details`, whole and unmodified (trap 17).
    replay: { field: "details", demand: "optional" },
  },
  {
    ...base,
    id: "unsigned-thinker",
    name: "Unsigned Thinker",
    wire: "bedrock-converse",
    trace: "raw",
    verbosity: 1,
    reportsReasoningTokens: false,
    // gpt-oss on Bedrock: reasoning without a signature, which must not come back (trap 18).
    replay: { demand: "forbidden" },
  },
];
