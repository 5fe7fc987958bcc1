import type { Block } from "../../model/block.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Tool } from "../../model/model-request.ts";
import type { ToolCallIds } from "./tool-call-ids.ts";

/* Tools and calls as Chat Completions nests them, and as others took it over from there. */

export function nestedTool({ name, description, parameters }: Tool): JsonObject {
  return { type: "function", function: { name, description, parameters } };
}

export function nestedCalls(blocks: readonly Block[], ids: ToolCallIds): readonly JsonObject[] {
  return blocks.flatMap((block) =>
    block.type === "tool-call"
      ? [{ id: ids.forCall(block.callId), type: "function", function: { name: block.name, arguments: block.arguments } }]
      : [],
  );
}
