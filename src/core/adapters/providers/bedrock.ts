import type { KnobShape } from "../effort-knobs.ts";
import { fact, knobUnder, reasoningEffort, reasoningObject, tiersKnob, words } from "../effort-knobs.ts";
import { hostedClaudeRows } from "../model-families/claude.ts";
import { gptChatDialect, gptKnob, gptModels, gptOnChat, gptRow } from "../model-families/gpt.ts";
import type { JsonObject } from "../../model/json.ts";
import { stringAt } from "../../model/json.ts";
import type { Continuity, ModelRow, Provider, Trace } from "../provider.ts";
import type { BedrockConverseDialect } from "../wires/bedrock-converse-dialect.ts";

/** Bedrock carries a model's own fields here. */
const modelFields = "additionalModelRequestFields";
const mantle = "https://bedrock-mantle.{region}.api.aws/openai/v1";

const raw: Trace = { visibility: "raw" };

/** Only Claude signs its reasoning on Converse; unsigned reasoning must not be sent back (provider-matrix trap 18). */
const unsigned: Partial<Continuity> = { carrier: "none", source: "AI-BR, AWS" };

const listedClaude = new Map([["claude-opus-5-5", [{ id: "anthropic.claude-opus-5-5", label: "Claude Opus 5.5" }]]]);

/** Anthropic's rows, one level deeper. No limit is sent unasked: Converse does not require one. */
const claudeOnConverse = hostedClaudeRows.map((row): ModelRow => {
  const { listed: _listed, dialect, limits, ...shared } = row;
  const { defaultOutputTokens: _required, ...known } = limits ?? {};
  const listed = listedClaude.get(row.match);
  return {
    ...shared,
    match: `^${row.match}`,
    ...(listed === undefined ? {} : { listed }),
    limits: known,
    effort: knobUnder(modelFields, row.effort),
    dialect: claudeDialect(stringAt(dialect ?? {}, "display")),
  };
});

/** `display` as for Anthropic's own wire. */
function claudeDialect(display: string | null): Partial<BedrockConverseDialect> & JsonObject {
  return {
    reasoningVisibility: "summary",
    opaqueFormat: "anthropic-claude-v1",
    display: display === "never" ? null : display === "always" ? "always" : "with-thinking",
  };
}

/** OpenAI's models: nested on Converse, flat for gpt-oss, and by OpenAI's own wires on Bedrock's second address. */
const gptOnConverse = gptModels.map((models): ModelRow => {
  const { otherWires: _otherWires, listed: _listed, ...row } = gptRow(models);
  return {
    ...row,
    effort: knobUnder(modelFields, row.effort),
    trace: { visibility: "unknown" },
    continuity: unsigned,
    otherWires: {
      "openai-responses": { effort: gptKnob(models, reasoningObject), trace: row.trace, continuity: models.continuity },
      "openai-chat": gptOnChat(models),
    },
  };
});

const nova: KnobShape = (word) => ({
  [modelFields]: { reasoningConfig: { type: "enabled", maxReasoningEffort: word } },
});

export const bedrockProvider: Provider = {
  id: "bedrock",
  label: "AWS Bedrock",
  kind: "hosted",
  baseUrl: "https://bedrock-runtime.{region}.amazonaws.com",
  parameters: [{ name: "region", label: "AWS region", environment: ["AWS_REGION", "AWS_DEFAULT_REGION"], default: "us-east-1" }],
  auth: { type: "aws", environment: ["AWS_BEARER_TOKEN_BEDROCK"], service: "bedrock" },
  routes: [
    { wire: "bedrock-converse" },
    { wire: "openai-responses", baseUrl: mantle },
    { wire: "openai-chat", baseUrl: mantle, dialect: gptChatDialect },
  ],
  models: [
    ...claudeOnConverse,
    {
      match: "^gpt-oss",
      listed: [{ id: "openai.gpt-oss-120b-1:0", label: "GPT-OSS 120B" }],
      effort: knobUnder(modelFields, tiersKnob(words(reasoningEffort, "low", "medium", "high"))),
      limits: { contextTokens: 128_000 },
      trace: raw,
      continuity: unsigned,
      otherWires: { "openai-chat": { effort: tiersKnob(words(reasoningEffort, "low", "medium", "high")) } },
      fact: fact("AI-BR", "Its reasoning is unsigned and must not be sent back."),
    },
    ...gptOnConverse,
    {
      match: "^nova-2",
      listed: [{ id: "amazon.nova-2-lite-v1:0", label: "Nova 2 Lite" }],
      effort: tiersKnob({
        ...words(nova, "low", "medium"),
        high: { body: nova("high"), label: "high", forbidsOutputLimit: true },
      }),
      limits: { contextTokens: 1_000_000, maxOutputTokens: 65_535 },
      trace: raw,
      continuity: unsigned,
      dialect: { thinkTags: { styles: ["thinking"], opening: "required" } } satisfies Partial<BedrockConverseDialect>,
      fact: fact("AI-BR", "`high` forbids an output limit."),
    },
  ],
  keyUrl: "https://console.aws.amazon.com/bedrock/home#/api-keys",
  fact: fact("AWS, AI-BR, AWS-BIND"),
};
