import { adaptiveThinking, fact, reasoningEffort, tiersKnob, unverifiedFact, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const summarised: Trace = { visibility: "summary", why: "Databricks passes on a summary of the thinking." };
const hidden: Trace = { visibility: "unknown" };

/** Reasoning comes as summary parts inside `content` (provider-matrix trap 51). How it is counted is not verified. */
const chat = { counting: { reasoning: "not-reported", cache: "not-reported" } } satisfies Partial<OpenaiChatDialect>;

export const databricksProvider: Provider = {
  id: "databricks",
  label: "Databricks",
  kind: "gateway",
  baseUrl: "https://{host}/ai-gateway/mlflow/v1",
  parameters: [
    {
      name: "host",
      label: "Workspace host, as dbc-1234.cloud.databricks.com",
      environment: ["DATABRICKS_SERVER_HOSTNAME"],
    },
  ],
  auth: { type: "bearer", environment: ["DATABRICKS_TOKEN"] },
  routes: [
    { wire: "openai-chat", dialect: chat },
    { wire: "anthropic-messages", baseUrl: "https://{host}/ai-gateway/anthropic" },
  ],
  models: [
    {
      match: "claude-opus-5-5",
      listed: [{ id: "databricks-claude-opus-5-5", label: "Claude Opus 5.5" }],
      wire: "anthropic-messages",
      effort: tiersKnob(words(adaptiveThinking, "low", "medium", "high", "xhigh", "max"), { providerDefault: "medium" }),
      limits: { defaultOutputTokens: 32_000 },
      trace: {
        visibility: "omitted",
        withSummary: "summary",
        why: "Claude sends no thinking text by default. Ask for summaries.",
      },
      fact: unverifiedFact("DBX", "the address of Databricks' Anthropic route was not checked."),
    },
    {
      match: "claude-(?!opus-5-5)",
      effort: {
        type: "budget",
        budget: {
          path: ["thinking", "budget_tokens"],
          beside: { thinking: { type: "enabled" } },
          min: 1_024,
          max: 31_999,
          isBelowOutputLimit: true,
        },
        providerDefault: null,
      },
      limits: { defaultOutputTokens: 32_000 },
      trace: summarised,
      fact: fact("DBX", "The range of budgets is Anthropic's."),
    },
    {
      match: "gpt-5",
      listed: [{ id: "databricks-gpt-5", label: "GPT-5" }],
      effort: tiersKnob(words(reasoningEffort, "none", "minimal", "low", "medium", "high")),
      trace: hidden,
      fact: fact("DBX", "The default is `none` on 5.1 and 5.2, `minimal` on 5."),
    },
    {
      match: "gemini-4-carbon",
      listed: [{ id: "databricks-gemini-4-carbon", label: "Gemini 4 Carbon" }],
      effort: tiersKnob(words(reasoningEffort, "low", "medium", "high"), { providerDefault: "medium" }),
      trace: hidden,
      fact: fact("DBX"),
    },
  ],
  keyUrl: "https://docs.databricks.com/dev-tools/auth/pat.html",
  fact: fact("DBX, MLF", "MLflow's own gateway is not documented for reasoning: add it as a custom provider."),
};
