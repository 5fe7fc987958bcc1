import { conflictingFact, fact, switchTiers, tiersKnob, words } from "../effort-knobs.ts";
import type { Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };

const chat = { reasoningFields: ["reasoning_content"] } satisfies Partial<OpenaiChatDialect>;

const on = { enable_thinking: true };
const off = { enable_thinking: false };

export const alibabaProvider: Provider = {
  id: "alibaba",
  label: "Alibaba Qwen",
  kind: "hosted",
  baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
  auth: { type: "bearer", environment: ["DASHSCOPE_API_KEY", "ALIBABA_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat }],
  models: [
    {
      match: "qwen3\\.8-(max|flash)",
      dialect: { replayBody: { preserve_thinking: true } } satisfies Partial<OpenaiChatDialect>,
      continuity: { acrossTurns: "used", source: "QW" },
      listed: [
        { id: "qwen3.8-max", label: "Qwen3.8 Max" },
        { id: "qwen3.8-flash", label: "Qwen3.8 Flash" },
      ],
      effort: tiersKnob(
        {
          none: { body: off, label: "off", doubt: "Alibaba's own pages disagree on whether this model can be switched off" },
          ...words((word) => ({ enable_thinking: true, reasoning_effort: word }), "low", "medium", "xhigh"),
        },
        { budget: { path: ["thinking_budget"], beside: on, min: 1, max: 128_000 } },
      ),
      limits: { contextTokens: 991_000, maxOutputTokens: 128_000 },
      trace: raw,
      fact: conflictingFact("PI, QW", "No `high`. Sources disagree on switching thinking off, so that is never sent."),
    },
    {
      match: "qwen3\\.(5|6|7)|qwen-plus|qwen3-(?!.*thinking)",
      listed: [{ id: "qwen3.7-max", label: "Qwen3.7 Max" }],
      effort: tiersKnob(switchTiers(on, off), {
        providerDefault: "none",
        budget: { path: ["thinking_budget"], beside: on, min: 1, max: 64_000 },
      }),
      trace: raw,
      fact: fact("QW, PI", "Commercial hybrid models do not think by default."),
    },
    {
      match: "-thinking",
      effort: { type: "none", why: "This model always thinks and has no knob." },
      trace: raw,
      fact: fact("QW"),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://modelstudio.console.alibabacloud.com",
  fact: fact("QW, PI-OC"),
};
