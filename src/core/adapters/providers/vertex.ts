import { fact } from "../effort-knobs.ts";
import { hostedClaudeRows, unknownClaude } from "../model-families/claude.ts";
import { geminiRows, unknownGemini } from "../model-families/gemini.ts";
import type { ModelRow, Provider } from "../provider.ts";
import type { AnthropicMessagesDialect } from "../wires/anthropic-messages-dialect.ts";
import type { GeminiGenerateContentDialect } from "../wires/gemini-generate-content-dialect.ts";

const gemini = {
  path: "/publishers/google/models/{model}:generateContent",
  streamPath: "/publishers/google/models/{model}:streamGenerateContent?alt=sse",
} satisfies Partial<GeminiGenerateContentDialect>;

const claude = {
  path: "/publishers/anthropic/models/{model}:rawPredict",
  streamPath: "/publishers/anthropic/models/{model}:streamRawPredict",
  hasModelInBody: false,
  version: null,
  bodyVersion: "vertex-2023-10-16",
} satisfies Partial<AnthropicMessagesDialect>;

const onClaudeRoute = (row: ModelRow): ModelRow => ({ ...row, wire: "anthropic-messages" });

export const vertexProvider: Provider = {
  id: "vertex",
  label: "Vertex AI",
  kind: "hosted",
  baseUrl: "https://{host}/v1/projects/{project}/locations/{location}",
  parameters: [
    { name: "project", label: "Google Cloud project id", environment: ["GOOGLE_CLOUD_PROJECT", "GOOGLE_VERTEX_PROJECT"] },
    { name: "location", label: "Location", environment: ["GOOGLE_CLOUD_LOCATION", "GOOGLE_VERTEX_LOCATION"], default: "global" },
    {
      name: "host",
      label: "Host: for a region <region>-aiplatform.googleapis.com",
      environment: ["GOOGLE_VERTEX_HOST"],
      default: "aiplatform.googleapis.com",
    },
  ],
  auth: { type: "google", environment: ["GOOGLE_VERTEX_ACCESS_TOKEN", "GOOGLE_OAUTH_ACCESS_TOKEN"] },
  routes: [
    { wire: "gemini-generate-content", dialect: gemini },
    { wire: "anthropic-messages", dialect: claude },
  ],
  models: [
    ...geminiRows.map(({ otherWires: _interactions, ...row }) => row),
    ...hostedClaudeRows.map(onClaudeRoute),
    { ...onClaudeRoute(unknownClaude), match: "^claude" },
    unknownGemini,
  ],
  keyUrl: "https://console.cloud.google.com/vertex-ai",
  fact: fact("GEN, AI-GOO, ANT-PT"),
};
