import { fact, reasoningEffort, reasoningObject } from "../effort-knobs.ts";
import { gptKnob, gptModels } from "../model-families/gpt.ts";
import type { ModelRow, Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

/** Shared by every host of these models that speaks Responses. */
export const responsesTrace: Trace = {
  visibility: "encrypted",
  withSummary: "summary",
  why: "OpenAI keeps the model's own reasoning to itself. Ask for summaries to read a digest of it.",
};
export const chatTrace: Trace = {
  visibility: "omitted",
  why: "Chat Completions returns no reasoning at all. The Responses wire can return summaries.",
};

/** Chat Completions never takes `max` (provider-matrix 3.2). */
export const gptRows: readonly ModelRow[] = gptModels.map((models) => ({
  match: models.match,
  ...(models.listed === undefined ? {} : { listed: models.listed }),
  effort: gptKnob(models, reasoningObject),
  ...(models.limits === undefined ? {} : { limits: models.limits }),
  trace: responsesTrace,
  otherWires: { "openai-chat": { effort: gptKnob(models, reasoningEffort, ["max"]), trace: chatTrace } },
  fact: models.fact,
}));

export const openaiChatOnOpenai = {
  systemRole: "developer",
  maxTokensField: "max_completion_tokens",
} as const satisfies Partial<OpenaiChatDialect>;

export const openaiProvider: Provider = {
  id: "openai",
  label: "OpenAI",
  kind: "hosted",
  baseUrl: "https://api.openai.com/v1",
  auth: { type: "bearer", environment: ["OPENAI_API_KEY"] },
  routes: [{ wire: "openai-responses" }, { wire: "openai-chat", dialect: openaiChatOnOpenai }],
  models: gptRows,
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://platform.openai.com/api-keys",
  fact: fact("OAI-R, OAI-S, OAI-C"),
};
