import type { Provider } from "./provider.ts";
import { alibabaProvider } from "./providers/alibaba.ts";
import { anthropicProvider } from "./providers/anthropic.ts";
import { azureProvider } from "./providers/azure.ts";
import { bedrockProvider } from "./providers/bedrock.ts";
import { cerebrasProvider } from "./providers/cerebras.ts";
import { cohereProvider } from "./providers/cohere.ts";
import { databricksProvider } from "./providers/databricks.ts";
import { deepseekProvider } from "./providers/deepseek.ts";
import { fireworksProvider } from "./providers/fireworks.ts";
import { githubProvider } from "./providers/github.ts";
import { googleProvider } from "./providers/google.ts";
import { groqProvider } from "./providers/groq.ts";
import { huggingfaceProvider } from "./providers/huggingface.ts";
import { litellmProvider } from "./providers/litellm.ts";
import { llamacppProvider } from "./providers/llamacpp.ts";
import { lmstudioProvider } from "./providers/lmstudio.ts";
import { minimaxProvider } from "./providers/minimax.ts";
import { mistralProvider } from "./providers/mistral.ts";
import { moonshotProvider } from "./providers/moonshot.ts";
import { ollamaProvider } from "./providers/ollama.ts";
import { openaiProvider } from "./providers/openai.ts";
import { openrouterProvider } from "./providers/openrouter.ts";
import { perplexityProvider } from "./providers/perplexity.ts";
import { portkeyProvider } from "./providers/portkey.ts";
import { sglangProvider } from "./providers/sglang.ts";
import { togetherProvider } from "./providers/together.ts";
import { vercelProvider } from "./providers/vercel.ts";
import { vertexProvider } from "./providers/vertex.ts";
import { vllmProvider } from "./providers/vllm.ts";
import { xaiProvider } from "./providers/xai.ts";
import { zaiProvider } from "./providers/zai.ts";

/** In the order pickers show them: makers of models, clouds, hosts of open models, gateways, this machine. */
export const builtinProviders: readonly Provider[] = [
  openaiProvider,
  anthropicProvider,
  googleProvider,
  xaiProvider,
  deepseekProvider,
  mistralProvider,
  moonshotProvider,
  zaiProvider,
  alibabaProvider,
  minimaxProvider,
  cohereProvider,
  perplexityProvider,
  azureProvider,
  vertexProvider,
  bedrockProvider,
  groqProvider,
  cerebrasProvider,
  togetherProvider,
  fireworksProvider,
  openrouterProvider,
  vercelProvider,
  huggingfaceProvider,
  githubProvider,
  databricksProvider,
  portkeyProvider,
  litellmProvider,
  ollamaProvider,
  lmstudioProvider,
  llamacppProvider,
  vllmProvider,
  sglangProvider,
];
