import type { Provider } from "./provider.ts";
import { anthropicProvider } from "./providers/anthropic.ts";
import { deepseekProvider } from "./providers/deepseek.ts";
import { googleProvider } from "./providers/google.ts";
import { groqProvider } from "./providers/groq.ts";
import { ollamaProvider } from "./providers/ollama.ts";
import { openaiProvider } from "./providers/openai.ts";
import { openrouterProvider } from "./providers/openrouter.ts";
import { xaiProvider } from "./providers/xai.ts";

/** In the order pickers show them. */
export const builtinProviders: readonly Provider[] = [
  openaiProvider,
  anthropicProvider,
  googleProvider,
  xaiProvider,
  deepseekProvider,
  groqProvider,
  openrouterProvider,
  ollamaProvider,
];
