import type { EffortTier } from "../../model/effort.ts";
import { fact } from "../effort-knobs.ts";
import type { GptModels } from "../model-families/gpt.ts";
import { gptChatDialect, gptContinuity, gptRow, olderGptModels } from "../model-families/gpt.ts";
import type { Provider } from "../provider.ts";

const thinking: readonly EffortTier[] = ["low", "medium", "high", "xhigh", "max"];

/** Rows that differ on Azure or are stated for it; the older models are OpenAI's own rows, as Azure serves them unchanged. */
const azureModels: readonly GptModels[] = [
  {
    match: "gpt-6(-sol|-luna|\\.1-terra)",
    listed: [{ id: "gpt-6-sol", label: "GPT-6 Sol" }],
    accepted: ["none", ...thinking],
    limits: { contextTokens: 1_050_000, maxOutputTokens: 128_000 },
    continuity: gptContinuity.six,
    fact: fact("PI"),
  },
  { match: "gpt-6(-astra|\\.1-sol)", accepted: thinking, continuity: gptContinuity.six, fact: fact("PI") },
  {
    match: "gpt-5\\.6",
    accepted: thinking,
    continuity: gptContinuity.fiveSix,
    fact: fact("PI", "One source says that `none` is not taken on Azure."),
  },
  ...olderGptModels.map(({ listed: _listed, ...models }) => models),
];

export const azureProvider: Provider = {
  id: "azure",
  label: "Azure OpenAI",
  kind: "hosted",
  baseUrl: "https://{resource}.openai.azure.com/openai/v1",
  parameters: [
    {
      name: "resource",
      label: "Azure resource name: the first part of the endpoint's address",
      environment: ["AZURE_RESOURCE_NAME", "AZURE_OPENAI_RESOURCE"],
    },
  ],
  auth: { type: "header", header: "api-key", environment: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"] },
  routes: [{ wire: "openai-responses" }, { wire: "openai-chat", dialect: gptChatDialect }],
  models: azureModels.map((models) => gptRow(models)),
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://ai.azure.com",
  fact: fact("AI-AZ, OAI-AZ, PI-OR", "Rows match the deployment's name, so name deployments after their models."),
};
