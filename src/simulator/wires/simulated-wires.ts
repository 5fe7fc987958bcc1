import { simulatedAnthropicMessages } from "./anthropic-messages.ts";
import { simulatedBedrockConverse } from "./bedrock-converse.ts";
import { simulatedCohereChat } from "./cohere-chat.ts";
import { simulatedGeminiGenerateContent } from "./gemini-generate-content.ts";
import { simulatedGeminiInteractions } from "./gemini-interactions.ts";
import { simulatedOllamaChat } from "./ollama-chat.ts";
import { simulatedOpenaiChat } from "./openai-chat.ts";
import { simulatedOpenaiResponses } from "./openai-responses.ts";
import type { SimulatedWire } from "./simulated-wire.ts";

export const simulatedWires: readonly SimulatedWire[] = [
  simulatedOpenaiResponses,
  simulatedOpenaiChat,
  simulatedAnthropicMessages,
  simulatedGeminiGenerateContent,
  simulatedGeminiInteractions,
  simulatedBedrockConverse,
  simulatedOllamaChat,
  simulatedCohereChat,
];
