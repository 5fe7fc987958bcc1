import { isJsonArray, isJsonObject, objectAt, stringAt, type JsonObject, type JsonValue } from "../../model/json.ts";
import type { OpenCall } from "./response-blocks.ts";
import { parseToolArguments } from "./tool-arguments.ts";

/** One content block while it arrives. Only tools announce themselves; of the others the first delta tells the kind. */
export interface ConverseBlock {
  readonly start: JsonObject;
  /** The call it shows as; null: none, or a tool the server runs itself. */
  readonly call: OpenCall | null;
  text: string;
  /** JSON text of a tool's input. */
  input: string;
  isReasoning: boolean;
  reasoning: string;
  signature: string | null;
  redacted: string | null;
  readonly citations: JsonValue[];
  readonly results: JsonValue[];
}

export function newConverseBlock(start: JsonObject, call: OpenCall | null): ConverseBlock {
  return {
    start,
    call,
    text: "",
    input: "",
    isReasoning: false,
    reasoning: "",
    signature: null,
    redacted: null,
    citations: [],
    results: [],
  };
}

/** The block whole, in the shape of a non-streaming body. Null: nothing came, or its input is not JSON. */
export function wholeConverseBlock(block: ConverseBlock): JsonObject | null {
  const toolUse = objectAt(block.start, "toolUse");
  if (toolUse !== null) {
    const input = parseToolArguments(block.input === "" ? "{}" : block.input);
    return input === null ? null : { toolUse: { ...toolUse, input } };
  }
  const toolResult = objectAt(block.start, "toolResult");
  if (toolResult !== null) return { toolResult: { ...toolResult, content: block.results } };
  if (block.redacted !== null) return { reasoningContent: { redactedContent: block.redacted } };
  if (block.isReasoning) {
    const { reasoning: text, signature } = block;
    return { reasoningContent: { reasoningText: signature === null ? { text } : { text, signature } } };
  }
  if (block.citations.length > 0) return { citationsContent: { content: [{ text: block.text }], citations: block.citations } };
  return block.text === "" ? null : { text: block.text };
}

/** A tool the server runs itself: its result comes with it, and nobody has to answer it. */
export function isServerTool(toolUse: JsonObject): boolean {
  return stringAt(toolUse, "type") === "server_tool_use";
}

/** A whole content block as the deltas that would have streamed it. */
export function deltasOf(block: JsonObject): readonly JsonObject[] {
  const text = stringAt(block, "text");
  if (text !== null) return [{ text }];
  const toolUse = objectAt(block, "toolUse");
  if (toolUse !== null) return [{ toolUse: { input: JSON.stringify(toolUse["input"] ?? {}) } }];
  const reasoning = objectAt(block, "reasoningContent");
  if (reasoning !== null) {
    const whole = objectAt(reasoning, "reasoningText");
    return [{ reasoningContent: whole ?? reasoning }];
  }
  const cited = objectAt(block, "citationsContent");
  const content = cited?.["content"];
  return isJsonArray(content) ? content.filter(isJsonObject) : [];
}
