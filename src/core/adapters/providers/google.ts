import { fact } from "../effort-knobs.ts";
import { geminiRows, gemmaRow, unknownGemini } from "../model-families/gemini.ts";
import type { Provider } from "../provider.ts";

export const googleProvider: Provider = {
  id: "google",
  label: "Google AI",
  kind: "hosted",
  baseUrl: "https://generativelanguage.googleapis.com",
  auth: {
    type: "header",
    header: "x-goog-api-key",
    environment: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  },
  routes: [{ wire: "gemini-generate-content" }, { wire: "gemini-interactions" }],
  models: [...geminiRows, gemmaRow, unknownGemini],
  discovery: {
    path: "/v1beta/models?pageSize=1000",
    shape: "google",
    skip: "embedding|imagen|veo|tts|aqa|live|image-generation",
  },
  keyUrl: "https://aistudio.google.com/apikey",
  fact: fact("GEN, AI-GOO"),
};
