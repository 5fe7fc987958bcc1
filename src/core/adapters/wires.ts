import type { WireId } from "../model/ids.ts";
import type { Wire } from "./wire.ts";
import { anthropicMessagesWire } from "./wires/anthropic-messages.ts";
import { bedrockConverseWire } from "./wires/bedrock-converse.ts";
import { cohereChatWire } from "./wires/cohere-chat.ts";
import { geminiGenerateContentWire } from "./wires/gemini-generate-content.ts";
import { geminiInteractionsWire } from "./wires/gemini-interactions.ts";
import { ollamaChatWire } from "./wires/ollama-chat.ts";
import { openaiChatWire } from "./wires/openai-chat.ts";
import { openaiResponsesWire } from "./wires/openai-responses.ts";

/** Every wire Switchyard speaks. */
export const wires: Readonly<Record<WireId, Wire>> = {
  "openai-responses": openaiResponsesWire,
  "openai-chat": openaiChatWire,
  "anthropic-messages": anthropicMessagesWire,
  "gemini-generate-content": geminiGenerateContentWire,
  "gemini-interactions": geminiInteractionsWire,
  "bedrock-converse": bedrockConverseWire,
  "ollama-chat": ollamaChatWire,
  "cohere-chat": cohereChatWire,
};
