import { fact, reasoningEffort, switchTiers, thinkingOff, thinkingSwitchAndEffort, tiersKnob, words } from "../effort-knobs.ts";
import type { ModelLimits, Provider, Trace } from "../provider.ts";
import type { OpenaiChatDialect } from "../wires/openai-chat-dialect.ts";

const raw: Trace = { visibility: "raw" };
const limits: ModelLimits = { contextTokens: 1_000_000, maxOutputTokens: 131_072 };

/** Reasoning of earlier turns is kept only where it is asked for (provider-matrix 3.14). */
const chat = {
  reasoningFields: ["reasoning_content"],
  replayBody: { thinking: { clear_thinking: false } },
} satisfies Partial<OpenaiChatDialect>;

export const zaiProvider: Provider = {
  id: "zai",
  label: "Z.ai",
  kind: "hosted",
  baseUrl: "https://api.z.ai/api/paas/v4",
  auth: { type: "bearer", environment: ["ZAI_API_KEY", "ZHIPU_API_KEY"] },
  routes: [{ wire: "openai-chat", dialect: chat, continuity: { acrossTurns: "used", source: "ZAI" } }],
  models: [
    {
      match: "glm-5\\.3",
      listed: [
        { id: "glm-5.3", label: "GLM-5.3" },
        { id: "glm-5.3-flash", label: "GLM-5.3 Flash" },
      ],
      effort: tiersKnob(
        {
          none: { ...thinkingOff, doubt: "Z.ai accepts it and the model silently thinks at `max`" },
          ...words(reasoningEffort, "low", "high", "max"),
        },
        { providerDefault: "max" },
      ),
      limits,
      trace: raw,
      fact: fact("PI, ZAI-PROBE", "Switching off is accepted and ignored, so it is never sent."),
    },
    {
      match: "glm-5\\.2",
      effort: tiersKnob({ none: thinkingOff, ...words(thinkingSwitchAndEffort, "high", "max") }),
      trace: raw,
      fact: fact("PI, ZAI"),
    },
    {
      match: "glm-(5|5\\.1|5-turbo|4\\.[5-7])$",
      effort: tiersKnob(switchTiers({ thinking: { type: "enabled" } }, thinkingOff.body)),
      trace: raw,
      fact: fact("ZAI", "On by default from 4.7 on; 4.6 decides by itself."),
    },
  ],
  discovery: { path: "/models", shape: "openai" },
  keyUrl: "https://z.ai/manage-apikey/apikey-list",
  fact: fact("ZAI, PI-TX"),
};
