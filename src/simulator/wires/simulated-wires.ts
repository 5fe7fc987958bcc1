import { simulatedAnthropicMessages } from "./anthropic-messages.ts";
import { simulatedGeminiGenerateContent } from "./gemini-generate-content.ts";
import { simulatedOpenaiChat } from "./openai-chat.ts";
import { simulatedOpenaiResponses } from "./openai-responses.ts";
import type { SimulatedWire } from "./simulated-wire.ts";

export const simulatedWires: readonly SimulatedWire[] = [
  simulatedOpenaiResponses,
  simulatedOpenaiChat,
  simulatedAnthropicMessages,
  simulatedGeminiGenerateContent,
];
