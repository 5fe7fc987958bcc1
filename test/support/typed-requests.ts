import { isJsonArray, isJsonObject, type JsonObject } from "../../src/core/model/json.ts";
import type { WireId } from "../../src/core/model/ids.ts";
import { allEncoderCases } from "./encoder-cases.ts";

/** An official type that must accept what is sent. */
export interface OfficialType {
  /** The file under `test/golden/encoders/typed`. */
  readonly file: string;
  readonly importLine: string;
  readonly type: string;
  readonly providers: readonly string[];
  readonly wire: WireId;
  /** What of the body the type is about. */
  readonly pick: (body: JsonObject) => JsonObject;
}

const whole = (body: JsonObject): JsonObject => body;

/** The types ask for an `id` in every item sent back; with `store: false` the server answers 404 to one (trap 11). */
function withItemIds(body: JsonObject): JsonObject {
  const { input } = body;
  if (!isJsonArray(input)) return body;
  const items = input.map((item) => (isJsonObject(item) && item["type"] !== undefined ? { id: "", ...item } : item));
  return { ...body, input: items };
}

export const officialTypes: readonly OfficialType[] = [
  {
    file: "openai-responses.ts",
    importLine: 'import type { ResponseCreateParams } from "openai/resources/responses/responses";',
    type: "ResponseCreateParams",
    providers: ["openai", "azure"],
    wire: "openai-responses",
    pick: withItemIds,
  },
  {
    file: "openai-chat.ts",
    importLine: 'import type { ChatCompletionCreateParams } from "openai/resources/chat/completions/completions";',
    type: "ChatCompletionCreateParams",
    providers: ["openai", "azure"],
    wire: "openai-chat",
    pick: whole,
  },
  {
    file: "anthropic-messages.ts",
    // The beta types: `block_binding`, which goes with thinking that is sent back, is in no other.
    importLine: 'import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/beta/messages/messages";',
    type: "MessageCreateParams",
    providers: ["anthropic"],
    wire: "anthropic-messages",
    pick: whole,
  },
  {
    file: "gemini-interactions.ts",
    importLine: 'import type { Interactions } from "@google/genai";',
    type: "Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming | Interactions.InteractionCreateParams.CreateModelInteractionParamsStreaming",
    providers: ["google"],
    wire: "gemini-interactions",
    pick: whole,
  },
  {
    // The rest is left to the goldens: the SDK types levels as an enum of capitals, which no string literal fits.
    file: "gemini-generate-content.ts",
    importLine: 'import type { Content, Tool } from "@google/genai";',
    type: "{ contents: Content[]; tools?: Tool[] }",
    providers: ["google", "vertex"],
    wire: "gemini-generate-content",
    pick: ({ contents = [], tools = [] }) => ({ contents, tools }),
  },
  {
    // The path names the model, the SDK's input does too.
    file: "bedrock-converse.ts",
    importLine: 'import type { ConverseStreamCommandInput } from "@aws-sdk/client-bedrock-runtime";',
    type: "ConverseStreamCommandInput",
    providers: ["bedrock"],
    wire: "bedrock-converse",
    pick: (body) => ({ modelId: "m", ...body }),
  },
];

/** A source file that only compiles when the official type takes every distinct request. */
export function typedRequests(official: OfficialType): string {
  const bodies = allEncoderCases()
    .filter(({ call, wire }) => wire === official.wire && official.providers.includes(call.adapter.provider.id))
    .map(({ call }) => JSON.stringify(official.pick(withOneModel(call.body))));
  const lines = [...new Set(bodies)].map((body) => `  ${body},`);
  return `// Written with UPDATE_GOLDEN=1 by test/conformance/encoders.test.ts: compiling it is the check.
${official.importLine}

export const requests: readonly (${official.type})[] = [
${lines.join("\n")}
];
`;
}

/** Model ids differ, the shape does not: one stands for all, so that the file stays short. */
function withOneModel(body: JsonObject): JsonObject {
  return body["model"] === undefined ? body : { ...body, model: "m" };
}
