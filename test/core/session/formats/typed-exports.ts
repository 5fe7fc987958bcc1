import type { Session } from "../../../../src/core/model/session.ts";
import { exportText } from "./account.ts";

/** A type of somebody else's library that must accept what is exported. */
export interface TypedExport {
  readonly format: string;
  readonly importLine: string;
  readonly type: string;
}

export const typedExports: readonly TypedExport[] = [
  {
    format: "anthropic-messages",
    importLine: 'import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/messages/messages";',
    type: "MessageCreateParams",
  },
  {
    format: "openai-responses",
    importLine: 'import type { ResponseCreateParams } from "openai/resources/responses/responses";',
    type: "ResponseCreateParams",
  },
  {
    format: "openai-chat",
    importLine:
      'import type { ChatCompletionCreateParams, ChatCompletionMessageParam } from "openai/resources/chat/completions/completions";',
    // Reasoning goes in fields of look-alikes, which OpenAI's own type does not have.
    type: 'Omit<ChatCompletionCreateParams, "messages"> & { messages: (ChatCompletionMessageParam & { reasoning_content?: string; reasoning_details?: unknown })[] }',
  },
  {
    format: "gemini",
    importLine: 'import type { Content, GenerationConfig } from "@google/genai";',
    // Its own request type is of the library's functions, not of the API.
    type: "{ model: string; contents: Content[]; systemInstruction?: Content; generationConfig?: GenerationConfig }",
  },
  {
    format: "ai-sdk-model",
    importLine: 'import type { ModelMessage } from "ai";',
    type: "ModelMessage[]",
  },
  {
    format: "ai-sdk-ui",
    importLine: 'import type { UIMessage } from "ai";',
    type: "UIMessage[]",
  },
  {
    format: "llamaindex-ts",
    importLine: 'import type { ChatMessage, ToolCallLLMMessageOptions } from "@llamaindex/core/llms";',
    type: "ChatMessage<ToolCallLLMMessageOptions>[]",
  },
];

/** A source file that only compiles when the type takes every export. */
export function typedExport({ format, importLine, type }: TypedExport, sessions: readonly Session[]): string {
  const values = sessions.map((session) => `  ${JSON.stringify(JSON.parse(exportText(session, format).text))},`);
  return `// Written with UPDATE_GOLDEN=1 by test/core/session/formats/typed-exports.test.ts: compiling it is the check.
${importLine}

export const exported: readonly (${type})[] = [
${values.join("\n")}
];
`;
}
