import { fact } from "../effort-knobs.ts";
import { gptChatDialect, gptModels, gptRow } from "../model-families/gpt.ts";
import type { Provider } from "../provider.ts";

export const openaiProvider: Provider = {
  id: "openai",
  label: "OpenAI",
  kind: "hosted",
  baseUrl: "https://api.openai.com/v1",
  auth: { type: "bearer", environment: ["OPENAI_API_KEY"] },
  routes: [{ wire: "openai-responses" }, { wire: "openai-chat", dialect: gptChatDialect }],
  models: gptModels.map((models) => gptRow(models)),
  discovery: {
    path: "/models",
    shape: "openai",
    skip: "embedding|whisper|tts|dall-e|moderation|image|audio|realtime|transcribe|sora|babbage|davinci",
  },
  keyUrl: "https://platform.openai.com/api-keys",
  fact: fact("OAI-R, OAI-S, OAI-C"),
};
